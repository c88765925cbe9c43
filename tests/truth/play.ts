/** Plays the truth table: real requests to the engine on a real database, each answer beside what the facts say. */

import type { ApiCaller } from "#graphql/access/caller";
import { type CallerAnswer, type CallerApi, openCallerApi, operator } from "../support/callerApi.ts";
import { Facts, fields, type Item, type Outcome, type Person, type Subject } from "./facts.ts";
import { callers, printed } from "./table.ts";

export interface Played {
  readonly cells: number;
  /** Cells whose answer is not what the facts say, in words. */
  readonly wrong: readonly string[];
  readonly bugs: readonly unknown[];
}

/** Subjects of one API; more would only make its schema slow to build. */
const together = 100;

/** Asks everything of each subject as each caller. */
export async function playTable(subjects: readonly Subject[]): Promise<Played> {
  let cells = 0;
  const wrong: string[] = [];
  const bugs: unknown[] = [];
  for (let from = 0; from < subjects.length; from += together) {
    const part = subjects.slice(from, from + together);
    const api = await openCallerApi(part.map(printed).join("\n\n"));
    try {
      for (const subject of part) {
        const play = new Play(api, subject);
        await play.all();
        cells += play.cells;
        wrong.push(...play.wrong);
      }
      bugs.push(...api.bugs);
    } finally {
      await api.close();
    }
  }
  return { cells, wrong, bugs };
}

/** Ann's record, and one that is nobody's; ids come in front. */
const ofAnn: Item = {
  text: "t",
  secret: "s",
  owner: "sub-ann::ann",
  owners: ["x", "sub-ann::ann"],
  team: "red",
  teams: ["green", "red"],
};
const addressed: Item = { ...ofAnn, owner: "ann@example.com" };
const ofNobody: Item = { text: "n", secret: "n" };

const selected = "{ id text secret owner owners team teams }";

class Play {
  cells = 0;
  readonly wrong: string[] = [];
  readonly #api: CallerApi;
  readonly #subject: Subject;
  readonly #facts: Facts;
  readonly #byAddress: boolean;

  constructor(api: CallerApi, subject: Subject) {
    this.#api = api;
    this.#subject = subject;
    this.#facts = new Facts(subject);
    const rules = [...subject.rules, ...(subject.secret ?? [])];
    this.#byAddress = rules.some(({ who }) => who.kind === "owner" && who.claim === "email");
  }

  async all(): Promise<void> {
    const own: Item = { id: "own", ...(this.#byAddress ? addressed : ofAnn) };
    const foreign: Item = { id: "foreign", ...ofNobody };
    await this.#seed(own);
    await this.#seed(foreign);
    for (const [person, caller] of callers) await this.#reads(person, caller, [own, foreign]);
    for (const [person, caller] of callers) await this.#writes(person, caller, own);
  }

  async #reads(person: Person, caller: ApiCaller, items: readonly Item[]): Promise<void> {
    const { name } = this.#subject;
    for (const id of ["own", "foreign", "missing"]) {
      const item = items.find((each) => each["id"] === id);
      await this.#cell(
        person,
        caller,
        `query { get: get${name}(id: "${id}") ${selected} }`,
        this.#facts.get(person, item),
      );
    }
    const list = `query { list: list${name}s { items ${selected} } }`;
    await this.#cell(person, caller, list, this.#facts.list(person, items));
  }

  async #writes(person: Person, caller: ApiCaller, own: Item): Promise<void> {
    const who = person.name.replaceAll(" ", "");
    for (const [kind, input] of inputs(own)) {
      const item = { id: `${who}-${kind}`, ...input };
      await this.#cell(person, caller, this.#mutation("create", item), this.#facts.create(person, item));
    }
    const changes: readonly Item[] = [
      { text: "t" },
      { secret: "s" },
      { text: null },
      { secret: null },
      { text: "t", secret: null },
    ];
    for (const [id, item] of [
      ["own", own],
      ["missing", undefined],
    ] as const) {
      for (const change of changes) {
        const input = { id, ...change };
        await this.#cell(person, caller, this.#mutation("update", input), this.#facts.update(person, item, input));
        if (item !== undefined && Object.values(change).includes(null)) await this.#mend(own);
      }
    }
    for (const id of [`${who}-mine`, `${who}-gone`]) {
      const item = id.endsWith("gone") ? undefined : { ...own, id };
      if (item !== undefined) await this.#seed(item);
      await this.#cell(person, caller, this.#mutation("delete", { id }), this.#facts.delete(person, item));
    }
  }

  #mutation(operation: string, input: Item): string {
    const members = Object.entries(input).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return `mutation { ${operation}: ${operation}${this.#subject.name}(input: { ${members.join(", ")} }) ${selected} }`;
  }

  async #seed(item: Item): Promise<void> {
    await this.#must(this.#mutation("delete", { id: item["id"] ?? "" }), true);
    await this.#must(this.#mutation("create", item));
  }

  async #mend(item: Item): Promise<void> {
    await this.#must(this.#mutation("update", item));
  }

  async #must(text: string, mayFail = false): Promise<void> {
    const { errors } = await this.#api.send(operator, text);
    if (errors !== undefined && !mayFail) throw new Error(`${text}: ${JSON.stringify(errors)}`);
  }

  async #cell(person: Person, caller: ApiCaller, text: string, expected: Outcome): Promise<void> {
    this.cells += 1;
    const told = tell(await this.#api.send(caller, text));
    const meant = mean(expected, text, this.#facts);
    if (told === meant) return;
    const rules = this.#subject.rules.map((rule) => rule.sdl).join(", ");
    const secret = this.#subject.secret?.map((rule) => rule.sdl).join(", ");
    const where = `[${rules}]${secret === undefined ? "" : ` secret [${secret}]`}`;
    this.wrong.push(`${where} ${person.name}: ${text}\n  facts ${meant}\n  said  ${told}`);
  }
}

/** Inputs of new records: without owner or team, with everything Ann's, with another owner, with an explicit null. */
function inputs(own: Item): readonly (readonly [string, Item])[] {
  const { id: _id, ...members } = own;
  return [
    ["plain", { text: "t" }],
    ["secret", { text: "t", secret: "s" }],
    ["mine", members],
    ["other", { text: "t", owner: "sub-eve::eve", owners: ["sub-eve::eve"], team: "evil", teams: ["evil"] }],
    ["null", { text: "t", owner: null, owners: null }],
    ["part", { owner: "ann", owners: ["ann"], team: "blue" }],
  ];
}

/** An answer in one line: the records with what is shown of the secret, or the error. */
function tell({ data, errors = [] }: CallerAnswer): string {
  const [first] = errors;
  const value = Object.values(data ?? {})[0] as Readonly<Record<string, unknown>> | null | undefined;
  if (first !== undefined && first.path?.length === 1)
    return `${String(first.errorType)}: ${withoutNames(first.message)}`;
  if (value === null || value === undefined) return errors.length === 0 ? "null" : JSON.stringify(errors);
  const list = value["items"] as readonly Readonly<Record<string, unknown>>[] | undefined;
  const items = list ?? [value];
  const refusals = items.map((_item, index) => {
    const start = list !== undefined ? ["list", "items", index] : [Object.keys(data ?? {})[0]];
    const own = errors.filter((error) => error.path?.slice(0, -1).join() === start.join());
    return own.map((error) => `${String(error.errorType)}: ${withoutNames(error.message)}`);
  });
  const lines = items.map((item, index) => [JSON.stringify(item), ...(refusals[index] ?? []).toSorted()].join("; "));
  return lines.join("\n") + (errors.length === refusals.flat().length ? "" : ` and ${JSON.stringify(errors)}`);
}

function withoutNames(message: string): string {
  return message.replaceAll(/Case\d+/g, "Case").replace(/Request ID: .*\)/, "Request ID)");
}

const kinds: Readonly<Record<string, string>> = { get: "Query", list: "Query" };

/** What the facts say, in the same words. */
function mean(expected: Outcome, text: string, facts: Facts): string {
  const [, operation = ""] = /\{ (\w+):/.exec(text) ?? [];
  switch (expected.kind) {
    case "unauthorized": {
      const plural = operation === "list" ? "s" : "";
      return `Unauthorized: Not Authorized to access ${operation}Case${plural} on type ${kinds[operation] ?? "Mutation"}`;
    }
    case "deniedFields":
      return `Unauthorized: Unauthorized on [${expected.fields.join(", ")}]`;
    case "conditionFailed":
      return "DynamoDB:ConditionalCheckFailedException: The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID)";
    case "nothing":
      return "null";
    default:
      return expected.items
        .map(({ item: stored, sights }) => {
          const item = facts.displayed(stored);
          const shown = fields.map((name) => [name, sights[name] === "shown" ? (item[name] ?? null) : null] as const);
          const refused = fields
            .filter((name) => sights[name] === "refused")
            .map((name) => `Unauthorized: Not Authorized to access ${name} on type Case`);
          return [JSON.stringify(Object.fromEntries(shown)), ...refused.toSorted()].join("; ");
        })
        .join("\n");
  }
}
