/** Who may subscribe, and of which records he is told: a model's rules for `listen`, or those of a field the user wrote. */

import type { ApiCaller } from "#graphql/access/caller";
import { mayCall } from "#graphql/access/customFields";
import { isDenied } from "#graphql/access/deniedFields";
import { holds, isOperator } from "#graphql/access/judge";
import type { OwnerTest, Right, RowTest } from "#graphql/access/rule";
import type { Api } from "#graphql/query/api";
import type { JsonRecord } from "#graphql/query/jsonRecord";
import type { Arguments } from "#graphql/query/run";
import type { Table } from "#graphql/query/table";
import type { CustomField } from "#graphql/sdl/model";
import { notAuthorizedTo } from "./fault.ts";
import type { SubscriptionField } from "./subscriptionFields.ts";
import { isEqual, isNothing } from "./value.ts";

/** The record's field holds (or, as a list, contains) one of these values. */
export interface Place {
  readonly field: string;
  readonly values: readonly unknown[];
}

export interface Listening {
  test(record: JsonRecord): boolean;
  /** Records that pass are at one of these places; undefined when they may be anywhere. */
  readonly places: readonly Place[] | undefined;
  /** Fields some records don't show to this caller. */
  readonly veils: ReadonlyMap<string, Right>;
}

/** What the rules and the arguments leave of a mutation's records. Throws a RealtimeFault when they leave nothing. */
export function listening(api: Api, field: SubscriptionField, args: Arguments, caller: ApiCaller): Listening {
  if (isDenied(caller, "Subscription", field.name)) throw notAuthorizedTo(field.name);
  const tests =
    field.table === undefined ? customTests(api, field, caller) : modelTests(api, field.table, field, caller);
  const named = ownerArguments(tests ?? [], args, caller);
  if (tests?.length === 0 || (tests !== undefined && named.refused === tests.length)) throw notAuthorizedTo(field.name);
  const equal = Object.entries(args).filter(([name]) => !named.asked.has(name) && !isFilter(field, name));
  const joined = field.table?.access.joinedOwners;
  const terms = equal.map(([name, value]): Term => ({ name, values: spellings(value, joined?.has(name) === true) }));
  const owners = [...named.asked.values()].map((test): Term => ({ name: test.field, values: namesOf(test, caller) }));
  return {
    test: (record) =>
      (tests === undefined || tests.some((test) => holds(test, record, caller))) &&
      terms.every(({ name, values }) => values.some((value) => isEqual(record[name], value))) &&
      owners.every(({ name, values }) => [record[name]].flat().some((each) => values.includes(each))),
    places: placesOf([...terms, ...owners], tests, caller),
    veils: field.table === undefined ? new Map() : veilsOf(field.table, caller),
  };
}

interface Term {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** Undefined: every record. */
function modelTests(
  api: Api,
  { model, access }: Table,
  { name }: SubscriptionField,
  caller: ApiCaller,
): readonly RowTest[] | undefined {
  if (model.subscriptions.level === "public") {
    // Open to the API's default mode, whatever the model's rules are.
    if (mayCall(publicField(name), "Subscription", { ...api.names.model, rootModes: {} }, caller)) return undefined;
    throw notAuthorizedTo(name);
  }
  const right = access.read("listen", caller);
  if (right === "deny") throw notAuthorizedTo(name);
  return right === "allow" ? undefined : right;
}

function publicField(name: string): CustomField {
  return { name, position: { line: 0, column: 0 }, type: { name, required: false }, arguments: [] };
}

function customTests(api: Api, { name, custom }: SubscriptionField, caller: ApiCaller): undefined {
  if (custom !== undefined && !mayCall(custom, "Subscription", api.names.model, caller)) throw notAuthorizedTo(name);
}

/** Owner arguments that name the caller, by field, and how many of the tests were asked for somebody else. */
function ownerArguments(
  tests: readonly RowTest[],
  args: Arguments,
  caller: ApiCaller,
): { readonly asked: ReadonlyMap<string, OwnerTest>; readonly refused: number } {
  const asked = new Map<string, OwnerTest>();
  let refused = 0;
  for (const test of tests) {
    const value = args[test.field];
    if (test.kind !== "owner" || typeof value !== "string") continue;
    if (namesOf(test, caller).includes(value)) asked.set(test.field, test);
    else refused += 1;
  }
  return { asked, refused };
}

function isFilter({ table, custom }: SubscriptionField, name: string): boolean {
  return table !== undefined && custom === undefined && name === "filter";
}

function namesOf(test: OwnerTest, caller: ApiCaller): readonly string[] {
  return test.names.map((name) => name(caller));
}

/** Answers show the last part of a joined owner. */
function spellings(value: unknown, isJoined: boolean): readonly unknown[] {
  if (!isJoined || typeof value !== "string" || !value.includes("::")) return [value];
  return [value, value.slice(value.lastIndexOf("::") + 2)];
}

/** One argument that must be met is enough to find the subscription by; without one, any of the tests may hold. */
function placesOf(
  terms: readonly Term[],
  tests: readonly RowTest[] | undefined,
  caller: ApiCaller,
): readonly Place[] | undefined {
  const term = terms.find(({ values }) => values.every((value) => !isNothing(value) && typeof value !== "object"));
  if (term !== undefined) return [{ field: term.name, values: term.values }];
  return tests?.map((test) => ({
    field: test.field,
    values: test.kind === "owner" ? namesOf(test, caller) : test.groups(caller),
  }));
}

function veilsOf({ model, access }: Table, caller: ApiCaller): ReadonlyMap<string, Right> {
  const veils = new Map<string, Right>();
  if (isOperator(caller)) return veils;
  for (const { name } of model.fields) {
    const right = isDenied(caller, model.name, name) ? "deny" : access.field(name, caller).right;
    if (right !== "allow") veils.set(name, right);
  }
  return veils;
}
