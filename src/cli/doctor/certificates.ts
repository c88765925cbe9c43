/** Are the TLS certificates readable and not near their end? */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readOwnCertificate } from "#kernel/tls/ownCertificate";
import type { Check, Finding, Patient } from "./check.ts";

const DAY_MS = 86_400_000;
/** The server renews its own leaf thirty days before its end, at the first start or look after that. */
const NEAR_DAYS = 29;

export const certificates: Check = {
  name: "Certificates",
  examine: (patient) => (patient.config.tlsCertificate === undefined ? examineMade(patient) : examineOwn(patient)),
};

async function examineMade({ config, now }: Patient): Promise<readonly Finding[]> {
  const folder = join(config.data, "tls");
  const files = ["ca.pem", "leaf.pem"].map((name) => join(folder, name));
  try {
    return files.map((file) =>
      judgeTimes(
        file,
        timesOf(file),
        now,
        "Restart the server, it renews the certificate; clients then need ca.pem again.",
      ),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return [{ verdict: "ok", text: "none yet, they are made at the first start" }];
    const text = `${folder} holds something that is no certificate: ${messageOf(error)}`;
    return [{ verdict: "warning", text, mend: "Restart the server, it makes what is damaged anew." }];
  }
}

async function examineOwn({ config, now }: Patient): Promise<readonly Finding[]> {
  const certPath = config.tlsCertificate ?? "";
  const renew = "Renew the certificate, and put it where OHMSTEAD_TLS_CERT and OHMSTEAD_TLS_KEY say.";
  try {
    await readOwnCertificate({ certPath, keyPath: config.tlsKey ?? "", now });
    return [judgeTimes(certPath, timesOf(certPath), now, renew)];
  } catch (error) {
    return [{ verdict: "problem", text: messageOf(error), mend: renew }];
  }
}

function timesOf(file: string): { from: Date; to: Date } {
  const { validFromDate, validToDate } = new X509Certificate(readFileSync(file));
  return { from: validFromDate, to: validToDate };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @param renew what to do when the certificate ended or ends soon */
export function judgeTimes(
  file: string,
  valid: { readonly from: Date; readonly to: Date },
  now: number,
  renew: string,
): Finding {
  const days = Math.floor((valid.to.getTime() - now) / DAY_MS);
  if (valid.from.getTime() > now)
    return {
      verdict: "problem",
      text: `${file} is valid only from ${valid.from.toISOString()}`,
      mend: "Set this machine's clock right; the certificate is of a later time.",
    };
  if (valid.to.getTime() <= now)
    return { verdict: "problem", text: `${file} ended on ${valid.to.toISOString()}`, mend: renew };
  const text = `${file} is valid for ${days} more days`;
  return days < NEAR_DAYS ? { verdict: "warning", text, mend: renew } : { verdict: "ok", text };
}
