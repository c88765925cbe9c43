/** Certificates: what real TLS clients accept, renewal, damage, and the bounds of the authority. */

import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeLeaf } from "./authority.ts";
import { type Certificates, openCertificates } from "./certificates.ts";
import { readOwnCertificate } from "./ownCertificate.ts";

const names = [
  "localhost",
  "*.localhost",
  "127.0.0.1",
  "::1",
  "s3.us-east-1.localhost",
  "*.s3.us-east-1.localhost",
  "*.auth.localhost",
];
const day = 86_400_000;
const now = Date.now();

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ohmstead-tls-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Undefined when a client that trusts only `ca` accepts the server under this name, else its error code. */
async function handshake(
  certificate: { cert: string; key: string },
  ca: string,
  name: string,
): Promise<string | undefined> {
  const server = createServer(certificate);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const isAddress = /^[\d.:]+$/.test(name);
  try {
    return await new Promise((resolve) => {
      const target = isAddress ? { host: name } : { host: "127.0.0.1", servername: name };
      const socket = connect({ port, ca, ...target }, () => {
        socket.end();
        resolve(undefined);
      });
      socket.on("error", (error: Error & { code?: string }) => resolve(`${error.code} ${error.message}`));
    });
  } finally {
    server.close();
  }
}

async function openedCa({ caPath }: Certificates): Promise<string> {
  return readFile(caPath, "utf8");
}

describe("openCertificates", () => {
  it("makes files that TLS clients accept for every name, keys private", async () => {
    const opened = await openCertificates({ folder, names, now });
    const ca = await openedCa(opened);
    for (const name of [
      "localhost",
      "127.0.0.1",
      "bucket.s3.us-east-1.localhost",
      "s3.us-east-1.localhost",
      "shop.auth.localhost",
    ]) {
      expect([name, await handshake(opened, ca, name)]).toEqual([name, undefined]);
    }
    expect(await handshake(opened, ca, "example.com")).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
    for (const file of ["ca.key", "leaf.key"]) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    expect(new X509Certificate(opened.cert).checkIP("::1")).toBe("::1");
  });

  it("keeps what it made", async () => {
    const first = await openCertificates({ folder, names, now });
    const second = await openCertificates({ folder, names, now: now + 300 * day });
    expect(second.cert).toBe(first.cert);
    expect([first.authorityIsNew, second.authorityIsNew]).toEqual([true, false]);
  });

  it("renews the leaf before it ends and keeps the authority", async () => {
    const first = await openCertificates({ folder, names, now });
    const later = await openCertificates({ folder, names, now: first.expiresAt - 29 * day });
    expect(later.cert).not.toBe(first.cert);
    expect(later.expiresAt).toBeGreaterThan(first.expiresAt);
    expect(later.authorityIsNew).toBe(false);
  });

  it("renews the authority while its leaves still fit into it", async () => {
    await openCertificates({ folder, names, now });
    const later = await openCertificates({ folder, names, now: now + 3300 * day });
    expect(later.authorityIsNew).toBe(true);
  });

  it.each(["ca.pem", "ca.key", "leaf.pem", "leaf.key"])("makes anew what is damaged: %s", async (file) => {
    await openCertificates({ folder, names, now });
    await writeFile(join(folder, file), "-----BEGIN damage");
    const opened = await openCertificates({ folder, names, now });
    expect(await handshake(opened, await openedCa(opened), "localhost")).toBeUndefined();
  });

  it("makes a leaf for new names below the same hosts, and an authority for new hosts", async () => {
    await openCertificates({ folder, names, now });
    const region = await openCertificates({ folder, names: [...names, "*.s3.eu-west-1.localhost"], now });
    expect(region.authorityIsNew).toBe(false);
    expect(await handshake(region, await openedCa(region), "b.s3.eu-west-1.localhost")).toBeUndefined();
    const host = await openCertificates({ folder, names: [...names, "house.example"], now });
    expect(host.authorityIsNew).toBe(true);
    expect(await handshake(host, await openedCa(host), "house.example")).toBeUndefined();
  });

  it("bounds the authority: what it signs for other names or addresses is not accepted", async () => {
    const opened = await openCertificates({ folder, names, now });
    const ca = await openedCa(opened);
    const authority = { cert: ca, key: await readFile(join(folder, "ca.key"), "utf8") };
    const forged = await makeLeaf(authority, { names: ["bank.example"], now });
    expect(await handshake(forged, ca, "bank.example")).toContain("permitted subtree violation");
  });
});

describe("readOwnCertificate", () => {
  it("takes a matching pair, refuses others with the reason", async () => {
    await openCertificates({ folder, names, now });
    const certPath = join(folder, "leaf.pem");
    const keyPath = join(folder, "leaf.key");
    expect((await readOwnCertificate({ certPath, keyPath, now })).cert).toContain("BEGIN CERTIFICATE");
    await expect(readOwnCertificate({ certPath, keyPath: join(folder, "ca.key"), now })).rejects.toThrow(
      "does not belong",
    );
    await expect(readOwnCertificate({ certPath, keyPath, now: now + 500 * day })).rejects.toThrow("has expired");
    await expect(readOwnCertificate({ certPath: keyPath, keyPath, now })).rejects.toThrow("in PEM");
  });
});
