/** docs/errors.md: each code a caller can meet, its status, its sentences, and how that compares with the models. */

import type { ServiceSchema } from "#generated/schema";
import { jsonSigV4Faults } from "#kernel/wire/sigv4Faults";
import { sigV4Faults as s3SigV4Faults } from "#storage/faults";
import { filesUnder, read } from "./checkout.ts";
import { faultMakers, type FaultMaker, inlineFaults } from "./faultScan.ts";
import { code, files, head, page, plain, table } from "./markdown.ts";
import { services } from "./services.ts";

const GRAPHQL = "src/graphql/serve/httpError.ts";

export function errors(): string {
  const planes = [...new Set(services.flatMap(({ faults }) => faults))];
  const made = new Map(planes.map((path) => [path, faultMakers(path)]));
  return page(
    head(
      "Errors",
      "Every code this server answers, from the files that make them. `{...}` stands for what varies; “worded where it is thrown” means that the sentence tells the very rule that was broken. Bugs are none of these: they answer 500 InternalFailure with a request id, and the log has the rest.",
    ),
    ...planes.flatMap((path) => [
      `## ${services
        .filter(({ faults }) => faults.includes(path))
        .map(({ schema }) => schema.service)
        .join(" and ")}: ${code(path)}`,
      faultTable(made.get(path) ?? [], models(path)),
    ]),
    "## Every service: requests that reach no operation",
    "Made by the wire. The protocol of user pools and identity pools answers every client error with 400, whatever the status below.",
    faultTable(wireFaults(), []),
    "Signatures that are refused:",
    table(
      ["code", "status", "of S3", "status", "when"],
      Object.entries(jsonSigV4Faults).map(([when, { code: name, status }]) => {
        const ofS3 = s3SigV4Faults[when as keyof typeof s3SigV4Faults];
        const words = when.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
        return [name, String(status), ofS3.code, String(ofS3.status), words];
      }),
    ),
    "## GraphQL over HTTP",
    `Refusals of a whole request, as ${code("errorType")} of its one error. Errors of fields stand in the answer's ${code("errors")} beside the data, with status 200; they follow below.`,
    table(["code", "status", "made in"], graphqlRows()),
    table(["code of an error in an answer", "made in"], fieldErrorRows()),
    "## Modelled errors that are never answered",
    "These stand in the published models, and nothing here makes them. Bugs answer InternalFailure in every service.",
    table(
      ["service", "codes"],
      services.map(({ schema, faults }) => [schema.service, unused(schema, faults, made)]),
    ),
  );
}

function models(path: string): readonly ServiceSchema[] {
  return services.filter(({ faults }) => faults.includes(path)).map(({ schema }) => schema);
}

function faultTable(makers: readonly FaultMaker[], schemas: readonly ServiceSchema[]): string {
  const codes = [...new Set(makers.map((maker) => maker.code))].sort();
  const rows = codes.map((name) => {
    const alike = makers.filter((maker) => maker.code === name);
    const known = schemas.filter((schema) => schema.errors[name]).map(({ service }) => service);
    const sentences = [...new Set(alike.map(({ sentence }) => sentence))];
    return [
      name,
      [...new Set(alike.map(({ status }) => status))].join(", "),
      sentences
        .map((sentence) => (sentence === undefined ? "worded where it is thrown" : plain(sentence)))
        .join("<br>"),
      schemas.length > 0 ? known.join(", ") || "none" : files([...new Set(alike.map(({ path }) => path))]),
    ];
  });
  return table(["code", "status", "sentences", schemas.length > 0 ? "modelled by" : "made in"], rows);
}

function wireFaults(): FaultMaker[] {
  const paths = filesUnder("src/kernel/wire", /\.ts$/).filter((path) => !path.endsWith(".test.ts"));
  return [...paths.flatMap(inlineFaults), ...inputFaults()];
}

/** What wrong input is called, which each service chooses by its model. */
function inputFaults(): FaultMaker[] {
  const path = "src/kernel/wire/service.ts";
  const names = [...read(path).matchAll(/(?:malformed|invalid): "(\w+)"/g)].map(([, name = ""]) => name);
  if (names.length === 0) throw new Error(`${path} no longer names the faults of wrong input.`);
  return [...new Set(names)].map((name) => ({ path, maker: "", code: name, status: 400, sentence: undefined }));
}

function graphqlRows(): string[][] {
  const rows = filesUnder("src/graphql/serve", /\.ts$/).flatMap((path) =>
    [...read(path).matchAll(/new HttpRefusal\(\s*(\d+),\s*"(\w+)"/g)].map(([, status = "", name = ""]) => [
      name,
      status,
      code(path),
    ]),
  );
  if (!rows.some(([, , path]) => path === code(GRAPHQL))) throw new Error(`${GRAPHQL} makes no refusals any more.`);
  return rows.sort(([a = ""], [b = ""]) => a.localeCompare(b));
}

function fieldErrorRows(): string[][] {
  const places = new Map<string, string[]>();
  for (const path of filesUnder("src/graphql/query", /\.ts$/).filter((file) => !file.endsWith(".test.ts")))
    for (const [, name = ""] of read(path).matchAll(/(?:new FieldFault\(\s*|\berrorType: |\brefuse\(\s*)"([\w:]+)"/g))
      places.set(name, [...new Set([...(places.get(name) ?? []), path])]);
  return [...places].sort(([a], [b]) => a.localeCompare(b)).map(([name, paths]) => [name, files(paths)]);
}

function unused(
  schema: ServiceSchema,
  paths: readonly string[],
  made: ReadonlyMap<string, readonly FaultMaker[]>,
): string {
  const answered = new Set(
    [...paths.flatMap((path) => made.get(path) ?? []), ...wireFaults()].map((maker) => maker.code),
  );
  const rest = Object.keys(schema.errors).filter((name) => !answered.has(name));
  return rest.sort().join(", ") || "none: each is answered";
}
