/** Tells whether certificates on disk are still of use. */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { KeyedCertificate } from "./authority.ts";
import { encodeNameConstraints } from "./nameConstraints.ts";

/** True when the pair belongs together and may sign for exactly `names` until after `until` (milliseconds). */
export function isGoodAuthority(authority: KeyedCertificate, names: readonly string[], until: number): boolean {
  return readable(() => {
    const certificate = new X509Certificate(authority.cert);
    return (
      belongsTogether(authority) &&
      lastsBeyond(certificate, until) &&
      certificate.raw.includes(Buffer.from(encodeNameConstraints(names)))
    );
  });
}

/** True when the pair belongs together, was signed by `authorityCert`, names all of `names` and lasts beyond `until`. */
export function isGoodLeaf(
  leaf: KeyedCertificate,
  authorityCert: string,
  names: readonly string[],
  until: number,
): boolean {
  return readable(() => {
    const certificate = new X509Certificate(leaf.cert);
    const signed = certificate.verify(new X509Certificate(authorityCert).publicKey);
    const named = new Set((certificate.subjectAltName ?? "").split(", "));
    const isNamed = (name: string) => (isIP(name) ? certificate.checkIP(name) !== undefined : named.has(`DNS:${name}`));
    return belongsTogether(leaf) && signed && lastsBeyond(certificate, until) && names.every(isNamed);
  });
}

/** When the certificate ends, in milliseconds since the epoch. */
export function endOf(cert: string): number {
  return new X509Certificate(cert).validToDate.getTime();
}

/** True when the private key is the one of the (first) certificate. Throws when either is not readable. */
export function belongsTogether({ cert, key }: KeyedCertificate): boolean {
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
}

function lastsBeyond(certificate: X509Certificate, until: number): boolean {
  return certificate.validToDate.getTime() > until;
}

/** A damaged file is a certificate of no use. */
function readable(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
