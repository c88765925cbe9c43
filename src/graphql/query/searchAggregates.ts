/** The aggregates of a search: each an SQL expression that answers the JSON of its result. */

import { invalidArguments } from "./errors.ts";
import { attributeOf, type FilterContext } from "./filter.ts";
import { all } from "./logic.ts";
import type { Attribute } from "./operators.ts";
import type { Scan } from "./scan.ts";

/** Buckets of one terms aggregate, as many as a page of records. */
const mostBuckets = 100;

export interface Wanted {
  readonly name: string;
  readonly type: "terms" | "avg" | "min" | "max" | "sum" | "cardinality";
  readonly field: string;
}

export interface AggregateContext extends FilterContext {
  readonly row: Scan;
  /** The terms that choose the records. */
  readonly terms: readonly string[];
}

/** A scalar subquery: the JSON text of a result with its `__typename`. */
export function aggregateText(wanted: Wanted, context: AggregateContext): string {
  const attribute = attributeOf(wanted.field, context);
  return wanted.type === "terms" ? buckets(attribute, context) : scalar(wanted, attribute, context);
}

function source({ table, row, terms }: AggregateContext, more: string): string {
  return `FROM ${table.sql} AS ${row.alias} WHERE ${all([...terms, more])}`;
}

function scalar(wanted: Wanted, attribute: Attribute, context: AggregateContext): string {
  const isNumber = attribute.storage === "integer" || attribute.storage === "number";
  if (wanted.type !== "cardinality" && !isNumber) {
    throw invalidArguments(
      `Aggregate ${wanted.name}: ${wanted.type} needs a number, and ${wanted.field} is none. Use terms or cardinality.`,
    );
  }
  const value = attribute.sql ?? "NULL";
  const expression = wanted.type === "cardinality" ? `count(DISTINCT ${value})` : `${wanted.type}(${value})`;
  // Sums of nothing are 0, as in OpenSearch; other figures of nothing are not there.
  const shown = wanted.type === "sum" ? `coalesce(${expression}, 0)` : expression;
  const { spelling } = attribute;
  const result = `'{"__typename":"SearchableAggregateScalarResult","value":', ${spelling.jsonScalar("figure")}, '}'`;
  return `(SELECT CASE WHEN figure IS NULL THEN 'null' ELSE concat(${result}) END FROM (SELECT ${shown} AS figure ${source(context, `${value} IS NOT NULL`)}) AS figures)`;
}

/** The most frequent values; each element of a list counts. */
function buckets(attribute: Attribute, context: AggregateContext): string {
  const { spelling } = attribute;
  const value = attribute.sql ?? "NULL";
  const rows = `SELECT ${value} AS value ${source(context, `${value} IS NOT NULL`)}`;
  const elements = spelling.jsonElements("listed.value", "listed_element");
  const values =
    attribute.storage === "list"
      ? `SELECT ${elements.element} AS value ${elements.from.replace(/^FROM /, `FROM (${rows}) AS listed, `).replace(/ ORDER BY .*$/, "")}`
      : rows;
  const key = attribute.storage === "boolean" ? "CASE value WHEN 1 THEN 'true' ELSE 'false' END" : "value";
  const counted = `SELECT ${spelling.keyText(key, "text")} AS bucket, count(*) AS hits FROM (${values}) AS held GROUP BY value ORDER BY hits DESC, bucket LIMIT ${mostBuckets}`;
  const item = `concat('{"key":', ${spelling.jsonScalar("bucket")}, ',"doc_count":', hits, '}')`;
  const joined = spelling.joinTexts(item, "hits DESC, bucket");
  return `(SELECT concat('{"__typename":"SearchableAggregateBucketResult","buckets":[', ${joined}, ']}') FROM (${counted}) AS counted)`;
}
