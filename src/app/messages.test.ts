/** The settings choose the adapters: the outbox by default, SMTP and a gateway when named. */

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { systemClock } from "#adapters/system/clock";
import { systemRandom } from "#adapters/system/random";
import type { Database, Databases } from "#ports/database";
import { readConfig } from "./config.ts";
import { openMessages } from "./messages.ts";

let folder = "";
let databases: Databases;
let house: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ohmstead-messages-"));
  databases = sqliteDatabases({ folder });
  house = await databases.open("house");
});
afterEach(async () => {
  await databases.close();
  await rm(folder, { recursive: true });
});

const open = (environment: Readonly<Record<string, string>>) =>
  openMessages(readConfig(environment), { house, clock: systemClock, random: systemRandom });
const mail = { to: "jo@example.com", subject: "Your code", body: "It is 424242" };
const text = { to: "+15551230839", text: "It is 242424" };

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

test("both go to the outbox when nothing is said", async () => {
  const messages = await open({});
  await messages.mail.send(mail);
  await messages.sms.send(text);
  expect(await messages.outbox.list()).toMatchObject([
    { channel: "sms", to: text.to, subject: "", text: text.text },
    { channel: "mail", to: mail.to, subject: mail.subject, text: mail.body },
  ]);
  messages.close();
});

test("SMS go to the gateway with its key, mail still to the outbox", async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const url = `http://127.0.0.1:${await portOf(server)}/sms`;
  const messages = await open({ OHMSTEAD_SMS: url, OHMSTEAD_SMS_KEY: "s3cret" });
  await messages.sms.send(text);
  await messages.mail.send(mail);
  expect(seen).toEqual(["Bearer s3cret"]);
  expect(await messages.outbox.list()).toMatchObject([{ channel: "mail" }]);
  server.closeAllConnections();
  server.close();
});

test("mail goes to the server that is named", async () => {
  const server = createTcpServer((socket) => socket.end("554 not today\r\n"));
  const messages = await open({ OHMSTEAD_MAIL: `smtp://127.0.0.1:${await portOf(server)}?from=pools@example.org` });
  await expect(messages.mail.send(mail)).rejects.toMatchObject({
    name: "DeliveryFailure",
    message: expect.stringContaining("not today") as string,
  });
  expect(await messages.outbox.list()).toEqual([]);
  messages.close();
  server.close();
});

test("an authority that cannot be read is told at the start", async () => {
  const opening = open({ OHMSTEAD_MAIL: `smtp://127.0.0.1?from=a@example.org&ca=${folder}/none.pem` });
  await expect(opening).rejects.toThrow(/ca in OHMSTEAD_MAIL .*none\.pem/);
});
