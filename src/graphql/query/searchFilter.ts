/** The filter of a search query -> an SQL predicate that is never null. */

import type { TextMatch } from "#ports/database";
import { invalidArguments } from "./errors.ts";
import { compileTerms, type FilterContext } from "./filter.ts";
import { all, no, not } from "./logic.ts";
import type { Attribute } from "./operators.ts";
import type { Scan } from "./scan.ts";
import { toStored } from "./table.ts";

/** What the search operators look at: the records of a table that has a full-text index. */
export interface SearchContext extends FilterContext {
  readonly row: Scan;
}

type SearchOperator = (attribute: Attribute, value: unknown, context: SearchContext) => string;

/** The predicate of a coerced filter, or undefined when it does not filter. */
export function compileSearchFilter(filter: unknown, context: SearchContext): string | undefined {
  return compileTerms(filter, context, (attribute, value, operator) =>
    value === null ? undefined : operators.get(operator)?.(attribute, value, context),
  );
}

/** False where there is no value; a list is tested element by element. */
function compared(sign: string): SearchOperator {
  return (attribute, value) => {
    const { sql, storage, parameters, spelling } = attribute;
    if (sql === undefined || storage === "document") return no;
    if (storage === "list") {
      if (sign !== "=") return no;
      const element = parameters.add(typeof value === "boolean" ? Number(value) : toStored("text", value));
      return spelling.jsonArrayContains(sql, element);
    }
    return all([`${sql} IS NOT NULL`, `${sql} ${sign} ${parameters.add(toStored(storage, value))}`]);
  };
}

const range: SearchOperator = (attribute, value, context) => {
  if (!Array.isArray(value) || value.length !== 2)
    throw invalidArguments(`Argument ${attribute.name}.range expects exactly 2 elements.`);
  return all([compared(">=")(attribute, value[0], context), compared("<=")(attribute, value[1], context)]);
};

const exists: SearchOperator = ({ sql }, value) => {
  const isThere = sql === undefined ? no : `${sql} IS NOT NULL`;
  return value === true ? isThere : not(isThere);
};

/** By the words of a text, on the engine's full-text index. */
function words(how: TextMatch): SearchOperator {
  return (attribute, value, { table, row, printing }) => {
    const column = table.columns.get(attribute.name);
    if (attribute.sql === undefined || column === undefined || table.search === undefined) return no;
    const { textSearch } = attribute.spelling;
    const query = textSearch.query(column.physical, how, String(value));
    if (query === undefined) return no;
    const [number] = table.whole.order;
    const found = textSearch.matches(table.search, `${row.alias}.${number?.sql}`, printing.parameters.add(query));
    // The index knows nothing of who may know the value.
    return all([`${attribute.sql} IS NOT NULL`, found]);
  };
}

function like(kind: "regexp" | "wildcard"): SearchOperator {
  return ({ sql, storage, parameters, spelling }, value) => {
    if (sql === undefined || (storage !== "text" && storage !== "list")) return no;
    return all([`${sql} IS NOT NULL`, spelling.textSearch.likePattern(sql, kind, parameters.add(String(value)))]);
  };
}

const operators: ReadonlyMap<string, SearchOperator> = new Map<string, SearchOperator>([
  ["eq", compared("=")],
  ["ne", (attribute, value, context) => not(compared("=")(attribute, value, context))],
  ["gt", compared(">")],
  ["lt", compared("<")],
  ["gte", compared(">=")],
  ["lte", compared("<=")],
  ["range", range],
  ["exists", exists],
  ["match", words("any")],
  ["multiMatch", words("any")],
  ["matchPhrase", words("phrase")],
  ["matchPhrasePrefix", words("phrasePrefix")],
  ["wildcard", like("wildcard")],
  ["regexp", like("regexp")],
]);
