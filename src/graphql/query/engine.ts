/** Query text + variables + caller -> the answer as JSON text; documents and plans are cached. */

import type { OperationDefinitionNode } from "graphql";
import type { ApiCaller } from "#graphql/access/caller";
import type { Api } from "./api.ts";
import type { Variables } from "./coerce.ts";
import { type QueryDocument, readDocument } from "./document.ts";
import { DocumentFault, type ErrorEntry, fieldEntry, FieldFault, tooManyRecords } from "./errors.ts";
import { Lru } from "./lru.ts";
import { compilePlan, flagNames, type Plan, type PlannedField } from "./plan.ts";
import { type Publication, Publications } from "./publications.ts";
import type { FieldAnswer } from "./rootField.ts";
import type { Arguments, Asking } from "./run.ts";
import { compileVariables, type ReadVariables } from "./variables.ts";

export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Documents kept, by the characters of their texts (each counts as if it had some more), and plans kept for each of their operations. */
const documentsKept = 1_000_000;
const documentItself = 1000;
const plansKept = 16;
/** Longer texts are not worth keeping: they are rare, and many of them would fill the memory. */
const longestKept = 20_000;
/** Work longer than this lets other requests in between. Milliseconds. */
const turn = 10;

interface Operation {
  readonly node: OperationDefinitionNode;
  readonly readVariables: ReadVariables;
  readonly plans: Lru<Plan>;
}

interface Known {
  readonly query: QueryDocument;
  readonly flags: readonly string[];
  readonly operations: Map<string, Operation>;
}

/** A request whose document and variables were found good. */
export interface Prepared {
  readonly query: QueryDocument;
  readonly node: OperationDefinitionNode;
  readonly variables: Variables;
  /** Values of the variables that decide what is selected. */
  readonly flags: ReadonlyMap<string, unknown>;
}

/** Tells what went wrong that is not the caller's fault; the answer only says that it did. */
export type ReportBug = (error: unknown, requestId: string) => void;

export class Engine {
  readonly #api: Api;
  readonly #documents = new Lru<Known>(documentsKept);
  readonly #publications = new Publications();
  readonly #reportBug: ReportBug;

  constructor(api: Api, reportBug: ReportBug) {
    this.#api = api;
    this.#reportBug = reportBug;
  }

  /**
   * The kind of the operation a request would run. Throws a MalformedFault for what is no GraphQL,
   * a DocumentFault for what the schema cannot answer.
   */
  kindOf(request: GraphqlRequest): "query" | "mutation" | "subscription" {
    return this.#operation(this.#known(request.query), request.operationName).node.operation;
  }

  /**
   * What a request asks for, for whoever runs it himself. Throws a MalformedFault for what is no GraphQL, a
   * DocumentFault for what the schema cannot answer.
   */
  prepare(request: GraphqlRequest): Prepared {
    const known = this.#known(request.query);
    const { node, readVariables } = this.#operation(known, request.operationName);
    const variables = readVariables(request.variables);
    return {
      query: known.query,
      node,
      variables,
      flags: new Map(known.flags.map((name) => [name, variables.get(name)])),
    };
  }

  /** The body of the answer. Throws a MalformedFault for what is no GraphQL; every other failure is in the body. */
  async execute(
    request: GraphqlRequest,
    caller: ApiCaller,
    requestId: string,
    headers: Asking["headers"] = {},
  ): Promise<string> {
    let plan: Plan;
    let variables: Variables;
    let args: readonly (readonly Arguments[])[];
    try {
      const known = this.#known(request.query);
      const operation = this.#operation(known, request.operationName);
      variables = operation.readVariables(request.variables);
      plan = this.#plan(known, operation, variables, caller);
      // All of them before the first field runs: a bad one stops the whole operation.
      args = plan.fields.map((field) => field.read(variables));
    } catch (error) {
      if (error instanceof DocumentFault) return answerText("null", error.entries);
      throw error;
    }
    const errors: ErrorEntry[] = [];
    const { fields } = plan;
    let data = "";
    let isNull = false;
    let since = fields.length > 1 ? performance.now() : 0;
    // Reads run in turn too: the statements of one database are served one by one anyway.
    for (const [index, field] of fields.entries()) {
      const publication = this.#begin(field);
      const asking: Asking = { caller, requestId, headers, variables, committed: publication?.committed };
      let answer: FieldAnswer | undefined;
      try {
        answer = await field.run(args[index] ?? [], asking);
      } catch (error) {
        const fault = faultOf(error) ?? this.#bug(error, requestId);
        errors.push(fieldEntry(fault, [field.key], field.location));
      }
      publication?.end(this.#telling(field, answer));
      for (const error of answer?.errors ?? []) errors.push(error);
      const json = answer?.json ?? "null";
      data += `${index === 0 ? "" : ","}${field.label}${json}`;
      isNull ||= field.required && json === "null";
      if (index + 1 === fields.length || performance.now() - since < turn) continue;
      await new Promise<void>((resolve) => void setImmediate(resolve));
      since = performance.now();
    }
    return answerText(isNull ? "null" : `{${data}}`, errors);
  }

  #known(text: string): Known {
    const before = this.#documents.get(text);
    if (before !== undefined) return before;
    const query = readDocument(this.#api.schema, text);
    const known: Known = { query, flags: flagNames(query), operations: new Map() };
    if (text.length <= longestKept) this.#documents.set(text, known, text.length + documentItself);
    return known;
  }

  #operation(known: Known, name: string | undefined): Operation {
    const before = known.operations.get(name ?? "");
    if (before !== undefined) return before;
    const { operations } = known.query;
    const node = name === undefined ? operations[0] : operations.find((each) => each.name?.value === name);
    if (node === undefined) throw refusal(`Unknown operation named '${name}'.`);
    if (name === undefined && operations.length > 1)
      throw refusal("Must provide operation name if query contains multiple operations.");
    const readVariables = compileVariables(this.#api.schema, node);
    const operation: Operation = { node, readVariables, plans: new Lru(plansKept) };
    known.operations.set(name ?? "", operation);
    return operation;
  }

  #plan(known: Known, operation: Operation, variables: Variables, caller: ApiCaller): Plan {
    let key = this.#api.shapes.of(caller);
    for (const name of known.flags) key += variables.get(name) === true ? " 1" : " 0";
    const before = operation.plans.get(key);
    if (before !== undefined) return before;
    const flags = new Map(known.flags.map((name) => [name, variables.get(name)]));
    const plan = compilePlan(this.#api, known.query, operation.node, caller, flags);
    operation.plans.set(key, plan);
    return plan;
  }

  #begin({ publishes }: PlannedField): Publication | undefined {
    return publishes === undefined ? undefined : this.#publications.begin(() => this.#hears(publishes));
  }

  /** Tells subscribers of a mutation; undefined when it failed or nobody listens. */
  #telling({ publishes }: PlannedField, answer: FieldAnswer | undefined): (() => void) | undefined {
    if (publishes === undefined || answer === undefined || answer.json === "null") return undefined;
    if (!this.#hears(publishes)) return undefined;
    return () => {
      try {
        this.#api.publisher?.publish(publishes.event(answer.json));
      } catch (error) {
        this.#reportBug(error, `event of ${publishes.field}`);
      }
    };
  }

  #hears({ field }: NonNullable<PlannedField["publishes"]>): boolean {
    return this.#api.publisher?.hears(field) === true;
  }

  #bug(error: unknown, requestId: string): FieldFault {
    this.#reportBug(error, requestId);
    return new FieldFault("InternalFailure", `An internal error occurred. Request ID: ${requestId}`);
  }
}

function faultOf(error: unknown): FieldFault | undefined {
  if (error instanceof FieldFault) return error;
  return error instanceof Error && error.name === "RowLimitReached" ? tooManyRecords() : undefined;
}

function refusal(message: string): DocumentFault {
  return new DocumentFault([{ path: null, errorType: "BadRequestException", locations: null, message }]);
}

/** `{"data":…,"errors":[…]}` with the members in AppSync's order. */
function answerText(data: string, errors: readonly ErrorEntry[]): string {
  return errors.length === 0 ? `{"data":${data}}` : `{"data":${data},"errors":${JSON.stringify(errors)}}`;
}
