/** The log: what reaches the line and what never does. */

import { describe, expect, it } from "vitest";
import { createPinoLog, type LogLevel } from "./pino.ts";

function capture(level: LogLevel = "debug", sensitive: readonly string[] = []) {
  const lines: string[] = [];
  const log = createPinoLog({ level, sensitive, destination: { write: (line) => void lines.push(line) } });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? "{}");
  return { log, lines, last };
}

describe("pino log", () => {
  it("writes level, time, message, fields and those of the parents", () => {
    const { log, last } = capture();
    log.child({ requestId: "r1" }).child({ operation: "GetBackend" }).info({ status: 200 }, "done");
    expect(last()).toMatchObject({ level: "info", requestId: "r1", operation: "GetBackend", status: 200, msg: "done" });
    expect(String(last()["time"])).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it("leaves out what is below its level", () => {
    const { log, lines } = capture("warn");
    log.info({}, "no");
    log.child({}).debug({}, "no");
    log.warn({}, "yes");
    expect(lines).toHaveLength(1);
  });

  it.each([
    "Authorization",
    "authorization",
    "x-amz-security-token",
    "secret",
    "secretAccessKey",
    "clientSecret",
    "Password",
    "newPassword",
    "token",
    "idToken",
    "RefreshToken",
    "cookie",
    "set-cookie",
    "privateKey",
    "X-Amz-Signature",
    "challengeCode",
    "confirmationCode",
    "otp",
  ])("hides %s at any depth", (name) => {
    const { log, lines } = capture();
    log.error({ [name]: "s3cr3t-value", deep: [{ deeper: { [name]: { also: "s3cr3t-value" } } }] }, "x");
    log.child({ headers: { [name]: ["s3cr3t-value"] } }).info({}, "x");
    expect(lines.join("")).not.toContain("s3cr3t-value");
    expect(lines[0]).toContain("[hidden]");
  });

  it("hides members the models call sensitive, by either spelling", () => {
    const { log, lines } = capture("debug", ["ClientId", "client_id", "EmailMessage"]);
    log.info({ input: { clientId: "aaa-1", client_id: "aaa-2", emailMessage: "aaa-3", EmailMessage: "aaa-4" } }, "x");
    expect(lines[0]).not.toContain("aaa-");
  });

  it("keeps page tokens, which are no secrets", () => {
    const { log, last } = capture();
    log.info({ nextToken: "page2" }, "x");
    expect(last()["nextToken"]).toBe("page2");
  });

  it("never writes bodies or bytes", () => {
    const { log, last } = capture();
    log.info({ body: "private text", request: { rawBody: Buffer.from("abc") }, key: new Uint8Array(32) }, "x");
    expect(last()).toMatchObject({ body: "[12 characters]", request: { rawBody: "[3 bytes]" }, key: "[32 bytes]" });
  });

  it("writes errors with stack, cause and their own members, masked", () => {
    const { log, lines, last } = capture();
    const cause = Object.assign(new Error("inner"), { password: "s3cr3t-value", code: "EX" });
    log.error({ error: new Error("outer", { cause }) }, "failed");
    expect(last()["error"]).toMatchObject({
      name: "Error",
      message: "outer",
      cause: { message: "inner", code: "EX", password: "[hidden]" },
    });
    expect(lines[0]).toContain("pino.test.ts");
    expect(lines[0]).not.toContain("s3cr3t-value");
  });

  it("survives cycles, depth, size and hostile objects", () => {
    const { log, lines, last } = capture();
    const cycle: Record<string, unknown> = { name: "a" };
    cycle["self"] = cycle;
    let deep: unknown = "bottom";
    for (let level = 0; level < 50; level += 1) deep = { deep };
    log.info({ cycle, deep, long: "x".repeat(1e6), list: Array.from({ length: 1e5 }, () => 1), big: 1n }, "x");
    expect(lines[0]?.length).toBeLessThan(10_000);
    const hostile = {
      get trap(): string {
        throw new Error("no");
      },
    };
    log.info({ hostile }, "y");
    expect(last()["msg"]).toBe("y");
    log.info({ other: JSON.parse('{"__proto__": {"polluted": 1}}') }, "z");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
