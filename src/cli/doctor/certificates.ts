/** Are the TLS certificates readable and not near their end? */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, Finding } from "./check.ts";

const DAY_MS = 86_400_000;
const NEAR_DAYS = 30;
const RENEW_OWN = "Renew the certificate and put it into the file that OHMSTEAD_TLS_CERT names.";

export const certificates: Check = {
  name: "Certificates",
  examine: async ({ config, now }) => {
    if (config.tlsCertificate !== undefined) return [examineFile(config.tlsCertificate, RENEW_OWN, now)];
    const folder = join(config.data, "tls");
    const renew = `Stop the server, remove ${folder} and start it again; clients then need the new ca.pem.`;
    const finding = examineFile(join(folder, "ca.pem"), renew, now);
    return [finding === MISSING ? { verdict: "ok", text: "none yet, they are made at the first start" } : finding];
  },
};

const MISSING: Finding = {
  verdict: "problem",
  text: "the file that OHMSTEAD_TLS_CERT names is missing",
  mend: "Correct the setting, or put the certificate there.",
};

function examineFile(file: string, renew: string, now: number): Finding {
  try {
    const certificate = new X509Certificate(readFileSync(file));
    return judgeTimes(file, { from: certificate.validFromDate, to: certificate.validToDate }, now, renew);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return MISSING;
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: "problem", text: `${file} cannot be read as a certificate: ${reason}`, mend: renew };
  }
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
