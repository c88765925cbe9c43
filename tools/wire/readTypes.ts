/** Translates the type references of a client's schema data (numbers, thunks, tuples) into `ClientType`. */

import type { ClientType, SimpleType } from "./model.ts";
import { type RawTraits, traitsOf } from "./traits.ts";

/** First element of a schema tuple. */
export const tuple = { error: -3, simple: 0, list: 1, map: 2, structure: 3, union: 4, operation: 9 } as const;

export type RawTuple = readonly [kind: number, namespace: string, name: string, traits: RawTraits, ...rest: unknown[]];

/** What a schema number below 64 stands for. */
const sentinels: Readonly<Record<number, SimpleType>> = {
  0: { kind: "string" },
  1: { kind: "number" },
  2: { kind: "boolean" },
  4: { kind: "timestamp" },
  5: { kind: "timestamp", format: "dateTime" },
  6: { kind: "timestamp", format: "httpDate" },
  7: { kind: "timestamp", format: "epochSeconds" },
  15: { kind: "document" },
  17: { kind: "number" },
  19: { kind: "number" },
  21: { kind: "blob" },
  42: { kind: "blob" },
};
const listBit = 64;
const mapBit = 128;

/** A member as listed in its structure: a bare type, or a type with traits. */
export function splitMember(raw: unknown): { readonly type: unknown; readonly traits: RawTraits } {
  if (Array.isArray(raw) && !isTuple(raw)) return { type: raw[0] as unknown, traits: raw[1] as RawTraits };
  return { type: raw, traits: undefined };
}

/** The type behind a reference. `declared` is the declaration file's text for it, which names enumerations. */
export function readType(raw: unknown, declared: string, enumerations: ReadonlySet<string>): ClientType {
  const value = typeof raw === "function" ? (raw as () => unknown)() : raw;
  if (typeof value === "number") return fromNumber(value, declared, enumerations);
  if (!isTuple(value)) throw new Error(`unreadable schema reference for ${declared}`);
  const [kind, , name, traits, ...rest] = value;
  switch (kind) {
    case tuple.simple: {
      const type = readType(rest[0], declared, enumerations);
      const { sensitive, streaming } = traitsOf(traits);
      const marks = { ...(sensitive ? { sensitive: true } : {}), ...(streaming ? { streaming: true } : {}) };
      return { ...type, name, ...marks } as ClientType;
    }
    case tuple.list: {
      const { type, traits: ofElement } = splitMember(rest[0]);
      const element = traitsOf(ofElement)["xmlName"];
      const member = readType(type, elementOf(declared), enumerations);
      return { kind: "list", name, member, ...(typeof element === "string" ? { element } : {}) };
    }
    case tuple.map:
      return {
        kind: "map",
        name,
        key: readType(splitMember(rest[0]).type, "string", enumerations),
        value: readType(splitMember(rest[1]).type, elementOf(declared), enumerations),
      };
    case tuple.structure:
      return { kind: "structure", name };
    default:
      throw new Error(`schema ${name} is of kind ${kind}, which this tool does not know`);
  }
}

export function isTuple(value: unknown): value is RawTuple {
  return (
    Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "string" && typeof value[2] === "string"
  );
}

function fromNumber(value: number, declared: string, enumerations: ReadonlySet<string>): ClientType {
  if (value & mapBit) {
    return {
      kind: "map",
      key: { kind: "string" },
      value: fromNumber(value & ~mapBit, elementOf(declared), enumerations),
    };
  }
  if (value & listBit) return { kind: "list", member: fromNumber(value & ~listBit, elementOf(declared), enumerations) };
  const simple = sentinels[value];
  if (simple === undefined) throw new Error(`schema number ${value} is not known`);
  return simple.kind === "string" && enumerations.has(declared) ? { ...simple, enumeration: declared } : simple;
}

/** `X` of `X[]` and of `Record<string, X>`. */
function elementOf(declared: string): string {
  return /^Record<string, (.+)>$/.exec(declared)?.[1] ?? declared.replace(/\[\]$/, "");
}
