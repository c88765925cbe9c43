/** `npm run oracle:diff [-- <case> ...] [--settle | --admit]`: how ours differs from the official answers, of some cases or in a table of all. */

import { casesFolder, readAnswers, readCases, refusedFolder } from "./cases.ts";
import { type Pending, readPending, type Subject, writePending } from "./pending.ts";
import { judge, judgeRefusal, ourRefusal, type Verdict } from "./verdict.ts";

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (process.argv.includes("--settle")) settle();
else if (process.argv.includes("--admit")) admit(names);
else if (names.length > 0) tell(names);
else table();

/** All differences of the named cases; a name may be the beginning of several. */
function tell(wanted: readonly string[]): void {
  const isWanted = ({ name }: { readonly name: string }): boolean => wanted.some((each) => name.startsWith(each));
  const cases = readCases(casesFolder).filter(isWanted);
  const refused = readCases(refusedFolder).filter(isWanted);
  if (cases.length + refused.length === 0) console.log(`no case is called ${wanted.join(", ")}`);
  for (const each of cases) {
    const { schema, models } = judge(each, readAnswers(each));
    print(`${each.name}: schema`, schema);
    print(`${each.name}: models`, models);
  }
  for (const each of refused) {
    print(`${each.name}: refusal`, judgeRefusal(each));
    console.log(`  our reason: ${ourRefusal(each) ?? "none"}`);
  }
}

function print(title: string, lines: readonly string[]): void {
  console.log(`${title}: ${lines.length === 0 ? "equal" : `${lines.length} differences`}`);
  for (const line of lines) console.log(`  ${line}`);
}

interface Row extends Verdict {
  readonly name: string;
}

function judgeAll(): readonly Row[] {
  return readCases(casesFolder).map((each) => ({ name: each.name, ...judge(each, readAnswers(each)) }));
}

function table(): void {
  const rows = judgeAll();
  const width = Math.max(...rows.map((row) => row.name.length));
  const count = (lines: readonly string[]): string => (lines.length === 0 ? "equal" : String(lines.length)).padStart(7);
  console.log(`${"case".padEnd(width)}  schema  models  first difference`);
  for (const row of rows) {
    const first = [...row.schema, ...row.models][0]?.replaceAll("\n", " ").slice(0, 110) ?? "";
    console.log(`${row.name.padEnd(width)} ${count(row.schema)} ${count(row.models)}  ${first}`);
  }
  const refused = readCases(refusedFolder).map((each) => ({ name: each.name, lines: judgeRefusal(each) }));
  for (const { name, lines } of refused.filter((each) => each.lines.length > 0)) {
    console.log(`refused/${name}: ${lines.join("; ")}`);
  }
  const equal = (subject: "schema" | "models"): number => rows.filter((row) => row[subject].length === 0).length;
  const bad = refused.filter((each) => each.lines.length === 0).length;
  console.log(
    `schemas ${equal("schema")} of ${rows.length} equal, models ${equal("models")} of ${rows.length}, ` +
      `bad schemas ${bad} of ${refused.length} refused`,
  );
}

/** New cases may start as pending, with their first difference as the reason; only the named ones are added. */
function admit(wanted: readonly string[]): void {
  const pending = structuredClone(readPending()) as Record<Subject, Record<string, string>>;
  const note = (subject: Subject, name: string, [first]: readonly string[]): void => {
    if (first !== undefined) pending[subject][name] ??= first.replaceAll(/\s+/g, " ").slice(0, 200);
  };
  for (const each of readCases(casesFolder, wanted)) {
    const { schema, models } = judge(each, readAnswers(each));
    note("schema", each.name, schema);
    note("models", each.name, models);
  }
  for (const each of readCases(refusedFolder, wanted)) note("refusals", each.name, judgeRefusal(each));
  writePending(pending);
}

/** Takes out of pending.json what matches by now; it never adds. */
function settle(): void {
  const verdicts = new Map(judgeAll().map((row) => [row.name, row]));
  const open = new Set(
    readCases(refusedFolder)
      .filter((each) => judgeRefusal(each).length > 0)
      .map((each) => each.name),
  );
  const differs: Readonly<Record<Subject, (name: string) => boolean>> = {
    schema: (name) => (verdicts.get(name)?.schema ?? []).length > 0,
    models: (name) => (verdicts.get(name)?.models ?? []).length > 0,
    refusals: (name) => open.has(name),
  };
  const pending = readPending();
  const keep = (subject: Subject): Readonly<Record<string, string>> => {
    const kept = Object.entries(pending[subject]).filter(([name]) => differs[subject](name));
    const gone = Object.keys(pending[subject]).length - kept.length;
    console.log(`${subject}: ${gone} settled, ${kept.length} pending`);
    return Object.fromEntries(kept);
  };
  const next: Pending = { schema: keep("schema"), models: keep("models"), refusals: keep("refusals") };
  writePending(next);
}
