/** What must hold between the types of an SDL, as an ordered list of rules. */

import type { Draft, Notes } from "./draft.ts";
import { type CustomArgument, namedType, type Position, type TypeRef } from "./model.ts";
import { scalarNamed } from "#graphql/scalars/list";

export type Rule = (draft: Draft, notes: Notes) => void;

/** Columns of a table and members of a JSON object are bounded by the engines. */
const maxFields = 400;
const maxModels = 2000;

const knownTypes: Rule = (draft, notes) => {
  const isOutput = (type: TypeRef): boolean => {
    const name = namedType(type);
    return scalarNamed(name) !== undefined || draft.types.has(name) || draft.enums.has(name) || isAbstract(draft, name);
  };
  for (const type of [...draft.types.values(), ...draft.interfaces.values(), ...draft.roots]) {
    for (const field of type.fields.values()) {
      const place = `${type.name}.${field.name}`;
      checkInputs(draft, notes, place, field.position, field.arguments);
      if (isOutput(field.type)) continue;
      const name = namedType(field.type);
      const why = draft.inputs.has(name) ? "is an input type and cannot be a field's type" : "is not defined";
      notes.problem(field.position, `${place}: type ${name} ${why}.`);
    }
  }
  for (const input of draft.inputs.values()) checkInputs(draft, notes, input.name, input.position, input.fields);
};

function isAbstract(draft: Draft, name: string): boolean {
  return draft.interfaces.has(name) || draft.unions.has(name);
}

const knownInterfaces: Rule = (draft, notes) => {
  for (const type of [...draft.types.values(), ...draft.interfaces.values()]) {
    for (const name of type.interfaces) {
      const known = draft.interfaces.get(name);
      if (known === undefined) notes.problem(type.position, `${type.name} implements ${name}, which is no interface.`);
      for (const field of known?.fields.keys() ?? []) {
        if (type.fields.has(field)) continue;
        notes.problem(type.position, `${type.name} implements ${name} but has no field ${field}.`);
      }
    }
  }
  for (const union of draft.unions.values()) {
    for (const name of union.types) {
      if (!draft.types.has(name)) notes.problem(union.position, `union ${union.name}: ${name} is not an object type.`);
    }
  }
};

function checkInputs(
  draft: Draft,
  notes: Notes,
  owner: string,
  position: Position,
  members: readonly CustomArgument[],
): void {
  for (const member of members) {
    const name = namedType(member.type);
    if (scalarNamed(name) !== undefined || draft.inputs.has(name) || draft.enums.has(name)) continue;
    notes.problem(position, `${owner}(${member.name}): ${name} is not a scalar, enum or input type of this schema.`);
  }
}

const boundedFields: Rule = (draft, notes) => {
  for (const type of draft.types.values()) {
    const count = type.fields.size + (type.model?.added.length ?? 0);
    if (count <= maxFields) continue;
    const links = count > type.fields.size ? ", those of relations and timestamps included" : "";
    notes.problem(type.position, `Type ${type.name} has ${count} fields${links}; at most ${maxFields} are served.`);
  }
};

/** Filters give these names a meaning of their own. */
const filterWords = ["and", "or", "not"];

const plainFieldNames: Rule = (draft, notes) => {
  for (const type of draft.types.values()) {
    if (type.model === undefined) continue;
    for (const word of filterWords) {
      const field = type.fields.get(word);
      if (field === undefined) continue;
      notes.problem(
        field.position,
        `${type.name}.${word}: a model's field cannot be called ${word}, filters use that word.`,
      );
    }
  }
};

/** What can be understood and built in bounded time and memory. */
const boundedModels: Rule = (draft, notes) => {
  const models = [...draft.types.values()].filter((type) => type.model !== undefined);
  const first = models[maxModels];
  if (first !== undefined)
    notes.problem(first.position, `The schema has ${models.length} models; at most ${maxModels} are served.`);
};

/** A chain of required fields that comes back to its start can never be written. */
const noRequiredCycles: Rule = (draft, notes) => {
  const graph = new Map<string, { readonly position: Position; readonly next: readonly string[] }>();
  for (const type of draft.types.values()) {
    // Models are linked by keys, not written inside each other.
    if (type.model !== undefined) continue;
    const next = [...type.fields.values()].filter((field) => field.type.required && !("list" in field.type));
    graph.set(type.name, { position: type.position, next: next.map((field) => namedType(field.type)) });
  }
  for (const input of draft.inputs.values()) {
    const next = input.fields.filter((field) => field.type.required && !("list" in field.type));
    graph.set(input.name, { position: input.position, next: next.map((field) => namedType(field.type)) });
  }
  for (const name of cyclic(graph)) {
    const position = graph.get(name)?.position ?? { line: 1, column: 1 };
    notes.problem(position, `${name} requires itself through required fields; no value could ever be complete.`);
  }
};

/** Names that lie on a cycle or only lead to one: what remains after leaves are taken away again and again. Linear. */
function cyclic(graph: ReadonlyMap<string, { readonly next: readonly string[] }>): readonly string[] {
  const open = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const [name, { next }] of graph) {
    const inside = next.filter((each) => graph.has(each));
    open.set(name, inside.length);
    for (const each of inside) {
      const list = users.get(each);
      if (list === undefined) users.set(each, [name]);
      else list.push(name);
    }
  }
  const leaves = [...open].filter(([, count]) => count === 0).map(([name]) => name);
  for (let leaf = leaves.pop(); leaf !== undefined; leaf = leaves.pop()) {
    open.delete(leaf);
    for (const user of users.get(leaf) ?? []) {
      const left = (open.get(user) ?? 0) - 1;
      open.set(user, left);
      if (left === 0) leaves.push(user);
    }
  }
  return [...open.keys()];
}

/** A document is stored whole inside a record; another record is not part of it. */
const documentsHoldNoModels: Rule = (draft, notes) => {
  const seen = new Set<string>();
  const open = [...draft.types.values()].filter((type) => type.model !== undefined);
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    for (const field of type.fields.values()) {
      const inner = draft.types.get(namedType(field.type));
      if (isAbstract(draft, namedType(field.type)) && field.resolver === undefined) {
        const text = `${type.name}.${field.name}: ${type.name} is stored in records, and an interface or union cannot be written.`;
        notes.problem(field.position, text);
      }
      if (inner === undefined || field.resolver !== undefined) continue;
      if (inner.model === undefined && !seen.has(inner.name)) open.push(inner);
      if (inner.model === undefined) seen.add(inner.name);
      else if (type.model === undefined) {
        const text = `${type.name}.${field.name}: ${type.name} is stored inside records, so it cannot hold the model ${inner.name}; keep its id.`;
        // The older transformer leaves such a field without a value.
        if (draft.dialect === 1) notes.warn(field.position, text);
        else notes.problem(field.position, text);
      }
    }
  }
};

/** Accepted as AppSync does, though there is nothing to answer with. */
const emptyFields: Rule = (draft, notes) => {
  for (const type of draft.types.values()) {
    if (type.model === undefined) continue;
    for (const field of type.fields.values()) {
      const target = draft.types.get(namedType(field.type));
      if (target?.model === undefined || field.relation !== undefined || field.resolver !== undefined) continue;
      const text = `${type.name}.${field.name} leads to the model ${target.name} without a relation directive and will always be null.`;
      notes.warn(field.position, `${text} Add @hasOne, @hasMany, @belongsTo or @manyToMany.`);
    }
  }
  for (const root of draft.roots) {
    for (const field of root.fields.values()) {
      if (field.subscribesTo !== undefined || field.resolver !== undefined) continue;
      notes.warn(field.position, `${root.name}.${field.name} has no data source and will always be null.`);
    }
  }
};

export const rules: readonly Rule[] = [
  knownTypes,
  knownInterfaces,
  boundedModels,
  boundedFields,
  plainFieldNames,
  noRequiredCycles,
  documentsHoldNoModels,
  emptyFields,
];
