/** Reads small XML documents: elements and text; no document types, so no entities but the five of XML itself. */

import { MalformedInput } from "./malformed.ts";
import type { XmlElement } from "./xmlElement.ts";

const deepest = 32;

interface OpenElement {
  /** As written, prefix included; the end tag must repeat it. */
  readonly tag: string;
  readonly children: XmlElement[];
  text: string;
}

/** Comment, CDATA section, processing instruction, or a tag with its attributes. */
const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

/** The root element. Throws MalformedInput for anything that is not one well-formed document of that kind. */
export function readXml(source: Uint8Array): XmlElement {
  const reader = new Reader(decodeUtf8(source));
  return reader.read();
}

class Reader {
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlElement {
    let at = 0;
    while (at < this.#text.length) {
      const next = this.#text.indexOf("<", at);
      const end = next < 0 ? this.#text.length : next;
      if (end > at) this.#takeText(resolve(this.#text.slice(at, end)));
      if (next < 0) break;
      at = this.#takeMarkup(next);
    }
    if (this.#open.length > 0 || !this.#root) throw new MalformedInput("the XML document ends too early");
    return this.#root;
  }

  #takeMarkup(at: number): number {
    markup.lastIndex = at;
    const found = markup.exec(this.#text);
    if (!found) throw new MalformedInput("the XML holds a tag that is not well formed, or a document type");
    const [whole, data, closing, tag, , empty] = found;
    if (data !== undefined) this.#takeText(data);
    else if (tag !== undefined) this.#takeTag(tag, closing === "/", empty === "/");
    return at + whole.length;
  }

  #takeTag(tag: string, closing: boolean, empty: boolean): void {
    if (!closing) {
      if (this.#root) throw new MalformedInput("the XML has more than one root element");
      if (this.#open.length >= deepest) throw new MalformedInput("the XML is nested too deeply");
      this.#open.push({ tag, children: [], text: "" });
    }
    if (!closing && !empty) return;
    const element = this.#open.pop();
    if (element?.tag !== tag) throw new MalformedInput(`the XML closes <${tag.slice(0, 60)}>, which is not open`);
    const { children, text } = element;
    const done: XmlElement = { name: tag.slice(tag.indexOf(":") + 1), children, text };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(done);
    else this.#root = done;
  }

  #takeText(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== "") throw new MalformedInput("the XML has text outside its root element");
  }
}

function decodeUtf8(source: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    throw new MalformedInput("the XML is not valid UTF-8");
  }
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolve(text: string): string {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (!lines.includes("&")) return lines;
  return lines.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,10}));|&/g, (_match, decimal, hex, name) => {
    if (typeof name === "string" && Object.hasOwn(named, name)) return named[name] ?? "";
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    if (code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)) return String.fromCodePoint(code);
    throw new MalformedInput("the XML has an entity that is not known");
  });
}
