/** Headers that keep stored files from acting as pages of this server. */

import type { Address } from "./address.ts";

/** Types that browsers run scripts of. */
const active = /^\s*(text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml)\b/i;

/**
 * In virtual-host style each bucket is an origin of its own. In path style a file shares the origin of the APIs and the
 * sign-in pages: it is shown without any rights, and what could run scripts is offered for download.
 */
export function safetyHeaders(
  { virtualHost }: Address,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const everywhere = { "x-content-type-options": "nosniff" };
  if (virtualHost) return everywhere;
  const sandboxed = { ...everywhere, "content-security-policy": "sandbox" };
  const type = headers["Content-Type"] ?? "";
  if (!active.test(type) || headers["Content-Disposition"] !== undefined) return sandboxed;
  return { ...sandboxed, "Content-Disposition": "attachment" };
}
