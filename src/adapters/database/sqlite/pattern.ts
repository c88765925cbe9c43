/** Lucene patterns (regexp and wildcard) matched in time linear in the text: no input makes them explode. */

/** A pattern that is none: what is wrong with it, for the caller. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PatternRefused";
  }
}

const longestPattern = 1000;
const mostStates = 2000;
const mostRepeats = 1000;
/** Sets of states remembered for one pattern. */
const mostKnown = 1000;

type Test = (char: string) => boolean;
interface State {
  /** Reads a character and goes to `next`; undefined: goes on to all of `free` without reading. */
  readonly test: Test | undefined;
  next: number;
  free: number[];
}

type Node =
  | { readonly kind: "char"; readonly test: Test }
  | { readonly kind: "all" | "any"; readonly parts: readonly Node[] }
  | { readonly kind: "repeat"; readonly part: Node; readonly least: number; readonly most: number };

/** True for texts the whole of which matches. */
export type Matcher = (text: string) => boolean;

/** Compiles Lucene's regular expressions: `. ? * + {n,m} | ( ) [ ] \` and `@` for any text. Throws a PatternError. */
export function compileRegexp(pattern: string): Matcher {
  if (pattern.length > longestPattern) throw new PatternError(`A pattern has at most ${longestPattern} characters.`);
  return matcherOf(new Parser(Array.from(pattern)).whole());
}

/** `*` stands for any text, `?` for one character, `\` takes the next one as it is. Throws a PatternError. */
export function compileWildcard(pattern: string): Matcher {
  if (pattern.length > longestPattern) throw new PatternError(`A pattern has at most ${longestPattern} characters.`);
  const parts: Node[] = [];
  const chars = Array.from(pattern);
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? "";
    if (char === "*") parts.push({ kind: "repeat", part: anyChar, least: 0, most: Infinity });
    else if (char === "?") parts.push(anyChar);
    else parts.push(literal(char === "\\" && at + 1 < chars.length ? (chars[(at += 1)] ?? "") : char));
  }
  return matcherOf({ kind: "all", parts });
}

const anyChar: Node = { kind: "char", test: () => true };

function literal(char: string): Node {
  return { kind: "char", test: (each) => each === char };
}

class Parser {
  readonly #chars: readonly string[];
  #at = 0;

  constructor(chars: readonly string[]) {
    this.#chars = chars;
  }

  whole(): Node {
    const node = this.#choice();
    if (this.#at < this.#chars.length) throw new PatternError(`"${this.#chars[this.#at]}" has no counterpart.`);
    return node;
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#takes("|")) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "any", parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#chars.length && this.#peek() !== "|" && this.#peek() !== ")") parts.push(this.#repeated());
    return { kind: "all", parts };
  }

  #repeated(): Node {
    let part = this.#single();
    for (;;) {
      if (this.#takes("*")) part = { kind: "repeat", part, least: 0, most: Infinity };
      else if (this.#takes("+")) part = { kind: "repeat", part, least: 1, most: Infinity };
      else if (this.#takes("?")) part = { kind: "repeat", part, least: 0, most: 1 };
      else if (this.#takes("{")) part = this.#counted(part);
      else return part;
    }
  }

  #counted(part: Node): Node {
    let text = "";
    while (this.#at < this.#chars.length && this.#peek() !== "}") text += this.#next();
    const [, least = "", comma, most = ""] = /^(\d+)(,?)(\d*)$/.exec(text) ?? [];
    if (least === "" || !this.#takes("}")) throw new PatternError(`"{${text}" is no count.`);
    const top = comma === "" ? Number(least) : most === "" ? Infinity : Number(most);
    if (Number(least) > mostRepeats || (top !== Infinity && top > mostRepeats) || top < Number(least))
      throw new PatternError(`A count goes up to ${mostRepeats}.`);
    return { kind: "repeat", part, least: Number(least), most: top };
  }

  #single(): Node {
    const char = this.#next();
    switch (char) {
      case ".":
        return anyChar;
      case "@":
        return { kind: "repeat", part: anyChar, least: 0, most: Infinity };
      case "(": {
        const inner = this.#choice();
        if (!this.#takes(")")) throw new PatternError('A "(" is not closed.');
        return inner;
      }
      case "[":
        return this.#class();
      case "\\":
        return literal(this.#next());
      case "*":
      case "+":
      case "?":
      case "{":
        throw new PatternError(`"${char}" has nothing to repeat.`);
      default:
        return literal(char);
    }
  }

  #class(): Node {
    const isNegated = this.#takes("^");
    const ranges: (readonly [string, string])[] = [];
    while (this.#at < this.#chars.length && (this.#peek() !== "]" || ranges.length === 0)) {
      const low = this.#takes("\\") ? this.#next() : this.#next();
      const isRange = this.#peek() === "-" && this.#chars[this.#at + 1] !== "]";
      if (isRange) this.#at += 1;
      const high = isRange ? (this.#takes("\\") ? this.#next() : this.#next()) : low;
      ranges.push([low, high]);
    }
    if (!this.#takes("]")) throw new PatternError('A "[" is not closed.');
    const has: Test = (char) => ranges.some(([low, high]) => char >= low && char <= high);
    return { kind: "char", test: isNegated ? (char) => !has(char) : has };
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #takes(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #next(): string {
    const char = this.#peek();
    if (char === undefined) throw new PatternError("The pattern ends too soon.");
    this.#at += 1;
    return char;
  }
}

/** Thompson's construction, walked as a set of states; sets met before are remembered with where characters lead. */
function matcherOf(node: Node): Matcher {
  const states: State[] = [];
  const add = (state: State): number => {
    if (states.length >= mostStates) throw new PatternError("The pattern is too large.");
    return states.push(state) - 1;
  };
  const end = add({ test: undefined, next: -1, free: [] });
  const start = build(node, end, add, states);
  const known = new Map<string, Reached>();
  const reach = (from: readonly number[]): Reached => {
    const set = new Set<number>();
    const open = [...from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (set.has(at)) continue;
      set.add(at);
      open.push(...(states[at]?.free ?? []));
    }
    const sorted = [...set].toSorted((a, b) => a - b);
    const key = sorted.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= mostKnown) known.clear();
    const reached = { states: sorted, isEnd: set.has(end), steps: new Map<string, Reached>() };
    known.set(key, reached);
    return reached;
  };
  const step = (from: Reached, char: string): Reached => {
    const before = from.steps.get(char);
    if (before !== undefined) return before;
    const next = from.states.flatMap((at) => (states[at]?.test?.(char) === true ? [states[at]?.next ?? end] : []));
    const to = reach(next);
    if (from.steps.size < mostKnown) from.steps.set(char, to);
    return to;
  };
  const first = reach([start]);
  return (text) => {
    let here = first;
    for (const char of text) {
      here = step(here, char);
      if (here.states.length === 0) return false;
    }
    return here.isEnd;
  };
}

interface Reached {
  readonly states: readonly number[];
  readonly isEnd: boolean;
  readonly steps: Map<string, Reached>;
}

/** Adds the states of a node that goes on to `to`; answers where it begins. */
function build(node: Node, to: number, add: (state: State) => number, states: State[]): number {
  switch (node.kind) {
    case "char":
      return add({ test: node.test, next: to, free: [] });
    case "all":
      return node.parts.reduceRight((next, part) => build(part, next, add, states), to);
    case "any":
      return add({ test: undefined, next: -1, free: node.parts.map((part) => build(part, to, add, states)) });
    default: {
      let next = to;
      if (node.most === Infinity) {
        const loop = add({ test: undefined, next: -1, free: [to] });
        states[loop]?.free.push(build(node.part, loop, add, states));
        next = loop;
      } else {
        for (let more = node.least; more < node.most; more += 1) {
          next = add({ test: undefined, next: -1, free: [to, build(node.part, next, add, states)] });
        }
      }
      for (let must = 0; must < node.least; must += 1) next = build(node.part, next, add, states);
      return next;
    }
  }
}
