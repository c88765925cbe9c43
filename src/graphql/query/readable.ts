/** Which records and fields the caller may read: predicates for every table a statement reads. */

import type { JsonMember } from "#ports/database";
import { isDenied } from "#graphql/access/deniedFields";
import type { Relation } from "#graphql/sdl/model";
import { all, no } from "./logic.ts";
import type { Path } from "./path.ts";
import type { Printing } from "./printing.ts";
import { printRight } from "./rowTest.ts";
import type { Scan } from "./scan.ts";
import type { Table } from "./table.ts";

/**
 * The predicate of the records the caller may read; undefined when he may read all of them. It is never SQL null.
 * Every table a statement reads goes through here, at the root and in relations. Only the shape of the caller
 * (`printing.caller` is one of that shape) may decide the text; what is his own is bound with `printing.parameters.bind`.
 */
export function readable(scan: Scan, printing: Printing): string | undefined {
  return printRight(scan.table.access.read(scan.operation, printing.caller), scan, printing.parameters);
}

/** A field that is not shown in every record. */
export interface Veil {
  /** Predicate: its value is shown. */
  readonly when: string;
  /** A scalar expression for where it is not: the mark of an error, or null. */
  readonly otherwise: string | undefined;
}

/**
 * Undefined for a field that is shown in every record the caller may read. Elsewhere it is null with an error. The
 * record a mutation wrote shows guarded fields to nobody: all subscribers get what the mutation answers.
 */
export function veilOf(scan: Scan, field: string, printing: Printing): Veil | undefined {
  const { table } = scan;
  if (scan.given === true) return undefined;
  if (isDenied(printing.caller, table.model.name, field)) return { when: no, otherwise: printing.denied };
  const { right, isGuarded } = table.access.field(field, printing.caller);
  const when = printRight(right, scan, printing.parameters);
  if (isGuarded && scan.written === true && table.model.subscriptions.level === "on") {
    if (when === undefined) return { when: no, otherwise: undefined };
    return {
      when: no,
      otherwise: when === no ? printing.denied : `CASE WHEN ${when} THEN NULL ELSE ${printing.denied} END`,
    };
  }
  return when === undefined ? undefined : { when, otherwise: printing.denied };
}

/** The part of a member that a veil decides. */
export function veilMember(veil: Veil | undefined): Pick<JsonMember, "when" | "otherwise"> {
  if (veil === undefined) return {};
  return { when: veil.when, ...(veil.otherwise === undefined ? {} : { otherwise: veil.otherwise }) };
}

/** Predicate: the caller may know the field's value in this record, to filter or walk by it; undefined: in every one. */
export function knowable(scan: Pick<Scan, "table" | "alias">, field: string, printing: Printing): string | undefined {
  if (isDenied(printing.caller, scan.table.model.name, field)) return no;
  return printRight(scan.table.access.field(field, printing.caller).right, scan, printing.parameters);
}

/** Walking along an index tells the values of its fields: only records whose values the caller may know are on the way. */
export function walkable(scan: Scan, path: Path, printing: Printing): string | undefined {
  if (path.partition === undefined) return undefined;
  const terms = [path.partition, ...path.sort].flatMap(({ field }) => knowable(scan, field.name, printing) ?? []);
  return terms.length === 0 ? undefined : all(terms);
}

/**
 * What becomes of a relation's records whatever they are: `shown`; `denied`, no rule of theirs lets the caller in; or
 * `redacted`, kept out of a mutation's answer, which goes to subscribers who may not read them.
 */
export function relationFate(
  from: Scan,
  relation: Relation,
  target: Table,
  printing: Printing,
): "shown" | "denied" | "redacted" {
  if (target.access.read("related", printing.caller) === "deny") return "denied";
  const { table } = from;
  const isPublished = from.written === true && table.model.subscriptions.level === "on";
  if (!isPublished || table.names.model.sharesRelations === true) return "shown";
  return table.access.isRedacted(relation.field, target.access) ? "redacted" : "shown";
}
