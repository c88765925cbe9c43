/** Mail by SMTP against a real server: encryption, signing in, what servers refuse, kept connections, deadlines. */

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { SMTPServerOptions } from "smtp-server";
import { createSmtpMail, type SmtpMail, type SmtpOptions } from "#adapters/mail/smtp";
import { openCertificates } from "#kernel/tls/certificates";
import { type MailServer, startMailServer } from "../support/mailServer.ts";

let folder = "";
let tls: Pick<SMTPServerOptions, "cert" | "key">;
let ca = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ohmstead-smtp-"));
  const made = await openCertificates({ folder, names: ["localhost", "127.0.0.1"], now: Date.now() });
  tls = { cert: made.cert, key: made.key };
  ca = await readFile(made.caPath, "utf8");
});
afterAll(() => rm(folder, { recursive: true }));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function serve(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  closers.push(() => server.close());
  return server;
}

function senderFor(port: number, options: Partial<SmtpOptions> = {}): SmtpMail {
  const sender = createSmtpMail({
    host: "localhost",
    port,
    from: "Pools <pools@example.org>",
    secure: false,
    startTls: "optional",
    ...options,
  });
  closers.push(() => sender.close());
  return sender;
}

const mail = { to: "jo@example.com", subject: "Your code", body: "It is 424242." };
const accounts: SMTPServerOptions = {
  authOptional: false,
  onAuth: ({ username, password }, _session, done) =>
    username === "ann" && password === "p@ss:word" ? done(null, { user: "ann" }) : done(new Error("wrong")),
};

test("the sender is the server's own, or the one the pool chose", async () => {
  const server = await serve();
  const sender = senderFor(server.port);
  await sender.send(mail);
  await sender.send({ ...mail, from: '"Zoë, Shop" <shop@example.net>' });
  await sender.send({ ...mail, from: "shop@example.net" });
  expect(server.mails.map(({ from, headers }) => [from, headers.get("from"), headers.get("bcc")])).toEqual([
    ["pools@example.org", "Pools <pools@example.org>", undefined],
    ["shop@example.net", expect.stringMatching(/^"?Zoë, Shop"? <shop@example.net>$/), undefined],
    ["shop@example.net", "shop@example.net", undefined],
  ]);
  expect(server.mails.map(({ recipients }) => recipients)).toEqual(Array.from({ length: 3 }, () => ["jo@example.com"]));
});

test("HTML templates go out as HTML with their words as text", async () => {
  const server = await serve();
  await senderFor(server.port).send({
    ...mail,
    body: "<style>p { color: red }</style><p>Hello <b>Jo</b>,</p>your code is<br/>42 &lt;3",
  });
  const [{ html, text } = { html: "", text: "" }] = server.mails;
  expect(html).toContain("<p>Hello <b>Jo</b>,</p>your code is<br/>42 &lt;3");
  expect(text.trim()).toBe("Hello Jo,\nyour code is\n42 <3");
});

test("a plain template stays plain, even with angle brackets", async () => {
  const server = await serve();
  await senderFor(server.port).send({ ...mail, body: "1 < 2 and your code is <424242>." });
  expect(server.mails[0]).toMatchObject({ html: "" });
  expect(server.mails[0]?.text.trim()).toBe("1 < 2 and your code is <424242>.");
});

test.each([
  ["TLS at once", { secure: true, startTls: "optional" }],
  ["STARTTLS required", { secure: false, startTls: "required" }],
  ["STARTTLS where offered", { secure: false, startTls: "optional" }],
] as const)("%s: encrypted, signed in", async (_name, options) => {
  const server = await serve({ ...tls, ...accounts, secure: options.secure });
  await senderFor(server.port, { ...options, ca, user: "ann", password: "p@ss:word" }).send(mail);
  expect(server.mails).toMatchObject([{ secure: true, user: "ann" }]);
});

test("STARTTLS never: nothing is encrypted", async () => {
  const server = await serve(tls);
  await senderFor(server.port, { startTls: "never" }).send(mail);
  expect(server.mails).toMatchObject([{ secure: false }]);
});

test.each([
  ["of an unknown authority", { secure: true }],
  ["of an unknown authority after STARTTLS, required", { startTls: "required" }],
  ["of an unknown authority after STARTTLS, optional", { startTls: "optional" }],
] as const)("a certificate %s is not accepted", async (_name, options) => {
  const server = await serve({ ...tls, secure: "secure" in options });
  await expect(senderFor(server.port, options).send(mail)).rejects.toMatchObject({
    name: "DeliveryFailure",
    reason: "unavailable",
    message: expect.stringMatching(/certificate/) as string,
  });
  expect(server.mails).toEqual([]);
});

test("where STARTTLS is required and not offered, neither password nor mail goes out", async () => {
  const tried: unknown[] = [];
  const server = await serve({
    ...accounts,
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => (tried.push(auth), done(null, { user: "ann" })),
  });
  const sender = senderFor(server.port, { startTls: "required", user: "ann", password: "p@ss:word" });
  await expect(sender.send(mail)).rejects.toMatchObject({ name: "DeliveryFailure" });
  expect(tried).toEqual([]);
  expect(server.mails).toEqual([]);
});

test("a wrong password is refused, and told without the password", async () => {
  const server = await serve({ ...tls, ...accounts });
  const failure = await senderFor(server.port, { ca, user: "ann", password: "wrong-one" })
    .send(mail)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "DeliveryFailure", reason: "refused" });
  expect(String(failure)).not.toContain("wrong-one");
});

test.each([
  [550, "refused"],
  [451, "unavailable"],
])("a recipient answered %i is %s, in the server's words", async (responseCode, reason) => {
  const server = await serve({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error("mailbox trouble"), { responseCode })),
  });
  await expect(senderFor(server.port).send(mail)).rejects.toMatchObject({
    reason,
    message: expect.stringContaining("mailbox trouble") as string,
  });
});

test("connections are kept, and at most three", async () => {
  const server = await serve();
  const sender = senderFor(server.port);
  await sender.send(mail);
  await sender.send(mail);
  expect(server.connections()).toBe(1);
  await Promise.all(Array.from({ length: 30 }, () => sender.send(mail)));
  expect(server.mails).toHaveLength(32);
  expect(server.connections()).toBeLessThanOrEqual(3);
});

test("a connection that the server closed meanwhile is replaced", async () => {
  const server = await serve({ socketTimeout: 200 });
  const sender = senderFor(server.port);
  await sender.send(mail);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await sender.send(mail);
  expect(server.mails).toHaveLength(2);
  expect(server.connections()).toBe(2);
});

test("a server that never answers costs no more than the deadline", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    silent.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => silent.close());
  const started = performance.now();
  const sender = senderFor((silent.address() as AddressInfo).port, { timeoutMs: 400 });
  await expect(sender.send(mail)).rejects.toMatchObject({ name: "DeliveryFailure", reason: "unavailable" });
  expect(performance.now() - started).toBeLessThan(2000);
});

test("after closing nothing is sent", async () => {
  const server = await serve();
  const sender = senderFor(server.port);
  await sender.send(mail);
  sender.close();
  await expect(sender.send(mail)).rejects.toMatchObject({ reason: "unavailable" });
  expect(server.mails).toHaveLength(1);
});

test("nodemailer is loaded by the first mail only", () => {
  const program = `import { registerHooks } from "node:module";
    const seen = [];
    registerHooks({ resolve(name, context, next) { if (name.includes("nodemailer")) seen.push(name); return next(name, context); } });
    const { createSmtpMail } = await import("#adapters/mail/smtp");
    const options = { host: "127.0.0.1", port: 9, from: "a@example.org", secure: false, startTls: "never", timeoutMs: 50 };
    const sender = createSmtpMail(options);
    const before = seen.length;
    await sender.send({ to: "b@example.org", subject: "s", body: "b" }).catch(() => undefined);
    console.log(before, seen.length > 0);`;
  const args = ["--conditions=source", "--input-type=module", "-e", program];
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  expect(execFileSync(process.execPath, args, { cwd, encoding: "utf8" }).trim()).toBe("0 true");
});
