/** Reads a certificate the operator brings instead of the local one. */

import { readFile } from "node:fs/promises";
import type { KeyedCertificate } from "./authority.ts";
import { belongsTogether, endOf } from "./inspect.ts";

export interface OwnCertificateOptions {
  /** PEM, the leaf first, then the authorities between it and the root. */
  readonly certPath: string;
  readonly keyPath: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Throws an Error that names the file and what is wrong with it. */
export async function readOwnCertificate(options: OwnCertificateOptions): Promise<KeyedCertificate> {
  const { certPath, keyPath, now } = options;
  const [cert, key] = await Promise.all([readFile(certPath, "utf8"), readFile(keyPath, "utf8")]);
  const pair = { cert, key };
  let fits: boolean;
  try {
    fits = belongsTogether(pair);
  } catch (error) {
    throw new Error(`${certPath} and ${keyPath} must be a certificate and its private key in PEM.`, { cause: error });
  }
  if (!fits) throw new Error(`The private key ${keyPath} does not belong to the certificate ${certPath}.`);
  if (endOf(cert) <= now) throw new Error(`The certificate ${certPath} has expired.`);
  return pair;
}
