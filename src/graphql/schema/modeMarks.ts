/** The @aws_* directives of a schema while they are gathered: which modes may reach a type or a field. */

import type { AppliedDirective, Provider } from "#graphql/sdl/model";

const names: Readonly<Record<Provider, string>> = {
  apiKey: "aws_api_key",
  iam: "aws_iam",
  oidc: "aws_oidc",
  userPools: "aws_cognito_user_pools",
  function: "aws_lambda",
};

/** In the order the official tools print them. */
const order = Object.keys(names) as readonly Provider[];

/**
 * The modes to name where callers of these providers are let in: none where the default mode alone is.
 * `always`: the default mode is named wherever another one is, even when no rule is about it.
 */
export function namedModes(
  providers: Iterable<Provider>,
  standard: Provider,
  always: "always" | "whenRuled" = "whenRuled",
): readonly string[] {
  const given = new Set(providers);
  const others = order.filter((provider) => provider !== standard && given.has(provider));
  if (others.length === 0) return [];
  return [...others, ...(always === "always" || given.has(standard) ? [standard] : [])].map((each) => names[each]);
}

export function modeName(provider: Provider): string {
  return names[provider];
}

export class ModeMarks {
  readonly #types = new Map<string, Set<string>>();
  readonly #fields = new Map<string, Set<string>>();

  /** Marks a type; answers those marks it did not have yet. */
  type(name: string, modes: readonly string[]): readonly string[] {
    return added(this.#types, name, modes);
  }

  field(type: string, field: string, modes: readonly string[]): void {
    added(this.#fields, `${type}.${field}`, modes);
  }

  /** Marks a field and the type it answers. */
  operation(type: string, field: string, answers: string, modes: readonly string[]): void {
    this.field(type, field, modes);
    this.type(answers, modes);
  }

  has(type: string): boolean {
    return (this.#types.get(type)?.size ?? 0) > 0;
  }

  /** ` @aws_iam @aws_api_key`, to stand behind a type's name; empty without marks. */
  onType(name: string): string {
    return printed(this.#types.get(name));
  }

  onField(type: string, field: string): string {
    return printed(this.#fields.get(`${type}.${field}`));
  }
}

function added(marks: Map<string, Set<string>>, key: string, modes: readonly string[]): readonly string[] {
  if (modes.length === 0) return [];
  const known = marks.get(key) ?? new Set();
  marks.set(key, known);
  const fresh = modes.filter((mode) => !known.has(mode));
  for (const mode of fresh) known.add(mode);
  return fresh;
}

function printed(marks: ReadonlySet<string> | undefined): string {
  return marks === undefined ? "" : [...marks].map((mark) => ` @${mark}`).join("");
}

/** The @aws_* directives among those the user wrote, as they are printed. */
export function writtenModes(directives: readonly AppliedDirective[]): readonly string[] {
  return directives.flatMap(({ name, arguments: args }) => {
    if (!name.startsWith("aws_") || name === "aws_subscribe") return [];
    const groups = args["cognito_groups"];
    return groups === undefined ? [name] : [`${name}(cognito_groups: ${JSON.stringify([groups].flat())})`];
  });
}
