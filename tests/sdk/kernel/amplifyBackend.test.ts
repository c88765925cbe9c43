/** Every AmplifyBackend operation through the AWS SDK: right handler, right nested input, right output, right faults. */

import * as sdk from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { amplifyBackend as schema } from "#generated/wire/amplifyBackend";
import { Fault } from "#kernel/wire/fault";
import { sampleOf } from "./samples.ts";
import { credentials, startServer, type TestServer } from "./support.ts";

type Command = Parameters<sdk.AmplifyBackendClient["send"]>[0];
type CommandClass = new (input: unknown) => Command;

/** The SDK exports one class for each operation, named after it. */
function commandOf(operation: string, input: unknown): Command {
  const exported: unknown = Reflect.get(sdk, `${operation}Command`);
  if (typeof exported !== "function") throw new Error(`The SDK has no ${operation}Command.`);
  return new (exported as CommandClass)(input);
}

const furtherMembers: Readonly<Record<string, object>> = {
  NotFoundException: { ResourceType: "backend" },
  TooManyRequestsException: { LimitType: "apps" },
};

let server: TestServer;
let client: sdk.AmplifyBackendClient;
beforeAll(async () => {
  server = await startServer(schema);
  client = new sdk.AmplifyBackendClient({
    endpoint: server.endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => {
  server.calls.length = 0;
  server.lines.length = 0;
  server.behave = () => ({});
});

const operations = Object.entries(schema.operations);

describe("all operations", () => {
  it("are 31", () => {
    expect(operations).toHaveLength(31);
  });

  it.each(operations)("%s arrives with every member and answers with every member", async (name, operation) => {
    const input = sampleOf(schema, operation.input);
    const output = sampleOf(schema, operation.output);
    server.behave = () => output;
    const { $metadata, ...answer } = await client.send(commandOf(name, input));
    expect(server.calls).toMatchObject([
      { operation: name, context: { caller: { accessKeyId: credentials.accessKeyId } } },
    ]);
    expect(server.calls[0]?.input).toEqual(input);
    expect(answer).toEqual(output);
    expect($metadata.httpStatusCode).toBe(200);
    expect($metadata.requestId).toBe(server.calls[0]?.context.requestId);
    expect($metadata.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it.each(operations)("%s refuses what lacks a required member, naming it", async (name, operation) => {
    const shape = schema.shapes[operation.input];
    const members = shape?.kind === "structure" ? Object.entries(shape.members) : [];
    for (const [member, { required, location, wire }] of members) {
      // Labels that are missing are refused by the SDK itself.
      if (!required || location === "label") continue;
      const input = { ...(sampleOf(schema, operation.input) as object), [member]: undefined };
      const error = await client.send(commandOf(name, input)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(sdk.BadRequestException);
      expect(String(error)).toContain(`Value null at '${wire}' failed to satisfy constraint: Member must not be null`);
    }
    expect(server.calls).toEqual([]);
  });

  it.each(operations)("%s gives each modelled fault as the SDK's class", async (name, operation) => {
    for (const code of operation.errors) {
      const { status } = schema.errors[code] ?? { status: 0 };
      server.behave = () => {
        throw new Fault(code, `about ${name}`, { status, members: { ResourceType: "backend", LimitType: "apps" } });
      };
      const input = sampleOf(schema, operation.input);
      const error = await client.send(commandOf(name, input)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Reflect.get(sdk, code));
      expect(error).toMatchObject({ name: code, message: `about ${name}`, $metadata: { httpStatusCode: status } });
      expect(error).toMatchObject(furtherMembers[code] ?? {});
    }
  });
});

describe("input", () => {
  const path = { AppId: "d1", BackendEnvironmentName: "dev" };

  it("leaves absent members out and knows empty structures", async () => {
    await client.send(new sdk.GetBackendCommand({ AppId: "d1" }));
    await client.send(new sdk.CreateTokenCommand({ AppId: "d1" }));
    await client.send(new sdk.CreateBackendCommand({ ...path, AppName: "a", ResourceConfig: {} }));
    expect(server.calls.map(({ input }) => input)).toEqual([
      { AppId: "d1" },
      { AppId: "d1" },
      { ...path, AppName: "a", ResourceConfig: {} },
    ]);
  });

  it("decodes labels once, after routing", async () => {
    for (const name of ["d ev/x", "%2e", "100%", "a+b", "a?b#c", "ü€😀", "..x", "~!'()*"]) {
      await client.send(new sdk.DeleteBackendCommand({ AppId: name, BackendEnvironmentName: name }));
      expect(server.calls.at(-1)?.input).toEqual({ AppId: name, BackendEnvironmentName: name });
    }
  });

  it.each(["..", ".", "a\0b", "a\nb", "\u0085", "x".repeat(1025), "x".repeat(10_000), "😀".repeat(300)])(
    "refuses the label %j",
    async (value) => {
      const error = await client
        .send(new sdk.DeleteBackendCommand({ AppId: "d1", BackendEnvironmentName: value }))
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(sdk.BadRequestException);
      expect(String(error)).toContain("Member 'backendEnvironmentName'");
      expect(server.calls).toEqual([]);
    },
  );

  it("tells all broken constraints at once, in AWS's words", async () => {
    const command = new sdk.CreateBackendAPICommand({
      AppId: "d1",
      BackendEnvironmentName: undefined,
      ResourceName: "r",
      ResourceConfig: {
        DefaultAuthType: { Mode: "NONSENSE" as sdk.Mode },
        AdditionalAuthTypes: [{ Mode: "API_KEY" }, { Mode: "" as sdk.Mode }],
      },
    });
    const error = await client.send(command).catch((caught: unknown) => caught);
    const set = "Member must satisfy enum value set: [AMAZON_COGNITO_USER_POOLS, API_KEY, AWS_IAM, OPENID_CONNECT]";
    expect((error as Error).message.split("detected: ")[0]).toBe("3 validation errors ");
    expect((error as Error).message).toContain(
      `Value 'NONSENSE' at 'resourceConfig.defaultAuthType.mode' failed to satisfy constraint: ${set}`,
    );
    expect((error as Error).message).toContain(`Value '' at 'resourceConfig.additionalAuthTypes.2.member.mode' failed`);
    expect((error as Error).message).toContain("Value null at 'backendEnvironmentName' failed");
  });

  it.each([0, 26, -1, 1.5])("refuses MaxResults %d", async (MaxResults) => {
    const error = await client
      .send(new sdk.ListBackendJobsCommand({ ...path, MaxResults }))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(sdk.BadRequestException);
    expect(String(error)).toContain("maxResults");
  });

  it("does not show the values of sensitive members", async () => {
    const command = new sdk.UpdateBackendAuthCommand({
      ...path,
      ResourceName: "r",
      ResourceConfig: {
        AuthResources: "USER_POOL_ONLY",
        Service: "COGNITO",
        UserPoolConfigs: {
          OAuth: { SocialProviderSettings: { Google: { ClientSecret: ["hush-hush"] as unknown as string } } },
        },
      },
    });
    const error = await client.send(command).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(sdk.BadRequestException);
    expect(String(error)).toContain("resourceConfig.userPoolConfigs.oAuth.socialProviderSettings.Google.client_secret");
    expect(String(error)).not.toContain("hush-hush");
    expect(JSON.stringify(server.lines)).not.toContain("hush-hush");
  });
});

describe("bugs", () => {
  it("become a bland 500 with a request id; the log has the rest", async () => {
    server.behave = () => {
      throw new TypeError("secret detail of the inside");
    };
    const error = await client.send(new sdk.GetBackendCommand({ AppId: "d1" })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "InternalFailure", $metadata: { httpStatusCode: 500 } });
    expect(String(error)).not.toContain("secret detail");
    const requestId = server.calls[0]?.context.requestId;
    expect(String(error)).toContain(requestId);
    expect(server.lines).toMatchObject([
      {
        level: "error",
        fields: {
          requestId,
          service: "AmplifyBackend",
          operation: "GetBackend",
          error: { message: "secret detail of the inside" },
        },
      },
    ]);
  });

  it("of outputs that do not fit the schema are found, not sent", async () => {
    server.behave = () => ({ BackendEnvironmentList: "not a list" });
    const error = await client.send(new sdk.GetBackendCommand({ AppId: "d1" })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "InternalFailure" });
  });

  it("of values nobody expects to be thrown are survived too", async () => {
    for (const thrown of [undefined, null, "text", Object.create(null)]) {
      server.behave = () => {
        throw thrown;
      };
      const error = await client.send(new sdk.GetBackendCommand({ AppId: "d1" })).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: "InternalFailure" });
    }
  });
});

describe("outputs", () => {
  it("are an object even when the operation gives nothing; null and undefined are left out", async () => {
    for (const output of [undefined, null, {}, { Error: null, AppId: undefined }]) {
      server.behave = () => output;
      const answer = await client.send(new sdk.GetBackendCommand({ AppId: "d1" }));
      expect(Object.keys(answer)).toEqual(["$metadata"]);
    }
  });
});
