/** AWSEmail, AWSURL, AWSPhone and AWSIPAddress: text that must have a form. Every check is linear in the length. */

import { isIP } from "node:net";
import type { Scalar } from "./scalar.ts";

const emailLocal = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/;
const emailQuoted = /^"[^"\\\r\n]{1,62}"$/;
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const phoneForm = /^\+?[\d\s().-]+$/;
const urlForm = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function isEmail(text: string): boolean {
  const cut = text.lastIndexOf("@");
  if (cut < 1 || text.length > 320) return false;
  const local = text.slice(0, cut);
  const dotted = emailLocal.test(local) && !local.startsWith(".") && !local.endsWith(".") && !local.includes("..");
  return (
    (dotted || emailQuoted.test(local)) &&
    text
      .slice(cut + 1)
      .split(".")
      .every((label) => domainLabel.test(label))
  );
}

/** Absolute, with a scheme; its path has no double slash. */
function isUrl(text: string): boolean {
  if (!urlForm.test(text)) return false;
  const parsed = URL.parse(text);
  return parsed !== null && !parsed.pathname.includes("//") && !/\s/.test(text);
}

/** With "+" a country code follows; without it the North American plan (10 digits, or 11 with a leading 1). */
function isPhone(text: string): boolean {
  if (text.length > 40 || !phoneForm.test(text)) return false;
  const digits = text.replace(/\D/g, "");
  if (text.startsWith("+")) return digits.length >= 7 && digits.length <= 15;
  return digits.length === 10 || (digits.length === 11 && digits.startsWith("1"));
}

function isAddress(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function formatted(name: string, description: string, fits: (text: string) => boolean): Scalar {
  return {
    name,
    description,
    storage: "text",
    filter: "String",
    coerce: (value) => (typeof value === "string" && fits(value) ? value : undefined),
  };
}

export const awsEmailScalar = formatted("AWSEmail", "An e-mail address: local-part@domain.", isEmail);
export const awsUrlScalar = formatted("AWSURL", "An absolute URL with a scheme.", isUrl);
export const awsPhoneScalar = formatted(
  "AWSPhone",
  "A phone number, with + and country code or of the North American plan.",
  isPhone,
);
export const awsIpAddressScalar = formatted(
  "AWSIPAddress",
  "An IPv4 or IPv6 address, optionally with a CIDR prefix.",
  isAddress,
);
