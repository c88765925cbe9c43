/** docs/coverage-config.md: each request field of AmplifyBackend with the tests that see what it changes. */

import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { filesUnder, read } from "./checkout.ts";
import { type FieldGroup, fieldGroups } from "./fields.ts";
import type { FieldRow, SeenBy } from "./fields/row.ts";
import { requestLeaves } from "./leaves.ts";
import { code, head, page, plain, table } from "./markdown.ts";

type State = "seen" | "partly" | "not yet";

export function coverageConfig(): string {
  const rows = fieldGroups.flatMap((group) => group.rows);
  const problems = [...unmatched(rows), ...lostTests(rows)];
  if (problems.length > 0) throw new Error(`tools/docs/fields/ needs a change:\n${problems.join("\n")}`);
  return page(
    head(
      "Coverage of the configuration",
      "Every member of every AmplifyBackend request, leaf by leaf, with the effect that setting it must have and the tests that see this effect: not that the value comes back, but that something behaves otherwise. “Partly” says what no test sees yet, “not yet” that no test sees anything.",
      "The members are checked against the service model and the tests by name, so a field or a test that comes, goes or is renamed shows here.",
    ),
    summary(),
    ...fieldGroups.flatMap((group) => [
      `## ${group.title}`,
      ...(group.note === undefined ? [] : [group.note]),
      groupTable(group),
    ]),
  );
}

function summary(): string {
  const states: readonly State[] = ["seen", "partly", "not yet"];
  const rows = fieldGroups.map((group) => [
    group.title,
    String(leavesIn(group.rows).length),
    ...states.map((state) => String(leavesIn(group.rows.filter((row) => stateOf(row) === state)).length)),
  ]);
  const totals = [1, 2, 3, 4].map((column) => String(rows.reduce((sum, row) => sum + Number(row[column]), 0)));
  return table(["", "fields", ...states], [...rows, ["all", ...totals]]);
}

function groupTable({ rows }: FieldGroup): string {
  const lines = rows.flatMap((row) =>
    row.operations.flatMap((operation) =>
      row.fields.map((field) => [operation, code(field), plain(row.effect), evidence(row)]),
    ),
  );
  // Stable: fields of an operation stay in the order of the list.
  lines.sort(([a = ""], [b = ""]) => (a < b ? -1 : Number(a > b)));
  return table(["operation", "field", "effect", "seen by"], lines);
}

function evidence(row: FieldRow): string {
  const tests = row.seenBy.map(({ file, title }) => `${code(file)}: ${plain(title)}`);
  const state = stateOf(row);
  if (state !== "seen") tests.push(row.notYet ? `**${state}**: ${plain(row.notYet)}` : `**${state}**`);
  return tests.join("<br>");
}

function stateOf({ seenBy, notYet }: FieldRow): State {
  if (seenBy.length === 0) return "not yet";
  return notYet === undefined ? "seen" : "partly";
}

function leavesIn(rows: readonly FieldRow[]): string[] {
  return rows.flatMap(({ operations, fields }) =>
    operations.flatMap((operation) => fields.map((field) => `${operation}: ${field}`)),
  );
}

/** Fields of the model that no row names, and names that are no field or stand twice. */
function unmatched(rows: readonly FieldRow[]): string[] {
  const real = Object.keys(amplifyBackend.operations).flatMap((operation) =>
    requestLeaves(amplifyBackend, operation).map((field) => `${operation}: ${field}`),
  );
  const named = leavesIn(rows);
  const known = new Set(real);
  const seen = new Set(named);
  const twice = named.filter((name, index) => named.indexOf(name) !== index);
  return [
    ...real.filter((name) => !seen.has(name)).map((name) => `no row has ${name}`),
    ...named.filter((name) => !known.has(name)).map((name) => `not in the model: ${name}`),
    ...twice.map((name) => `in two rows: ${name}`),
  ];
}

/** Tests that are named and not there. */
function lostTests(rows: readonly FieldRow[]): string[] {
  const present = new Set(filesUnder("tests", /\.test\.ts$/));
  const texts = new Map<string, string>();
  const isThere = ({ file, title }: SeenBy): boolean => {
    if (!present.has(file)) return false;
    const text = texts.get(file) ?? read(file);
    texts.set(file, text);
    const at = text.indexOf(`${JSON.stringify(title)},`);
    return at > 0 && /\(\s*$/.test(text.slice(0, at));
  };
  const lost = rows.flatMap(({ seenBy }) => seenBy.filter((test) => !isThere(test)));
  return [...new Set(lost.map(({ file, title }) => `no test "${title}" in ${file}`))];
}
