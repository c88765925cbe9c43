/** The awsJson1_1 protocol through the SDK clients of cognito-idp and cognito-identity: every operation, every fault. */

import * as identity from "@aws-sdk/client-cognito-identity";
import * as idp from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ServiceSchema } from "#generated/schema";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { Fault } from "#kernel/wire/fault";
import { send } from "./raw.ts";
import { sampleOf } from "./samples.ts";
import { credentials, startServer, type TestServer } from "./support.ts";

type Send = (command: unknown) => Promise<unknown>;
type CommandClass = new (input: unknown) => unknown;

/** SDK clients turn milliseconds into Date and back; samples hold milliseconds. */
function withDates(value: unknown, schema: ServiceSchema, shapeName: string): unknown {
  const shape = schema.shapes[shapeName];
  if (value === undefined || !shape) return value;
  if (shape.kind === "timestamp") return new Date(value as number);
  if (shape.kind === "list") return (value as unknown[]).map((item) => withDates(item, schema, shape.member));
  if (shape.kind === "map") {
    return Object.fromEntries(
      Object.entries(value as object).map(([key, item]) => [key, withDates(item, schema, shape.value)]),
    );
  }
  if (shape.kind !== "structure") return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [
      name,
      withDates(item, schema, shape.members[name]?.shape ?? ""),
    ]),
  );
}

const services: readonly (readonly [
  string,
  ServiceSchema,
  object,
  (endpoint: string) => { readonly send: Send; close(): void },
])[] = [
  ["cognito-idp", cognitoIdp, idp, (endpoint) => over(new idp.CognitoIdentityProviderClient(settings(endpoint)))],
  [
    "cognito-identity",
    cognitoIdentity,
    identity,
    (endpoint) => over(new identity.CognitoIdentityClient(settings(endpoint))),
  ],
];

function settings(endpoint: string) {
  return { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
}

function over(client: { send(command: never): Promise<unknown>; destroy(): void }) {
  return { send: (command: unknown) => client.send(command as never), close: () => client.destroy() };
}

describe.each(services)("%s", (_name, schema, sdk, connect) => {
  let server: TestServer;
  let client: ReturnType<typeof connect>;
  beforeAll(async () => {
    server = await startServer(schema, { unsigned: true });
    client = connect(server.endpoint);
  });
  afterAll(async () => {
    client.close();
    await server.close();
  });
  beforeEach(() => {
    server.calls.length = 0;
  });

  function commandOf(operation: string, input: unknown): unknown {
    const exported: unknown = Reflect.get(sdk, `${operation}Command`);
    if (typeof exported !== "function") throw new Error(`The SDK has no ${operation}Command.`);
    return new (exported as CommandClass)(input);
  }

  it.each(Object.entries(schema.operations))("%s arrives and answers with every member", async (name, operation) => {
    const input = sampleOf(schema, operation.input);
    const output = sampleOf(schema, operation.output);
    server.behave = () => output;
    const answer = await client.send(commandOf(name, withDates(input, schema, operation.input)));
    expect(server.calls.map((call) => [call.operation, call.input])).toEqual([[name, input]]);
    expect(answer).toMatchObject(withDates(output, schema, operation.output) as object);
  });

  it.each(Object.entries(schema.operations))(
    "%s gives each modelled fault as the SDK's class",
    async (name, operation) => {
      for (const code of operation.errors) {
        server.behave = () => {
          throw new Fault(code, `about ${name} ü\n`, { status: schema.errors[code]?.status ?? 400 });
        };
        const input = withDates(sampleOf(schema, operation.input), schema, operation.input);
        const error = await client.send(commandOf(name, input)).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(Reflect.get(sdk, code));
        expect(error).toMatchObject({ name: code, message: `about ${name} ü\n` });
      }
    },
  );

  it("refuses unknown targets, methods and paths with 400", async () => {
    const known = `${schema.targetPrefix}.${Object.keys(schema.operations)[0]}`;
    const tries: readonly (readonly [string, string, string | undefined])[] = [
      ["POST", "/", undefined],
      ["POST", "/", `${schema.targetPrefix}.Nothing`],
      ["POST", "/", `${schema.targetPrefix}.__proto__`],
      ["POST", "/", "Other.GetId"],
      ["GET", "/", known],
      ["POST", "/x", known],
    ];
    for (const [method, rawUrl, target] of tries) {
      const headers = [["host", "x"], ...(target === undefined ? [] : [["x-amz-target", target]])] as [
        string,
        string,
      ][];
      const answer = await send(server, { method, rawUrl, headers, body: "" });
      expect(answer).toMatchObject({ status: 400, code: "UnknownOperationException" });
      expect(JSON.parse(answer.text).__type).toBe("UnknownOperationException");
    }
    expect(server.calls).toEqual([]);
  });

  it("answers bugs with 500 and malformed bodies with SerializationException", async () => {
    const [first = ""] = Object.keys(schema.operations);
    const headers = [
      ["host", "x"],
      ["x-amz-target", `${schema.targetPrefix}.${first}`],
      ["content-type", "application/x-amz-json-1.1"],
    ] as const;
    const broken = await send(server, { method: "POST", rawUrl: "/", headers, body: "[1]" });
    expect(broken).toMatchObject({ status: 400, code: "SerializationException" });
    server.behave = () => {
      throw new Error("bug");
    };
    const input = sampleOf(schema, schema.operations[first]?.input ?? "");
    const error = await client
      .send(commandOf(first, withDates(input, schema, schema.operations[first]?.input ?? "")))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
  });
});
