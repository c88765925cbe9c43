/**
 * What access rules mean, written down a second time: small, slow and on records in memory, from the documentation and
 * the official resolvers' behaviour alone. The truth table compares the server with it.
 */

export type Operation = "create" | "update" | "delete" | "get" | "list" | "search" | "listen" | "sync";
export type Provider = "apiKey" | "userPools" | "oidc" | "iam" | "function";
export type Value = string | readonly string[] | null;
export type Item = Readonly<Record<string, Value>>;

/** A rule as data: whom it is about, and what it lets them do. */
export interface Rule {
  readonly sdl: string;
  readonly provider: Provider;
  readonly who:
    | { readonly kind: "everybody" | "guests" | "users" }
    | { readonly kind: "group"; readonly group: string }
    | { readonly kind: "owner"; readonly field: string; readonly claim: "joined" | "email" }
    | { readonly kind: "groupIn"; readonly field: string };
  readonly operations: readonly Operation[];
}

/** A caller as data. */
export interface Person {
  readonly name: string;
  readonly provider: Provider;
  /** The names under which records may know him: by the joined claim, whole and in parts, or by his address. */
  readonly joined?: readonly string[];
  readonly email?: string;
  readonly groups?: readonly string[];
  readonly guest?: boolean;
  readonly operator?: boolean;
}

/** A model of the table: rules of the type, and rules of its field `secret`. */
export interface Subject {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly secret: readonly Rule[] | undefined;
}

export const fields = ["id", "text", "secret", "owner", "owners", "team", "teams"] as const;
const reading: readonly Operation[] = ["get", "list", "search", "listen", "sync"];

export type Outcome =
  | { readonly kind: "unauthorized" }
  | { readonly kind: "deniedFields"; readonly fields: readonly string[] }
  | { readonly kind: "conditionFailed" }
  | { readonly kind: "nothing" }
  | { readonly kind: "answer"; readonly items: readonly Shown[] };

/** A field in an answer: it is there, null, or null with an error. */
export type Sight = "shown" | "silent" | "refused";

export interface Shown {
  readonly item: Item;
  readonly sights: Readonly<Record<string, Sight>>;
}

type Match = "always" | "never" | "byRecord";

function rulesOf(subject: Subject, field: string): readonly Rule[] {
  return field === "secret" && subject.secret !== undefined ? subject.secret : subject.rules;
}

/** Every place a rule stands: on the fields of the type that have no rules of their own, or on `secret`. */
function standing(subject: Subject): readonly { readonly field: string; readonly rule: Rule }[] {
  return fields.flatMap((field) => rulesOf(subject, field).map((rule) => ({ field, rule })));
}

/** Whether the rule is about the person at all: whatever the record, only some records, or never. */
function match(rule: Rule, person: Person): Match {
  if (rule.provider !== person.provider) return "never";
  const { who } = rule;
  switch (who.kind) {
    case "everybody":
      return "always";
    case "guests":
      return person.guest === true ? "always" : "never";
    case "users":
      return person.guest === true ? "never" : "always";
    case "group":
      return person.groups?.includes(who.group) === true ? "always" : "never";
    case "owner":
      return namesOf(rule, person).length > 0 ? "byRecord" : "never";
    default:
      return (person.groups ?? []).length > 0 ? "byRecord" : "never";
  }
}

function namesOf(rule: Rule, person: Person): readonly string[] {
  if (rule.who.kind === "groupIn") return person.groups ?? [];
  if (rule.who.kind !== "owner") return [];
  if (rule.who.claim === "joined") return person.joined ?? [];
  return person.email === undefined ? [] : [person.email];
}

function holds(rule: Rule, person: Person, item: Item | undefined): boolean {
  const how = match(rule, person);
  if (how !== "byRecord") return how === "always";
  if (item === undefined || !("field" in rule.who)) return false;
  const value = item[rule.who.field] ?? [];
  const names = namesOf(rule, person);
  return [value].flat().some((each) => names.includes(each));
}

/** People a rule is about: the same in two rules are one role. */
function role(rule: Rule): string {
  return JSON.stringify([rule.provider, rule.who]);
}

/** Answers of the official resolvers to one request, by the rules alone. */
export class Facts {
  readonly #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  get(person: Person, item: Item | undefined): Outcome {
    const how = this.#reach("get", person);
    if (how === "never") return { kind: "unauthorized" };
    if (item === undefined) return { kind: "nothing" };
    if (!this.#may("get", person, item)) return { kind: "unauthorized" };
    return { kind: "answer", items: [this.#shown(person, item, "query")] };
  }

  list(person: Person, items: readonly Item[]): Outcome {
    if (this.#reach("list", person) === "never") return { kind: "unauthorized" };
    const mine = items.filter((item) => this.#may("list", person, item));
    return { kind: "answer", items: mine.map((item) => this.#shown(person, item, "query")) };
  }

  create(person: Person, input: Item): Outcome {
    let item = input;
    for (const { rule } of standing(this.#subject)) {
      if (!rule.operations.includes("create") || rule.who.kind !== "owner" || match(rule, person) === "never") continue;
      const { field } = rule.who;
      const [name] = namesOf(rule, person);
      if (name === undefined || Object.hasOwn(input, field)) continue;
      item = { ...item, [field]: field === "owners" ? [name] : name };
    }
    const refused = this.#refusal(person, item, [["create", Object.keys(input)]]);
    return refused ?? { kind: "answer", items: [this.#shown(person, item, "mutation")] };
  }

  update(person: Person, item: Item | undefined, input: Item): Outcome {
    const given = Object.keys(input).filter((name) => name !== "id");
    const nulls = given.filter((name) => input[name] === null);
    const someone = this.#some(["update", "delete"], person, item);
    if (!someone) return { kind: "unauthorized" };
    const denied = [
      ...given.filter((name) => !this.#granted("update", name, person, item)),
      ...nulls.filter((name) => !this.#granted("delete", name, person, item)),
    ];
    if (denied.length > 0) return { kind: "deniedFields", fields: [...new Set(denied)] };
    if (item === undefined) return { kind: "conditionFailed" };
    return { kind: "answer", items: [this.#shown(person, { ...item, ...input }, "mutation")] };
  }

  delete(person: Person, item: Item | undefined): Outcome {
    const rules = standing(this.#subject);
    const whole = rules.filter(({ rule }) => {
      const same = rules.filter((each) => role(each.rule) === role(rule) && each.rule.operations.includes("delete"));
      return fields.every((field) => same.some((each) => each.field === field));
    });
    const isAllowed = person.operator === true || whole.some(({ rule }) => holds(rule, person, item));
    if (!isAllowed) return { kind: "unauthorized" };
    if (item === undefined) return { kind: "conditionFailed" };
    return { kind: "answer", items: [this.#shown(person, item, "mutation")] };
  }

  /** The record as answers show it: of owners known by two joined claims, the name alone. */
  displayed(item: Item): Item {
    const joined = standing(this.#subject).flatMap(({ rule }) =>
      rule.who.kind === "owner" && rule.who.claim === "joined" ? [rule.who.field] : [],
    );
    const short = (value: Value): Value =>
      typeof value === "string"
        ? (value.split("::").at(-1) ?? "")
        : (value?.map((each) => String(short(each))) ?? null);
    return Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, joined.includes(name) ? short(value) : value]),
    );
  }

  #refusal(person: Person, item: Item, asked: readonly [Operation, readonly string[]][]): Outcome | undefined {
    for (const [operation, names] of asked) {
      if (!this.#some([operation], person, item)) return { kind: "unauthorized" };
      const denied = names.filter((name) => !this.#granted(operation, name, person, item));
      if (denied.length > 0) return { kind: "deniedFields", fields: denied };
    }
    return undefined;
  }

  #granted(operation: Operation, field: string, person: Person, item: Item | undefined): boolean {
    if (person.operator === true) return true;
    return rulesOf(this.#subject, field).some(
      (rule) => rule.operations.includes(operation) && holds(rule, person, item),
    );
  }

  #some(operations: readonly Operation[], person: Person, item: Item | undefined): boolean {
    return fields.some((field) => operations.some((operation) => this.#granted(operation, field, person, item)));
  }

  #may(operation: Operation, person: Person, item: Item): boolean {
    return this.#some([operation], person, item);
  }

  /** Whether any record could be for the person. */
  #reach(operation: Operation, person: Person): Match {
    if (person.operator === true) return "always";
    const found = standing(this.#subject)
      .filter(({ rule }) => rule.operations.includes(operation))
      .map(({ rule }) => match(rule, person));
    return found.includes("always") ? "always" : found.includes("byRecord") ? "byRecord" : "never";
  }

  #shown(person: Person, item: Item, kind: "query" | "mutation"): Shown {
    const sights = fields.map((field) => [field, this.#sight(person, item, kind, field)] as const);
    return { item, sights: Object.fromEntries(sights) };
  }

  #sight(person: Person, item: Item, kind: "query" | "mutation", field: string): Sight {
    if (person.operator === true) return "shown";
    const roles = new Map<string, { rule: Rule; ofField: Set<Operation>; gets: boolean }>();
    for (const { field: place, rule } of standing(this.#subject)) {
      const known = roles.get(role(rule)) ?? { rule, ofField: new Set<Operation>(), gets: false };
      roles.set(role(rule), known);
      if (place === field) for (const operation of rule.operations) known.ofField.add(operation);
      if (rule.operations.includes("get")) known.gets = true;
    }
    const getters = [...roles.values()].filter(({ gets }) => gets);
    const wide = getters.filter(
      ({ rule, ofField }) =>
        rule.who.kind === "users" && rule.provider !== "iam" && reading.every((operation) => ofField.has(operation)),
    );
    const readers = getters.filter(
      ({ rule }) => rule.who.kind === "users" || !wide.some((each) => each.rule.provider === rule.provider),
    );
    const allowed = readers.filter(({ ofField }) => reading.some((operation) => ofField.has(operation)));
    if (allowed.length === readers.length) return "shown";
    if (!allowed.some(({ rule }) => holds(rule, person, item))) return "refused";
    return kind === "mutation" ? "silent" : "shown";
  }
}
