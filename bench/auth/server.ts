/** The auth plane in a process of its own, with users to sign in; tells its parent where it is, and its CPU time when asked. */

import { type Pool, srpPoolName } from "#auth/pool";
import type { User } from "#auth/user";
import { startAuthServer } from "../../tests/support/authServer.ts";

const password = "Right-horse-1";

const server = await startAuthServer();
const made = await server.makePool({});
const { stores, srp, random, clock } = server.auth.parts;
const pool = await stores.pools.find(made.userPoolId);
if (!pool) throw new Error("The pool is gone.");
const client = await stores.clients.find(made.webClientId);
if (!client) throw new Error("The client is gone.");
const flows = [...client.settings.flows, "ALLOW_USER_PASSWORD_AUTH"] as const;
await stores.clients.update(client, { settings: { ...client.settings, flows } }, clock.now());
const users = Number(process.argv[2] ?? "1000");
for (let index = 0; index < users; index += 1) await addUser(pool, `user${index}`);

process.on("message", (message) => {
  if (message === "cpu") process.send?.(process.cpuUsage());
  if (message === "stop") void server.close().then(() => process.disconnect());
});
process.send?.({ url: server.url, poolId: made.userPoolId, clientId: made.webClientId, users });

async function addUser(of: Pool, username: string): Promise<void> {
  const now = clock.now();
  const user: User = {
    poolId: of.id,
    sub: random.uuid(),
    username,
    status: "CONFIRMED",
    enabled: true,
    attributes: { email: `${username}@example.test` },
    mfa: { sms: false, softwareToken: false },
    totpReady: false,
    identities: [],
    pending: {},
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const verifier = srp.makeVerifier({ pool: srpPoolName(of.id), user: username }, password);
  await stores.users.create({ user, names: [{ kind: "username", value: username }], verifier }, of);
}
