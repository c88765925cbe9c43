/** The error of input that does not have the type the schema gives it; remembers the path of the member. */

export class MalformedInput extends Error {
  /** Innermost first. */
  readonly #segments: string[] = [];
  readonly #reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = "MalformedInput";
    this.#reason = reason;
  }

  /** Says that the member was found under `segment`; returns itself to be thrown on. */
  under(segment: string): this {
    this.#segments.push(segment);
    return this;
  }

  /** One sentence that names the member and what is wrong with it. */
  describe(): string {
    if (this.#segments.length === 0) return `${this.#reason}.`;
    return `Member '${this.#segments.toReversed().join(".")}': ${this.#reason}.`;
  }
}

/** Adds `segment` to the path of a MalformedInput; hands any other error back as it is. */
export function located(error: unknown, segment: string): unknown {
  return error instanceof MalformedInput ? error.under(segment) : error;
}

/** What a JSON value is called in error texts. */
export function describeJson(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a structure";
  return value === "" ? "an empty string" : `a ${typeof value}`;
}
