/** What a browser does by itself and Node.js does not: names below localhost are this machine, and the server's own authority is trusted. */

import dns from "node:dns";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

type Lookup = (name: string, options: unknown, done: (...answer: unknown[]) => void) => void;

/** For this process: every connection of it, whichever library makes it, finds and trusts the server. */
export function trustLocalNames(data: string): void {
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(join(data, "tls", "ca.pem"), "utf8")]);
  const lookup = dns.lookup as unknown as Lookup;
  const local: Lookup = (name, options, done) =>
    lookup(name.endsWith(".localhost") ? "127.0.0.1" : name, options, done);
  Object.assign(dns, { lookup: local });
}
