/** Requests no SDK sends: wrong types, broken JSON, odd media types, unknown paths, large bodies, preflights. */

import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { type RawAnswer, send, signed, type SignedOptions } from "./raw.ts";
import { startServer, type TestServer } from "./support.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer(amplifyBackend);
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
  server.lines.length = 0;
});

function call(options: SignedOptions): Promise<RawAnswer> {
  return send(server, signed(server, options));
}

const api = "/backend/d1/api";
const jobs = "/backend/d1/job/dev";
const auth = "/backend/d1/auth/dev";

describe("types", () => {
  it.each([
    [api, { resourceName: ["x"] }, "resourceName", "expected a string, found a list"],
    [api, { resourceName: 8 }, "resourceName", "expected a string, found a number"],
    [api, { resourceName: { a: 1 } }, "resourceName", "expected a string, found a structure"],
    [api, { resourceConfig: [] }, "resourceConfig", "expected a structure, found a list"],
    [api, { resourceConfig: "x" }, "resourceConfig", "expected a structure, found a string"],
    [api, { resourceConfig: { additionalAuthTypes: {} } }, "resourceConfig.additionalAuthTypes", "expected a list"],
    [
      api,
      { resourceConfig: { additionalAuthTypes: [null] } },
      "resourceConfig.additionalAuthTypes.1.member",
      "found null",
    ],
    [
      api,
      { resourceConfig: { additionalAuthTypes: [{}, { settings: { expirationTime: "8" } }] } },
      "resourceConfig.additionalAuthTypes.2.member.settings.expirationTime",
      "expected a number, found a string",
    ],
    [jobs, { maxResults: "8" }, "maxResults", "expected a number, found a string"],
    [jobs, { maxResults: 8.5 }, "maxResults", "expected a whole number"],
    [jobs, { maxResults: 3e9 }, "maxResults", "does not fit integer"],
    ["/backend/d1/remove", { cleanAmplifyApp: "true" }, "cleanAmplifyApp", "expected true or false"],
    ["/backend/d1/remove", { cleanAmplifyApp: 1 }, "cleanAmplifyApp", "expected true or false, found a number"],
  ])("%s refuses %j", async (rawUrl, body, member, reason) => {
    const answer = await call({ rawUrl, body: JSON.stringify(body) });
    expect(answer).toMatchObject({ status: 400, code: "BadRequestException" });
    expect(answer.message).toContain(`Member '${member}'`);
    expect(answer.message).toContain(reason);
    expect(server.calls).toEqual([]);
  });

  it.each(["8", "8.0", "80e-1"])("takes the double %s and the integer alike", async (text) => {
    const body = `{"maxResults": ${text}}`;
    expect(await call({ rawUrl: jobs, body })).toMatchObject({ status: 200 });
    expect(server.calls[0]?.input).toMatchObject({ MaxResults: 8 });
  });

  it("refuses numbers beyond all measure", async () => {
    const answer = await call({ rawUrl: jobs, body: '{"maxResults": 1e999}' });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining("too large") });
  });
});

describe("JSON", () => {
  it("takes null for absent, the last of duplicates, and ignores what it does not know", async () => {
    const body = '{"jobId": "1", "jobId": "2", "status": null, "unknown": {"deep": [1]}, "operation": "x"}';
    expect(await call({ rawUrl: jobs, body })).toMatchObject({ status: 200 });
    expect(server.calls[0]?.input).toEqual({ AppId: "d1", BackendEnvironmentName: "dev", JobId: "2", Operation: "x" });
  });

  it.each(["", "{}", "null", " {} ", "\ufeff{}"])("takes the body %j as no members", async (body) => {
    expect(await call({ rawUrl: jobs, body })).toMatchObject({ status: 200 });
    expect(server.calls[0]?.input).toEqual({ AppId: "d1", BackendEnvironmentName: "dev" });
  });

  it("takes an empty body without a Content-Type", async () => {
    const request = signed(server, { rawUrl: jobs, body: "" });
    const headers = request.headers.filter(([name]) => name !== "content-type");
    const out = { ...request, headers };
    // content-type was signed, so a new signature without it is needed.
    const again = signed(server, { rawUrl: jobs, body: "", headers: { "content-type": "" } });
    expect(await send(server, again)).toMatchObject({ status: 200 });
    expect(await send(server, out)).toMatchObject({ status: 403 });
  });

  it("is not led astray by prototype keys", async () => {
    const body =
      '{"__proto__": {"jobId": "evil", "polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": "x"}';
    expect(await call({ rawUrl: jobs, body })).toMatchObject({ status: 200 });
    expect(server.calls[0]?.input).toEqual({ AppId: "d1", BackendEnvironmentName: "dev" });
    expect(Object.getPrototypeOf(server.calls[0]?.input)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it.each(["{", "[", "{'a':1}", '{"a":}', "nul", "NaN", '"\\ud8"', "{}{}", "[".repeat(50_000)])(
    "refuses %j",
    async (body) => {
      const answer = await call({ rawUrl: jobs, body });
      expect(answer).toMatchObject({
        status: 400,
        code: "BadRequestException",
        message: expect.stringContaining("JSON"),
      });
    },
  );

  it.each(["[]", '"text"', "8", "true"])("refuses the body %s, which is no structure", async (body) => {
    const answer = await call({ rawUrl: jobs, body });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining("expected a structure") });
  });

  it("refuses what is not UTF-8", async () => {
    for (const body of [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), Buffer.from('{"a":"b"}', "utf16le")]) {
      expect(await call({ rawUrl: jobs, body })).toMatchObject({ status: 400 });
    }
  });

  it("bounds its answer to thousands of violations", async () => {
    const requiredSignUpAttributes = Array.from({ length: 5000 }, () => "X".repeat(10));
    const body = JSON.stringify({ resourceConfig: { userPoolConfigs: { requiredSignUpAttributes } } });
    const answer = await call({ rawUrl: "/backend/d1/auth", body });
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(20_000);
  });
});

describe("media types", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON;charset=UTF8",
    "application/x-amz-json-1.1",
  ])("takes %s", async (type) => {
    expect(await call({ rawUrl: jobs, headers: { "content-type": type } })).toMatchObject({ status: 200 });
  });

  it.each([
    "text/xml",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-7",
    "multipart/form-data; boundary=x",
  ])("refuses %s with 415", async (type) => {
    const answer = await call({ rawUrl: jobs, headers: { "content-type": type } });
    expect(answer).toMatchObject({ status: 415, code: "UnsupportedMediaTypeException" });
  });

  it("refuses compressed bodies without unpacking them", async () => {
    const body = gzipSync(Buffer.alloc(50_000_000, " "));
    const answer = await call({ rawUrl: jobs, headers: { "content-encoding": "gzip" }, body });
    expect(answer).toMatchObject({ status: 415 });
  });
});

describe("paths", () => {
  it.each([
    ["POST", "/backend/d1/api/dev/nothing"],
    ["POST", "/"],
    ["POST", "//backend/d1/details"],
    ["POST", "/Backend/d1/details"],
    ["POST", "/backend/d1/details/"],
    ["POST", "/backend/d1/%64etails"],
    ["GET", "/backend/d1/details"],
    ["DELETE", "/backend"],
    ["POST", `/${"a/".repeat(5000)}`],
  ])("%s %s is no operation: 404, not the fault of a missing resource", async (method, rawUrl) => {
    const answer = await call({ method, rawUrl, body: "" });
    expect(answer).toMatchObject({ status: 404, code: "UnknownOperationException" });
    expect(answer.headers["x-amzn-requestid"]).toBeDefined();
  });

  it("says which methods a path answers", async () => {
    expect((await call({ method: "PUT", rawUrl: "/backend/d1/job/dev/1" })).message).toMatch(
      /answers GET, POST|answers POST, GET/,
    );
  });

  it.each([
    "/backend//challenge",
    "/backend/./challenge",
    "/backend/../challenge",
    "/backend/%2e%2e/challenge",
    "/backend/%2E/challenge",
    "/backend/a%00b/challenge",
    "/backend/a%0Ab/challenge",
    "/backend/%ff/challenge",
    "/backend/%C0%AE%C0%AE/challenge",
    "/backend/%zz/challenge",
    `/backend/${"x".repeat(10_000)}/challenge`,
    "/backend/%E2%80%A8/challenge",
  ])("%s names no app: 400", async (rawUrl) => {
    const answer = await call({ rawUrl, body: "" });
    expect(answer).toMatchObject({
      status: 400,
      code: "BadRequestException",
      message: expect.stringContaining("'appId'"),
    });
    expect(server.calls).toEqual([]);
  });

  it("routes on the raw path: a path that resolves to another operation reaches neither", async () => {
    const answer = await call({ rawUrl: "/backend/d1/api/../details" });
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining("backendEnvironmentName") });
    expect(server.calls).toEqual([]);
  });

  it("gives a slash inside a label to the operation, decoded once", async () => {
    await call({ rawUrl: "/backend/d1/api/a%2Fb%252Fc/generateModels", body: '{"resourceName":"r"}' });
    expect(server.calls[0]?.input).toMatchObject({ BackendEnvironmentName: "a/b%2Fc" });
  });
});

describe("bodies", () => {
  it("over the limit get 413 in the AWS shape, declared or not, and the connection ends", async () => {
    const body = "x".repeat(200_000);
    const declared = await call({ rawUrl: jobs, body });
    const chunked = await send(server, {
      method: "POST",
      rawUrl: jobs,
      headers: [
        ["host", "x"],
        ["transfer-encoding", "chunked"],
      ],
      body,
    });
    for (const answer of [declared, chunked]) {
      expect(answer).toMatchObject({ status: 413, code: "RequestEntityTooLargeException" });
      expect(answer.headers.connection).toBe("close");
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
    }
  });

  it("that never come to their end are dropped without harm", async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, "127.0.0.1", () => {
        socket.write(`POST ${jobs} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc`, () =>
          socket.resetAndDestroy(),
        );
      });
      socket.on("close", () => resolve());
    });
    expect(await call({ rawUrl: jobs })).toMatchObject({ status: 200 });
    expect(server.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("sent after 100-continue arrive", async () => {
    const request = signed(server, { rawUrl: jobs, body: '{"jobId":"1"}' });
    const answer = await send(server, { ...request, headers: [...request.headers, ["expect", "100-continue"]] });
    expect(answer.status).toBe(200);
    expect(server.calls[0]?.input).toMatchObject({ JobId: "1" });
  });
});

describe("browsers", () => {
  it("get their preflight without a signature", async () => {
    const answer = await send(server, {
      method: "OPTIONS",
      rawUrl: "/backend/d1/details",
      headers: [
        ["host", "x"],
        ["origin", "https://console.example"],
        ["access-control-request-method", "POST"],
        ["access-control-request-headers", "authorization,content-type,x-amz-date"],
      ],
      body: "",
    });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "authorization,content-type,x-amz-date",
      "access-control-allow-methods": expect.stringContaining("POST"),
      "access-control-max-age": "86400",
    });
  });

  it("may read the answer and its headers, of refusals too", async () => {
    const refusal = await send(server, { method: "POST", rawUrl: jobs, headers: [["host", "x"]], body: "" });
    for (const answer of [await call({ rawUrl: jobs }), refusal]) {
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
      expect(answer.headers["access-control-expose-headers"]).toContain("x-amzn-RequestId");
    }
  });
});

describe("observations", () => {
  it("tell service, operation, status, fault and time", async () => {
    server.observations.length = 0;
    await call({ rawUrl: jobs });
    await call({ rawUrl: "/backend/d1/nothing" });
    await call({ rawUrl: auth, body: "{" });
    expect(server.observations).toMatchObject([
      { service: "AmplifyBackend", operation: "ListBackendJobs", status: 200, fault: undefined },
      { service: "AmplifyBackend", operation: "unknown", status: 404, fault: "UnknownOperationException" },
      { service: "AmplifyBackend", operation: "UpdateBackendAuth", status: 400, fault: "BadRequestException" },
    ]);
    expect(server.observations[0]?.milliseconds).toBeGreaterThan(0);
  });
});

describe("query and timestamps (the Amplify service)", () => {
  let other: TestServer;
  beforeAll(async () => {
    other = await startServer(amplify);
  });
  afterAll(() => other.close());
  beforeEach(() => {
    other.calls.length = 0;
  });

  function get(rawUrl: string): Promise<RawAnswer> {
    return send(other, signed(other, { method: "GET", rawUrl, body: "", service: "amplify" }));
  }

  it("reads query members by type, decoded once", async () => {
    expect(await get("/apps?maxResults=25&nextToken=a%2Bb+c%2525")).toMatchObject({ status: 200 });
    expect(other.calls[0]?.input).toEqual({ maxResults: 25, nextToken: "a+b c%25" });
  });

  it.each([
    "maxResults=x",
    "maxResults=",
    "maxResults=1e400",
    "maxResults=0x10",
    "maxResults=101",
    "maxResults=-1",
    "nextToken=%ff",
  ])("refuses %s", async (query) => {
    expect(await get(`/apps?${query}`)).toMatchObject({ status: 400, code: "BadRequestException" });
    expect(other.calls).toEqual([]);
  });

  it("checks patterns and lengths of labels", async () => {
    const answer = await get("/apps/NOT-AN-ID");
    expect(answer.message).toBe(
      "1 validation error detected: Value 'NOT-AN-ID' at 'appId' failed to satisfy constraint: Member must satisfy regular expression pattern: d[a-z0-9]+",
    );
    expect((await get(`/apps/d${"1".repeat(20)}`)).message).toContain(
      "Member must have length less than or equal to 20",
    );
  });

  it("writes milliseconds as seconds", async () => {
    other.behave = () => ({ app: { appId: "d1", createTime: 1_617_375_907_613 } });
    expect(JSON.parse((await get("/apps/d1")).text)).toEqual({ app: { appId: "d1", createTime: 1_617_375_907.613 } });
  });
});
