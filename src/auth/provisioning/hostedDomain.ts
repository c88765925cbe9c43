/** Where a pool's hosted pages are, as clients put it behind `https://`. */

import { isIP } from "node:net";

/**
 * A name below the server's, as AWS has it. Below an address there are no names: this machine is `localhost` then, and
 * another machine's pages are told by their path.
 * @param baseUrl address of this server
 */
export function hostedDomain(baseUrl: string, prefix: string): string {
  const { hostname, host } = new URL(baseUrl);
  const address = hostname.replace(/^\[|\]$/g, "");
  if (isIP(address) === 0) return `${prefix}.auth.${host}`;
  if (address !== "::1" && !address.startsWith("127.")) return `${host}/hosted/${prefix}`;
  return `${prefix}.auth.localhost${host.slice(hostname.length)}`;
}
