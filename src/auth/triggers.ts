/** Calls a pool's functions with Cognito's events and turns what goes wrong into Cognito's faults. */

import type { FunctionFailure, Functions } from "#ports/functions";
import { triggerAnswer, triggerThrew, triggerUnavailable } from "./faults.ts";
import { type Pool, type PoolTriggers, regionOfPool } from "./pool.ts";

export type TriggerName = Exclude<keyof PoolTriggers, "preTokenGenerationVersion">;

export interface TriggerCall {
  readonly trigger: TriggerName;
  /** `PreSignUp_SignUp`, `DefineAuthChallenge_Authentication` … */
  readonly source: string;
  readonly userName: string;
  readonly clientId: string;
  /** Event version; "1" unless the pool asks for a later one. */
  readonly version?: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** The response the function finds and fills. */
  readonly response: Readonly<Record<string, unknown>>;
}

export interface Triggers {
  /** True when the pool has a function for the trigger. */
  has(pool: Pool, trigger: TriggerName): boolean;
  /**
   * The `response` member of what the function returned; undefined when the pool has no function for the trigger.
   * @throws Fault UserLambdaValidationException, UnexpectedLambdaException or InvalidLambdaResponseException
   */
  run(pool: Pool, call: TriggerCall): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** Cognito gives a function five seconds. */
const timeoutMs = 5_000;

export function createTriggers(functions: Functions): Triggers {
  return {
    has: (pool, trigger) => pool.settings.triggers[trigger] !== undefined,
    async run(pool, call) {
      const name = pool.settings.triggers[call.trigger];
      if (name === undefined) return undefined;
      const label = call.trigger.charAt(0).toUpperCase() + call.trigger.slice(1);
      const answer = await invoke(functions, name, label, eventOf(pool, call));
      const response = isObject(answer) ? answer["response"] : undefined;
      if (!isObject(response)) throw triggerAnswer(label);
      return response;
    },
  };
}

async function invoke(functions: Functions, name: string, label: string, event: unknown): Promise<unknown> {
  try {
    return await functions.invoke(name, event, { timeoutMs });
  } catch (error) {
    if (!isFailure(error)) throw error;
    throw error.reason === "threw" ? triggerThrew(label, error.message) : triggerUnavailable(label, error);
  }
}

function eventOf(pool: Pool, call: TriggerCall): unknown {
  return {
    version: call.version ?? "1",
    triggerSource: call.source,
    region: regionOfPool(pool.id),
    userPoolId: pool.id,
    userName: call.userName,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: call.clientId },
    request: call.request,
    response: call.response,
  };
}

function isFailure(error: unknown): error is FunctionFailure {
  return error instanceof Error && error.name === "FunctionFailure";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
