/** The certificate the server answers https with: the operator's own, or a leaf of the local authority that is renewed in time. */

import { join } from "node:path";
import { openCertificates } from "#kernel/tls/certificates";
import { readOwnCertificate } from "#kernel/tls/ownCertificate";
import type { Clock } from "#ports/clock";
import { certificateNames } from "./certificateNames.ts";
import type { Config } from "./config.ts";
import type { Certificate } from "./listen.ts";

/** Reads or makes it; called again daily, so that a renewed file is taken up without a restart. */
export async function openCertificate(config: Config, clock: Clock): Promise<Certificate> {
  const now = clock.now();
  const { tlsCertificate, tlsKey } = config;
  if (tlsCertificate && tlsKey) return readOwnCertificate({ certPath: tlsCertificate, keyPath: tlsKey, now });
  const hosts = config.publicUrl ? [new URL(config.publicUrl).hostname] : [];
  const names = certificateNames(hosts, config.region);
  return openCertificates({ folder: join(config.data, "tls"), names, now });
}
