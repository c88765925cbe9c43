/** Makes certificates: a private authority and leaves signed by it, on ECDSA P-256. */

import { createPrivateKey, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { encodeNameConstraints } from "./nameConstraints.ts";

/** PEM texts of a certificate and its private key (PKCS #8). */
export interface KeyedCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface Names {
  /** Host names, wildcards and IP addresses. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const day = 86_400_000;
const authorityDays = 3650;
/** Systems refuse leaves that last longer than 398 days. */
const leafDays = 397;
const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** The library is heavy and needed only when a certificate is made, so it is loaded here and not at every start. */
async function loadLibrary() {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  x509.cryptoProvider.set(globalThis.crypto);
  return x509;
}

/**
 * A new authority. It may sign only for `names` and what is below them: should its key be stolen,
 * nobody can pose as another site to those who trust it.
 */
export async function makeAuthority({ names, now }: Names): Promise<KeyedCertificate> {
  const x509 = await loadLibrary();
  const keys = await webcrypto.subtle.generateKey(signing, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: "CN=Ohmstead local authority, O=Ohmstead",
    notBefore: new Date(now - day),
    notAfter: new Date(now + authorityDays * day),
    signingAlgorithm: signing,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension("2.5.29.30", true, encodeNameConstraints(names)),
    ],
  });
  return { cert: `${certificate.toString("pem")}\n`, key: await exportKey(keys.privateKey) };
}

/** A new leaf for `names`, signed by `authority`. */
export async function makeLeaf(authority: KeyedCertificate, { names, now }: Names): Promise<KeyedCertificate> {
  const x509 = await loadLibrary();
  const keys = await webcrypto.subtle.generateKey(signing, true, ["sign", "verify"]);
  const issuer = new x509.X509Certificate(authority.cert);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: "CN=Ohmstead local server, O=Ohmstead",
    issuer: issuer.subject,
    notBefore: new Date(now - day),
    notAfter: new Date(now + leafDays * day),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ("ip" as const) : ("dns" as const), value })),
      ),
    ],
  });
  return { cert: `${certificate.toString("pem")}\n`, key: await exportKey(keys.privateKey) };
}

/** Positive and unguessable. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, signing, false, ["sign"]);
}
