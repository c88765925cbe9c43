/** Writes XML: elements of text that is escaped, nothing else. */

export const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** `content` is XML already. */
export function xmlElement(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

const special = /[&<>"\p{Cc}\uFFFE\uFFFF]/u;
const everySpecial = new RegExp(special, "gu");
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as element content. Control characters become references, so that a carriage return comes back as one. */
export function xmlText(text: string): string {
  // Most texts have none, and finding that out is much cheaper than replacing nothing.
  if (!special.test(text)) return text;
  return text.replace(everySpecial, (found) => escapes[found] ?? `&#${found.codePointAt(0) ?? 0};`);
}
