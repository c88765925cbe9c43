/** Which addresses are public: everything but this machine, private networks and ranges reserved for other uses (RFC 6890). */

import { BlockList, isIPv4, isIPv6 } from "node:net";

const closed4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Only 2000::/3 is given out to the public; within it these lead elsewhere or carry an IPv4 address. */
const closed6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const closed = new BlockList();
for (const [net, prefix] of closed4) closed.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of closed6) closed.addSubnet(net, prefix, "ipv6");
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");

/** `address` is an IP address in text, without brackets. An IPv4 address inside an IPv6 one is never public. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, "ipv4");
  const [plain = ""] = address.split("%");
  return isIPv6(plain) && given.check(plain, "ipv6") && !closed.check(plain, "ipv6");
}
