/** What is selected of a record -> the SQL text that builds its JSON. */

import type { JsonMember } from "#ports/database";
import { type Field, isList, namedType, type ObjectType, type TypeRef } from "#graphql/sdl/model";
import { compileResolved } from "./elsewhere.ts";
import { collectFields, type Selected } from "./collect.ts";
import { documentShape, storedJson, typeNameText } from "./documents.ts";
import { FieldFault } from "./errors.ts";
import { limits } from "./limits.ts";
import { ownerText } from "./ownerText.ts";
import { veilMember, veilOf } from "./readable.ts";
import { compileRelation } from "./relation.ts";
import { at } from "./scan.ts";
import type { Around, PrintMember, RecordSelection } from "./selection.ts";
import type { FieldShape, Shape } from "./shape.ts";
import { isVeiled, isVisible } from "./sourceGuard.ts";
import { type Column, jsonForm } from "./column.ts";
import type { Table } from "./table.ts";

/** Compiles a selection on a model. */
export function selectRecord(table: Table, sets: Selected["sets"], around: Around): RecordSelection {
  const fields = new Map<string, FieldShape>();
  const members: PrintMember[] = [];
  let reaches = false;
  for (const selected of collectFields(sets, table.model.name, around.spread)) {
    const { key, name } = selected;
    if (name === "__typename") {
      const member: JsonMember = { key, as: "scalar", expression: typeNameText(table.model.name) };
      members.push(() => member);
      continue;
    }
    const column = table.columns.get(name);
    const relation = table.model.relations.find((each) => each.field === name);
    const declared = table.model.fields.find((field) => field.name === name);
    const steps = declared?.resolver;
    if (steps !== undefined) {
      const resolve = compileResolved(around, table.model.name, steps, selected);
      fields.set(key, { ...shapeOf(selected, declared?.type), resolve });
      members.push(sourceMember(table, selected));
    } else if (column !== undefined) {
      fields.set(key, { ...shapeOf(selected, column.field.type), ...insideOf(table, column, selected, around) });
      members.push(columnMember(table, column, selected, around));
    } else if (relation !== undefined) {
      reaches = true;
      const compiled = compileRelation(table, relation, selected, around);
      fields.set(key, { ...shapeOf(selected, declared?.type), type: compiled.type, inside: compiled.shape });
      members.push(compiled.print);
    } else {
      fields.set(key, shapeOf(selected, declared?.type));
      members.push(emptyMember(key, declared?.type.required === true));
    }
  }
  const shape: Shape = { type: table.model.name, fields };
  return {
    shape,
    reaches,
    print(scan, printing) {
      const text = printing.spelling.jsonRecord(members.map((member) => member(scan, printing)));
      if (text.length > limits.selectionText) throw tooBroad(table.model.name);
      return text;
    },
  };
}

/** The mark and the record as it is stored, without what the caller may not read. */
function sourceMember(table: Table, { key, name }: Selected): PrintMember {
  return (scan, printing) => {
    const members = [...table.columns.values()].map((column): JsonMember => {
      const as = jsonForm(column.storage);
      const when = veilOf(scan, column.field.name, printing)?.when;
      const member = { key: column.field.name, as, expression: at(scan, column.sql) } as const;
      return when === undefined ? member : { ...member, when };
    });
    const { spelling, source } = printing;
    const record = spelling.jsonRecord(members);
    const expression = `concat('[', ${spelling.jsonScalar(source)}, ',', ${record}, ']')`;
    return { key, as: "json", expression, ...veilMember(veilOf(scan, name, printing)) };
  };
}

/** A field with nothing behind it: a model without a relation, a timestamp the model gave up. */
function emptyMember(key: string, isPromised: boolean): PrintMember {
  const member: JsonMember = { key, as: "scalar", expression: "NULL" };
  return (_scan, printing) => (isPromised ? { ...member, instead: printing.missing } : member);
}

function shapeOf(selected: Selected, type: TypeRef | undefined): FieldShape {
  return {
    name: selected.name,
    type: type === undefined ? "" : typeText(type),
    required: type?.required === true,
    location: selected.location,
  };
}

/** Documents were checked when they were written; only a column itself can lack a promised value. */
function columnMember(table: Table, column: Column, selected: Selected, around: Around): PrintMember {
  const { type } = column.field;
  const isPromised = type.required && !table.keys.includes(column);
  const as = jsonForm(column.storage);
  const documents = { names: table.names, spelling: table.spelling, spread: around.spread };
  return (scan, printing) => {
    const veil = (owner: ObjectType, field: Field): string | undefined =>
      isVisible(owner.name, field, printing.caller) ? undefined : printing.denied;
    const on = { ...documents, veil };
    const sql = at(scan, column.sql);
    const isJoined = table.access.joinedOwners.has(column.field.name);
    return {
      key: selected.key,
      as,
      expression: isJoined
        ? ownerText(column, sql, table.spelling)
        : as === "json"
          ? storedJson(on, type, sql, selected.sets)
          : sql,
      ...(isPromised ? { instead: printing.missing } : {}),
      ...veilMember(veilOf(scan, column.field.name, printing)),
    };
  };
}

/** Documents are looked into for marks only where the caller may not see all of them. */
function insideOf(table: Table, column: Column, selected: Selected, around: Around): Pick<FieldShape, "inside"> {
  const meaning = table.names.of(column.field.type);
  if (meaning.kind !== "object" || !isVeiled(meaning.object, table.names, around.caller)) return {};
  return { inside: documentShape({ names: table.names, spread: around.spread }, meaning.object, selected.sets) };
}

function tooBroad(type: string): FieldFault {
  const message = `The selection on ${type} is too deep and too broad at once.`;
  return new FieldFault("ResolverExecutionLimitReached", message);
}

/** A type as AppSync names it in errors. */
function typeText(type: TypeRef): string {
  return isList(type) ? `[${namedType(type)}]` : namedType(type);
}
