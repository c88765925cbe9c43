/** Derives TypeScript definitions from a service's wire data in a given style. */

import type { ServiceSchema, StructureShape } from "#generated/schema";
import type { Paginator } from "./constraints.ts";
import type { Definition, Definitions, MemberDefinition, Role, TypeExpression } from "./definitions.ts";
import { notesOf, operationNote } from "./notes.ts";
import { findSides, type Sides } from "./sides.ts";
import type { TypeStyle } from "./typeStyle.ts";

/** Which variant of a twinned structure a reference means. */
type Variant = "plain" | "Output" | "Union";

/** All types of a service, by name. */
export function deriveDefinitions(
  schema: ServiceSchema,
  paginators: Readonly<Record<string, Paginator>>,
  style: TypeStyle,
): Definitions {
  const derivation = new Derivation(schema, style);
  for (const name of derivation.sides.all) derivation.structure(name);
  for (const [operation, paginator] of Object.entries(paginators)) derivation.paginated(operation, paginator);
  derivation.clientSide();
  const operations = Object.entries(schema.operations).map(([name, { input, output }]) => ({
    name,
    input: input + style.suffix,
    output: output + style.suffix,
    about: operationNote(name, schema),
  }));
  return {
    service: schema.service,
    definitions: derivation.definitions.sort((a, b) => (a.name < b.name ? -1 : 1)),
    literals: [...derivation.literals].sort().map((shape) => ({
      name: shape + style.literalSuffix,
      values: enumOf(schema, shape),
    })),
    operations,
  };
}

class Derivation {
  readonly definitions: Definition[] = [];
  readonly literals = new Set<string>();
  readonly sides: Sides;
  readonly #schema: ServiceSchema;
  readonly #style: TypeStyle;
  readonly #unions = new Set<string>();

  constructor(schema: ServiceSchema, style: TypeStyle) {
    this.#schema = schema;
    this.#style = style;
    this.sides = findSides(schema);
  }

  /** Adds the definition of a structure, and its twin where it has one. */
  structure(name: string): void {
    const shape = structureOf(this.#schema, name);
    const response = Object.values(this.#schema.operations).some((operation) => operation.output === name);
    if (this.#isMapping(shape) && !this.sides.top.has(name)) return;
    if (this.#twinned(name)) {
      this.#add(name, shape, "plain", "plain");
      this.#add(name, shape, "Output", "Output");
      return;
    }
    const entersOnly = !this.sides.leaving.has(name);
    this.#add(name, shape, "plain", entersOnly ? "Union" : "Output", response);
  }

  /** Adds the variant of a request that a client's paginator takes. */
  paginated(operation: string, paginator: Paginator): void {
    const pagination = this.#style.clientSide?.pagination;
    const input = this.#schema.operations[operation]?.input;
    if (pagination === undefined || input === undefined) return;
    const dropped = [paginator.inputToken, paginator.limit];
    const members = this.#members(input, structureOf(this.#schema, input), "Union", false);
    this.definitions.push({
      kind: "structure",
      name: `${input}Paginate${this.#style.suffix}`,
      role: "client",
      about: `Input of a client's paginator over ${operationNote(operation, this.#schema)}: token and page size move into \`${pagination.member}\`.`,
      members: [
        ...members.filter((member) => !dropped.includes(member.name)),
        {
          name: pagination.member,
          required: false,
          type: { kind: "reference", name: pagination.definition.name },
          ...this.#words("", pagination.member),
          notes: ["not sent"],
        },
      ],
    });
  }

  clientSide(): void {
    const shapes = this.#style.clientSide;
    if (shapes !== undefined) this.definitions.push(shapes.metadata.definition, shapes.pagination.definition);
  }

  #add(name: string, shape: StructureShape, variant: Variant, references: Variant, response = false): void {
    const members = this.#members(name, shape, references, response);
    const about = this.#about(name, shape, variant);
    this.definitions.push({
      kind: "structure",
      name: this.#name(name, variant),
      role: this.#role(name),
      about,
      members,
    });
  }

  #members(name: string, shape: StructureShape, references: Variant, response: boolean): MemberDefinition[] {
    const { optionalInResponses, clientSide } = this.#style;
    const members = Object.entries(shape.members).map(([member, data]): MemberDefinition => {
      const filled = response && optionalInResponses !== undefined;
      return {
        name: member,
        required: filled ? !optionalInResponses.includes(member) : data.required === true,
        type: this.#type(data.shape, references, this.sides.leaving.has(name) && references !== "plain"),
        ...this.#words(name, member),
        notes: notesOf(member, data, this.#schema),
      };
    });
    if (response && clientSide !== undefined) {
      const { member, definition } = clientSide.metadata;
      members.push({
        name: member,
        required: true,
        type: { kind: "reference", name: definition.name },
        ...this.#words("", member),
        notes: ["added by the client"],
      });
    }
    return members.toSorted((a, b) => Number(b.required) - Number(a.required));
  }

  #words(structure: string, member: string): { readonly about?: string } {
    const { words } = this.#style;
    if (words === undefined) return {};
    const about = words[`${structure}.${member}`] ?? words[member];
    if (about === undefined) throw new Error(`words.ts does not say what ${structure}.${member} means`);
    return { about };
  }

  #type(shapeName: string, references: Variant, leaving: boolean): TypeExpression {
    const shape = this.#schema.shapes[shapeName];
    const frozen = !(this.#style.twins && leaving);
    switch (shape?.kind) {
      case undefined:
        throw new Error(`no shape ${shapeName}`);
      case "structure":
        if (this.#isMapping(shape))
          return { kind: "record", readonly: frozen, of: { kind: "scalar", name: "unknown" } };
        return { kind: "reference", name: this.#reference(shapeName, references) };
      case "list":
        return { kind: "array", readonly: frozen, of: this.#type(shape.member, references, leaving) };
      case "map":
        return { kind: "record", readonly: frozen, of: this.#type(shape.value, references, leaving) };
      case "string":
        if (shape.enum === undefined) return { kind: "scalar", name: "string" };
        this.literals.add(shapeName);
        return { kind: "literal", name: shapeName + this.#style.literalSuffix };
      case "boolean":
        return { kind: "scalar", name: "boolean" };
      case "blob":
        return { kind: "scalar", name: shape.streaming ? "AsyncIterable<Uint8Array>" : "Uint8Array" };
      case "document":
        return { kind: "scalar", name: "unknown" };
      default:
        return { kind: "scalar", name: "number" };
    }
  }

  #reference(name: string, variant: Variant): string {
    if (!this.#twinned(name)) return this.#name(name, "plain");
    if (variant === "Union") this.#union(name);
    return this.#name(name, variant);
  }

  #union(name: string): void {
    if (this.#unions.has(name)) return;
    this.#unions.add(name);
    const options = [this.#name(name, "plain"), this.#name(name, "Output")];
    const about = `\`${name}\` as requests take it: made by hand, or as a response gave it.`;
    this.definitions.push({ kind: "union", name: this.#name(name, "Union"), role: "union", about, options });
  }

  #twinned(name: string): boolean {
    return this.#style.twins && this.sides.twinned.has(name);
  }

  /** A structure without members says nothing about what it holds. */
  #isMapping(shape: StructureShape): boolean {
    return Object.keys(shape.members).length === 0;
  }

  #name(name: string, variant: Variant): string {
    return name + (variant === "plain" ? "" : variant) + this.#style.suffix;
  }

  #role(name: string): Role {
    return this.sides.top.get(name)?.role ?? "structure";
  }

  #about(name: string, shape: StructureShape, variant: Variant): string {
    const top = this.sides.top.get(name);
    if (top?.role === "request") return `Input of ${operationNote(top.operation, this.#schema)}.`;
    if (top !== undefined) return `Answer of ${operationNote(top.operation, this.#schema)}.`;
    const masked = shape.sensitive === true ? " Masked in logs." : "";
    const way = this.sides.entering.has(name)
      ? this.sides.leaving.has(name)
        ? "requests and responses"
        : "requests"
      : "responses";
    if (variant === "Output") return `\`${name}\` as responses carry it.${masked}`;
    if (this.#twinned(name)) return `\`${name}\` as requests carry it.${masked}`;
    return `Part of ${way}.${masked}`;
  }
}

function structureOf(schema: ServiceSchema, name: string): StructureShape {
  const shape = schema.shapes[name];
  if (shape?.kind !== "structure") throw new Error(`${name} is not a structure`);
  return shape;
}

function enumOf(schema: ServiceSchema, name: string): readonly string[] {
  const shape = schema.shapes[name];
  return shape?.kind === "string" ? (shape.enum ?? []) : [];
}
