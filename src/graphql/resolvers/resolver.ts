/** What a step of a field that is resolved outside the database is given, and what it answers. Leaf types. */

import type { ApiCaller } from "#graphql/access/caller";
import type { ResolverStep } from "#graphql/sdl/model";
import type { Functions } from "#ports/functions";
import type { Outbound } from "#ports/outbound";

/** One call of a field. */
export interface FieldCall {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The object the field is of; null for fields of Query and Mutation. */
  readonly source: Readonly<Record<string, unknown>> | null;
  readonly caller: ApiCaller;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What the step before this one answered; null for the first. */
  readonly previous: unknown;
}

/** Where steps lead. */
export interface ResolverServices {
  readonly functions: Functions;
  readonly outbound: Outbound;
  /** Stands for `${env}` in names and addresses. */
  readonly environment: string;
  /** Stands for `${aws_region}`. */
  readonly region: string;
}

export type StepOf<K extends ResolverStep["kind"]> = Extract<ResolverStep, { readonly kind: K }>;

/** Runs a step. Throws a StepFailure for what the caller is told. */
export type RunStep<K extends ResolverStep["kind"]> = (
  step: StepOf<K>,
  call: FieldCall,
  services: ResolverServices,
) => Promise<unknown>;

/** Why a step has no answer: AppSync's errorType, and its text. */
export class StepFailure extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = "StepFailure";
    this.errorType = errorType;
  }
}

/** Puts the environment's values where a schema leaves room for them. */
export function fillIn(
  text: string,
  { environment, region }: Pick<ResolverServices, "environment" | "region">,
): string {
  return text.replaceAll("${env}", environment).replaceAll("${aws_region}", region);
}
