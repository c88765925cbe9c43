/** Names: what is taken, and that a refusal says why without repeating kilobytes. */

import { sample, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#kernel/wire/fault";
import { checkAppId, checkEnvironment, checkId, checkResourceName, checkText } from "./names.ts";

const refusalOf = (check: () => void): unknown => {
  try {
    check();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("names", () => {
  it.each(["dev", "prod-2", "A", "0", "x".repeat(64)])("takes the environment %j", (name) => {
    expect(refusalOf(() => checkEnvironment(name))).toBeUndefined();
  });

  it.each(["d1example", "my_app-1", "x".repeat(64)])("takes the AppId %j", (id) => {
    expect(refusalOf(() => checkAppId(id))).toBeUndefined();
  });

  it("takes any printable text as an app's name, control characters aside", () => {
    expect(refusalOf(() => checkText("Größe 😀 <b>", "AppName"))).toBeUndefined();
    expect(refusalOf(() => checkText("a\u0000", "AppName"))).toMatchObject({ code: "BadRequestException" });
    expect(refusalOf(() => checkText("", "AppName"))).toMatchObject({ status: 400 });
  });

  it("never lets through what could mean something in a path or a statement", () => {
    const checks = [checkAppId, checkEnvironment, checkResourceName, (id: string) => checkId(id, "JobId")];
    const texts = sample(string({ unit: "binary", maxLength: 80 }), 2_000).flatMap((text) => [
      text,
      `a${text}b`,
      text.slice(0, 1),
    ]);
    const taken = checks.flatMap((check) => texts.filter((text) => refusalOf(() => check(text)) === undefined));
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.filter((text) => !/^[A-Za-z0-9_-]{1,128}$/.test(text))).toEqual([]);
  });

  it("names the member and the rule, and cuts what was sent", () => {
    const refusal = refusalOf(() => checkEnvironment("/".repeat(10_000), "TargetEnvironmentName"));
    expect(refusal).toBeInstanceOf(Fault);
    expect(String(refusal)).toMatch(/TargetEnvironmentName must be 1 to 64 letters/);
    expect(String(refusal).length).toBeLessThan(200);
  });
});
