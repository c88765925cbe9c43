/** Reads fault files: which function makes which code, with which status and which sentence. */

import { read } from "./checkout.ts";

export interface FaultMaker {
  readonly path: string;
  /** Name of the function; empty where a fault is made in the midst of other work. */
  readonly maker: string;
  readonly code: string;
  readonly status: number;
  /** As it goes over the wire, with `{name}` for what varies; undefined when the caller words it. */
  readonly sentence: string | undefined;
}

const LITERAL = /^\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`|(\w+)\b)/;

/** The makers of a plane's fault file: exported functions, each a fault or a call of another maker. */
export function faultMakers(path: string): FaultMaker[] {
  const source = read(path);
  const status = Number(/\bfault = |\bfunction fault\b/.test(source) && /status: (\d+)/.exec(source)?.[1]);
  const texts = constants(source);
  const made = new Map<string, FaultMaker>();
  for (const [, maker = "", body = ""] of source.matchAll(
    /^export (?:const|function) (\w+)([^]*?)(?=^(?:export|const|function|class|\/\*\*)|$(?![^]))/gm,
  )) {
    // A plane of many statuses gives them first.
    const direct = /\b(?:new Fault|fault)\(\s*(?:(\d+),\s*)?"(\w+)",/.exec(body);
    const through = direct ? null : /(?:=>|return)\s*(\w+)\(/.exec(body);
    const base = made.get(through?.[1] ?? "");
    const call = direct ?? (base ? through : null);
    if (!call) continue;
    const code = direct?.[2] ?? base?.code ?? "";
    const own = Number(direct?.[1] ?? /status: (\d+)/.exec(body)?.[1] ?? base?.status ?? status);
    if (!own) throw new Error(`${path}: the status of ${maker} is not to be seen.`);
    const sentence = textAt(body.slice(call.index + call[0].length), texts);
    made.set(maker, { path, maker, code, status: own, sentence });
  }
  const exported = [...source.matchAll(/^export (?:const (\w+) = |function (\w+))\((?:(?!\n\})[^])*?\): Fault\b/gm)];
  const unread = exported.map(([, constant, named]) => constant ?? named ?? "").filter((maker) => !made.has(maker));
  if (made.size === 0 || unread.length > 0)
    throw new Error(`${path} makes faults in a form that is not known here: ${unread.join(", ")}`);
  return [...made.values()];
}

/** Faults that wire code makes on the spot; those whose code comes from a table are left to the table. */
export function inlineFaults(path: string): FaultMaker[] {
  const source = read(path);
  const texts = constants(source);
  return [...source.matchAll(/new Fault\("(\w+)",([^]*?)status: (\d+)/g)].map(([, code = "", rest = "", status]) => ({
    path,
    maker: "",
    code,
    status: Number(status),
    sentence: textAt(rest, texts),
  }));
}

/** Texts by the name of the constant that holds them. */
function constants(source: string): ReadonlyMap<string, string> {
  const found = [...source.matchAll(/^\s*const (\w+) =\s*(["`][^]*?["`]);$/gm)];
  return new Map(found.flatMap(([, name = "", literal = ""]) => [[name, literal] as const]));
}

function textAt(rest: string, texts: ReadonlyMap<string, string>): string | undefined {
  const [, quoted, template, name] = LITERAL.exec(rest) ?? [];
  if (name !== undefined && texts.has(name)) return textAt(texts.get(name) ?? "", new Map());
  if (quoted !== undefined) return String(JSON.parse(`"${quoted}"`)).trimEnd();
  return template?.replace(/\$\{([^}]*)\}/g, (_all, inner: string) => `{${inner}}`).replace(/\\n$/, "");
}
