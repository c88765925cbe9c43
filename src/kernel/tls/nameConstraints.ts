/** The X.509 extension that says which names an authority may sign for (RFC 5280, 4.2.1.10), in DER. */

import { isIPv4, isIPv6 } from "node:net";

const sequence = 0x30;
const permitted = 0xa0;
const dnsName = 0x82;
const ipAddress = 0x87;

/**
 * Host names allow themselves and all names below; `*.x` counts as `x`; addresses allow only themselves.
 * The same names in any order give the same bytes.
 */
export function encodeNameConstraints(names: readonly string[]): Uint8Array {
  const bases = [...new Set(names.map((name) => name.replace(/^\*\./, "")))].sort();
  const top = bases.filter((base) => !bases.some((other) => base.endsWith(`.${other}`)));
  const subtrees = top.map((base) => element(sequence, generalName(base)));
  return element(sequence, element(permitted, Buffer.concat(subtrees)));
}

function generalName(name: string): Buffer {
  if (isIPv4(name)) return element(ipAddress, Buffer.from([...name.split(".").map(Number), 255, 255, 255, 255]));
  if (isIPv6(name)) return element(ipAddress, Buffer.concat([ipv6Bytes(name), Buffer.alloc(16, 255)]));
  return element(dnsName, Buffer.from(name, "ascii"));
}

/** Tag, length and content. */
function element(tag: number, content: Uint8Array): Buffer {
  const { byteLength } = content;
  const length =
    byteLength < 0x80
      ? [byteLength]
      : byteLength < 0x100
        ? [0x81, byteLength]
        : [0x82, byteLength >> 8, byteLength & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function ipv6Bytes(address: string): Buffer {
  // The URL parser knows all spellings and gives the short one, without dotted quads.
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = short.split("::");
  const groupsOf = (text: string) => (text === "" ? [] : text.split(":"));
  const left = groupsOf(head);
  const right = groupsOf(tail ?? "");
  const middle = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return Buffer.from([...left, ...middle, ...right].map((group) => group.padStart(4, "0")).join(""), "hex");
}
