/** What must hold between the types of an SDL, as an ordered list of rules. */

import type { Draft, Notes } from "./draft.ts";
import { type CustomField, namedType, type TypeRef } from "./model.ts";
import { scalarNamed } from "#graphql/scalars/list";

export type Rule = (draft: Draft, notes: Notes) => void;

/** Columns of a table and members of a JSON object are bounded by the engines. */
const maxFields = 400;
const maxModels = 2000;

const knownTypes: Rule = (draft, notes) => {
  const isOutput = (type: TypeRef): boolean => {
    const name = namedType(type);
    return scalarNamed(name) !== undefined || draft.types.has(name) || draft.enums.has(name);
  };
  for (const type of draft.types.values()) {
    for (const field of type.fields.values()) {
      if (isOutput(field.type)) continue;
      const name = namedType(field.type);
      const why = draft.inputs.has(name) ? "is an input type and cannot be a field's type" : "is not defined";
      notes.problem(field.position, `${type.name}.${field.name}: type ${name} ${why}.`);
    }
  }
  for (const [root, fields] of roots(draft)) {
    for (const field of fields) {
      if (!isOutput(field.type))
        notes.problem(field.position, `${root}.${field.name}: type ${namedType(field.type)} is not defined.`);
      checkInputs(draft, notes, `${root}.${field.name}`, field.position, field.arguments);
    }
  }
  for (const input of draft.inputs.values()) checkInputs(draft, notes, input.name, input.position, input.fields);
};

function checkInputs(
  draft: Draft,
  notes: Notes,
  owner: string,
  position: CustomField["position"],
  members: CustomField["arguments"],
): void {
  for (const member of members) {
    const name = namedType(member.type);
    if (scalarNamed(name) !== undefined || draft.inputs.has(name) || draft.enums.has(name)) continue;
    notes.problem(position, `${owner}(${member.name}): ${name} is not a scalar, enum or input type of this schema.`);
  }
}

function roots(draft: Draft): readonly (readonly [string, readonly CustomField[]])[] {
  return [
    ["Query", draft.queries],
    ["Mutation", draft.mutations],
    ["Subscription", draft.subscriptions],
  ];
}

const boundedFields: Rule = (draft, notes) => {
  for (const type of draft.types.values()) {
    if (type.fields.size > maxFields) {
      notes.problem(
        type.position,
        `Type ${type.name} has ${type.fields.size} fields; at most ${maxFields} are served.`,
      );
    }
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
  const graph = new Map<string, { readonly position: CustomField["position"]; readonly next: readonly string[] }>();
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

export const rules: readonly Rule[] = [knownTypes, boundedModels, boundedFields, plainFieldNames, noRequiredCycles];
