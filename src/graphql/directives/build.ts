/** SDL text -> Model: parse, read, let every directive speak, check, assemble. */

import {
  buildSchema,
  type ConstDirectiveNode,
  getArgumentValues,
  GraphQLError,
  type GraphQLDirective,
  type GraphQLSchema,
  valueFromASTUntyped,
} from "graphql";
import type { Draft, FieldDraft, TypeDraft } from "#graphql/sdl/draft";
import {
  type AppliedDirective,
  type Field,
  type Model,
  type ModelType,
  namedType,
  type ObjectType,
} from "#graphql/sdl/model";
import { parseSdl, positionOf } from "#graphql/sdl/parse";
import { at, type Problem, SdlRefusal } from "#graphql/sdl/problem";
import { readDraft } from "#graphql/sdl/read";
import { rules } from "#graphql/sdl/rules";
import { plainSettings, type SchemaSettings } from "#graphql/sdl/settings";
import type { Context, Directive, Use } from "./directive.ts";
import { directives } from "./list.ts";
import { notSupportedYet } from "./notSupportedYet.ts";

/** Understands an annotated SDL. Throws an SdlRefusal that lists every problem with line and column. */
export function buildModel(sdl: string, settings: SchemaSettings = plainSettings): Model {
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const notes: Pick<Context, "problem" | "warn"> = {
    problem: (position, message) => void problems.push({ position, message }),
    warn: (position, message) => void warnings.push(at(position, message)),
  };
  const draft = readDraft(parseSdl(sdl), notes);
  const context: Context = { ...notes, draft, settings };
  applyDirectives(context);
  for (const rule of rules) rule(draft, notes);
  checkWhole(draft, notes);
  const isEmpty = [...draft.types.values()].every((type) => type.model === undefined) && draft.queries.length === 0;
  if (isEmpty && problems.length === 0) {
    notes.problem({ line: 1, column: 1 }, "The schema serves nothing: write at least one type with @model.");
  }
  if (problems.length > 0) throw new SdlRefusal(problems);
  return assemble(draft, warnings);
}

function applyDirectives(context: Context): void {
  const types = [...context.draft.types.values()];
  for (const type of types) {
    checkUses(type.uses, "types", (directive) => directive.onType !== undefined, context);
    for (const field of type.fields.values()) {
      checkUses(field.uses, "fields", (directive) => directive.onField !== undefined, context);
    }
  }
  for (const directive of directives) {
    for (const type of types) {
      applyTo(directive, type.uses, type.directives, context, (use) => directive.onType?.(use, type, context));
      for (const field of type.fields.values()) {
        applyTo(directive, field.uses, field.directives, context, (use) =>
          directive.onField?.(use, field, type, context),
        );
      }
    }
  }
  for (const directive of directives) for (const type of types) directive.finish?.(type, context);
}

function checkUses(
  uses: readonly ConstDirectiveNode[],
  where: string,
  fits: (directive: Directive) => boolean,
  context: Context,
): void {
  const seen = new Set<string>();
  for (const use of uses) {
    const name = use.name.value;
    const directive = directives.find((each) => each.name === name);
    const position = positionOf(use);
    if (notSupportedYet.has(name)) context.problem(position, `@${name} is not supported yet.`);
    else if (directive === undefined) context.problem(position, `@${name} is not a directive Amplify knows.`);
    else if (!fits(directive)) context.problem(position, `@${name} does not go on ${where}.`);
    else if (seen.has(name)) context.problem(position, `@${name} stands here twice.`);
    seen.add(name);
  }
}

function applyTo(
  directive: Directive,
  uses: readonly ConstDirectiveNode[],
  applied: AppliedDirective[],
  context: Context,
  apply: (use: Use) => void,
): void {
  const node = uses.find((use) => use.name.value === directive.name);
  const definition = definitions().getDirective(directive.name);
  if (node === undefined || definition === undefined || definition === null) return;
  const values = readArguments(node, definition, context);
  if (values === undefined) return;
  const written = (node.arguments ?? []).map(
    (argument) => [argument.name.value, valueFromASTUntyped(argument.value)] as const,
  );
  applied.push({ name: directive.name, arguments: Object.fromEntries(written) });
  apply({ position: positionOf(node), arguments: values });
}

/** The arguments by the directive's definition, or undefined after a problem was noted. */
function readArguments(
  node: ConstDirectiveNode,
  definition: GraphQLDirective,
  context: Context,
): Record<string, unknown> | undefined {
  const known = new Set(definition.args.map((argument) => argument.name));
  for (const argument of node.arguments ?? []) {
    if (known.has(argument.name.value)) continue;
    context.problem(positionOf(argument), `@${definition.name} has no argument "${argument.name.value}".`);
    return undefined;
  }
  try {
    return getArgumentValues(definition, node);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    context.problem(error.locations?.[0] ?? positionOf(node), error.message);
    return undefined;
  }
}

let definitionsSchema: GraphQLSchema | undefined;

function definitions(): GraphQLSchema {
  definitionsSchema ??= buildSchema(directives.map((directive) => directive.definition).join("\n"), {
    assumeValid: true,
  });
  return definitionsSchema;
}

function checkWhole(draft: Draft, notes: Pick<Context, "problem" | "warn">): void {
  const relations = ["hasOne", "hasMany", "belongsTo", "manyToMany", "connection"];
  for (const type of draft.types.values()) {
    for (const field of type.fields.values()) {
      if (draft.types.get(namedType(field.type))?.model === undefined) continue;
      // A relation directive was refused already, with a line of its own.
      if (field.uses.some((use) => relations.includes(use.name.value))) continue;
      const text = `${type.name}.${field.name} leads to the model ${namedType(field.type)}; relations between models are not supported yet.`;
      notes.problem(field.position, text);
    }
  }
  for (const [root, fields] of [
    ["Query", draft.queries],
    ["Mutation", draft.mutations],
    ["Subscription", draft.subscriptions],
  ] as const) {
    for (const field of fields) {
      if (field.subscribesTo !== undefined) continue;
      notes.warn(field.position, `${root}.${field.name} has no data source and will always be null.`);
    }
  }
}

function assemble(draft: Draft, warnings: readonly string[]): Model {
  const types = [...draft.types.values()];
  return {
    dialect: 2,
    models: types.flatMap((type) => assembleModel(type)),
    objects: types.filter((type) => type.model === undefined).map((type) => assembleObject(type)),
    enums: [...draft.enums.values()],
    inputs: [...draft.inputs.values()],
    queries: draft.queries,
    mutations: draft.mutations,
    subscriptions: draft.subscriptions,
    warnings,
  };
}

function assembleModel(type: TypeDraft): readonly ModelType[] {
  const { model } = type;
  if (model?.key === undefined) return [];
  return [
    {
      ...assembleObject(type),
      plural: model.plural,
      fields: [...assembleObject(type).fields, ...model.added],
      key: model.key,
      indexes: model.indexes,
      relations: [],
      operations: model.operations,
      subscriptions: model.subscriptions,
      timestamps: model.timestamps,
      access: model.access ?? [],
    },
  ];
}

function assembleObject(type: TypeDraft): ObjectType {
  return {
    name: type.name,
    ...(type.description === undefined ? {} : { description: type.description }),
    position: type.position,
    directives: type.directives,
    fields: [...type.fields.values()].map(assembleField),
  };
}

function assembleField(field: FieldDraft): Field {
  return {
    name: field.name,
    type: field.type,
    ...(field.description === undefined ? {} : { description: field.description }),
    position: field.position,
    declared: true,
    directives: field.directives,
    ...(field.defaultValue === undefined ? {} : { defaultValue: field.defaultValue }),
  };
}
