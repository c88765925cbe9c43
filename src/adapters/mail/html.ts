/** Pool templates may be HTML; mail readers that show none get the same words as plain text. */

const tag = /<(?:!doctype\b[^<>]*|!--[^]*?--|\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?)>/gi;
const breaking = /<(?:br|\/p|\/div|\/h[1-6]|\/li|\/tr|\/table)\b[^<>]*>/gi;
const unseen = /<(style|script|head|title)\b[^<>]*>[^]*?<\/\1\s*>/gi;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", nbsp: " " };

export function isHtml(body: string): boolean {
  return body.search(tag) >= 0;
}

/** The words of the page; blocks begin new lines. */
export function htmlToText(html: string): string {
  return html
    .replace(unseen, "")
    .replace(/\s+/g, " ")
    .replace(breaking, "\n")
    .replace(tag, "")
    .replace(/&(\w+|#39);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
