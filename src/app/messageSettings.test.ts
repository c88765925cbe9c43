/** Reading of the settings for mail and SMS: what stands in them, what is refused, and that passwords are not repeated. */

import { describe, expect, test } from "vitest";
import { readMailSetting, readSmsSetting } from "./messageSettings.ts";

describe("OHMSTEAD_MAIL", () => {
  test.each([undefined, "", "outbox"])("%j is the outbox", (text) => {
    expect(readMailSetting(text)).toBe("outbox");
  });

  test("an address with everything", () => {
    expect(
      readMailSetting(
        "smtp://ann%40example.org:p%40ss%3A%25@mail.example.org:2525?from=Shop%20%3Cme%2Bshop@example.org%3E&starttls=never&ca=/etc/ca.pem",
      ),
    ).toEqual({
      host: "mail.example.org",
      port: 2525,
      user: "ann@example.org",
      password: "p@ss:%",
      from: "Shop <me+shop@example.org>",
      secure: false,
      startTls: "never",
      caFile: "/etc/ca.pem",
    });
  });

  test.each([
    ["smtp://relay?from=a@b.org", { port: 587, secure: false, startTls: "optional", user: undefined }],
    ["smtp://ann:x@relay?from=a@b.org", { port: 587, secure: false, startTls: "required", user: "ann" }],
    ["smtp://ann:x@relay?from=a@b.org&starttls=optional", { startTls: "optional" }],
    ["smtps://ann:x@relay?from=a@b.org", { port: 465, secure: true }],
    ["smtp://[::1]:25?from=a@b.org", { host: "::1", port: 25 }],
  ])("%s", (text, expected) => {
    expect(readMailSetting(text)).toMatchObject(expected);
  });

  test.each([
    "nonsense",
    "https://ann:hidden@relay?from=a@b.org",
    "smtp://ann:hidden@relay",
    "smtp://ann:hidden@relay?from=nobody",
    "smtp://ann:hidden@relay?from=me+shop x@b.org",
    "smtp://ann:hidden%@relay?from=a@b.org",
    "smtp://ann:hidden@relay?from=a@b.org&starttls=perhaps",
  ])("%s is refused without being repeated", (text) => {
    expect(() => readMailSetting(text)).toThrow(/OHMSTEAD_MAIL/);
    expect(() => readMailSetting(text)).not.toThrow(/hidden/);
  });
});

describe("OHMSTEAD_SMS", () => {
  test("the outbox, or an address", () => {
    expect(readSmsSetting(undefined)).toBe("outbox");
    expect(readSmsSetting("outbox")).toBe("outbox");
    expect(readSmsSetting("https://gateway.example.org/sms?a=1")).toEqual({
      url: "https://gateway.example.org/sms?a=1",
    });
  });

  test.each(["nonsense", "ftp://x", "https://ann:hidden@gateway.example.org"])("%s is refused", (text) => {
    expect(() => readSmsSetting(text)).toThrow(/OHMSTEAD_SMS/);
    expect(() => readSmsSetting(text)).not.toThrow(/hidden/);
  });
});
