/** docs/coverage.md: each operation and directive, whether it is served, and the tests that use it. */

import { directives } from "#graphql/directives/list";
import { olderDirectives } from "#graphql/directives/one/list";
import { refusedDirectives } from "#graphql/directives/refused";
import { callFinder, type CallFinder } from "./calls.ts";
import { filesUnder, read } from "./checkout.ts";
import { code, files, head, page, table } from "./markdown.ts";
import { type Service, services } from "./services.ts";

const UNTESTED = "none by name";

export function coverage(): string {
  const calls = callFinder();
  const sections = services.map((service) => ({ service, rows: operationRows(service, calls) }));
  const summary = sections.map(({ service, rows }) => [
    service.schema.service,
    String(rows.length),
    String(rows.filter(({ answer }) => answer === "served").length),
    String(rows.filter(({ answer, tests }) => answer === "served" && tests.length === 0).length),
  ]);
  return page(
    head(
      "Coverage of the AWS services",
      "What each published operation gets here. Served: there is code behind it. Refused: the answer is UnsupportedOperationException (of S3: NotImplemented) with a sentence that names the operation; operations of passkeys say in their own way that they are off. The tests are the files under tests/ that call it by its SDK command, by boto3 or by the AWS CLI; calls that Amplify's own libraries make on their way are not counted.",
    ),
    table(["service", "operations", "served", "served, and called by no test by name"], summary),
    ...sections.flatMap(({ service, rows }) => [
      `## ${service.schema.service}`,
      table(
        ["operation", "answer", "called by"],
        rows.map(({ name, answer, tests }) => [name, answer, files(tests) || UNTESTED]),
      ),
    ]),
    "## Directives of GraphQL schemas",
    "Built directives shape the API. The others are refused at creation, by name and with their place in the schema; none is ignored.",
    table(["directive", "answer", "used by"], directiveRows()),
  );
}

interface OperationRow {
  readonly name: string;
  readonly answer: "served" | "refused" | "refused: off";
  readonly tests: readonly string[];
}

function operationRows({ schema, list, python }: Service, calls: CallFinder): OperationRow[] {
  const served = listed(list);
  return [...Object.keys(schema.operations), ...Object.keys(schema.others ?? {})].sort().map((name) => {
    const path = served.get(name);
    const answer = path === undefined ? "refused" : isOff(path) ? "refused: off" : "served";
    return { name, answer, tests: calls(name, python) };
  });
}

/** An operation that does nothing but check its caller and throw. */
function isOff(path: string): boolean {
  const source = read(path);
  return /\n {4}throw \w+\(.*\);\n {2}\};\n/.test(source) && !/\breturn (?!async\b)/.test(source);
}

/** The operations that a list binds, `Name: name,` or `Name: name(parts),`, each with the file it is imported from. */
function listed(path: string): ReadonlyMap<string, string> {
  const source = read(path);
  const folder = path.slice(0, path.lastIndexOf("/"));
  const bound = new Set([...source.matchAll(/^ +([A-Z]\w+): [a-z]\w+(?:\(parts\))?,$/gm)].map(([, name]) => name));
  const imported = [...source.matchAll(/^import \{ (\w)(\w+) \} from "\.\/(.+)";$/gm)].flatMap(
    ([, first = "", rest = "", file = ""]) => {
      const name = `${first.toUpperCase()}${rest}`;
      return bound.has(name) ? [[name, `${folder}/${file}`] as const] : [];
    },
  );
  if (imported.length === 0) throw new Error(`${path} has no list of operations in a form that is known here.`);
  return new Map(imported);
}

function directiveRows(): string[][] {
  const tests = filesUnder("tests", /\.test\.ts$/).map((path) => ({ path, text: read(path) }));
  const usedBy = (name: string): string =>
    files(tests.filter(({ text }) => new RegExp(`[ )\\]!\\w]\\s*@${name}\\b`).test(text)).map(({ path }) => path));
  const row = (name: string, answer: string): string[] => [code(`@${name}`), answer, usedBy(name) || UNTESTED];
  return [
    ...[...new Set([...directives, ...olderDirectives].map(({ name }) => name))].map((name) => row(name, "built")),
    ...[...refusedDirectives.keys()].map((name) => row(name, "refused, with the reason")),
  ];
}
