/** One sign-in under way: who asks, who wants in, what has been proven. Leaf types of the sign-in room. */

import type { Client } from "#auth/client";
import type { AuthParts } from "#auth/parts";
import type { Pool } from "#auth/pool";
import type { Tokens } from "#auth/tokens";
import type { MfaType, User } from "#auth/user";

export type Values = Readonly<Record<string, string>>;

/** Flows that may ask challenges. */
export type FlowName = "USER_SRP_AUTH" | "USER_PASSWORD_AUTH" | "ADMIN_USER_PASSWORD_AUTH" | "CUSTOM_AUTH";

export type ChallengeName =
  | "PASSWORD_VERIFIER"
  | "SMS_MFA"
  | "SOFTWARE_TOKEN_MFA"
  | "SELECT_MFA_TYPE"
  | "MFA_SETUP"
  | "NEW_PASSWORD_REQUIRED"
  | "CUSTOM_CHALLENGE"
  | "DEVICE_SRP_AUTH"
  | "DEVICE_PASSWORD_VERIFIER";

/** What the sign-in room works with. */
export interface SignInRoom extends AuthParts {
  readonly tokens: Tokens;
}

/** Through which client of which pool, and whether an administrator asks. */
export interface Party {
  readonly pool: Pool;
  readonly client: Client;
  readonly admin: boolean;
}

/** One round of a custom sign-in, as its functions see it. */
export interface CustomRound {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

export interface CustomProgress {
  readonly rounds: readonly CustomRound[];
  /** What the create function wants the verify function to know. */
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly metadata: string | null;
  /** The define function said that this is enough. */
  readonly satisfied: boolean;
}

/** An SRP exchange that waits for the client's proof. */
export interface AwaitedProof {
  /** base64. */
  readonly key: string;
  /** Digest of the verifier it was made from: a password changed meanwhile makes the proof void. */
  readonly verifier: string;
}

/** What is kept from one step to the next. JSON-able; no client ever sees it. */
export interface Progress {
  readonly flow: FlowName;
  /** USERNAME as it came with the first request; later requests may repeat it. */
  readonly typed: string;
  readonly proven: readonly ("password" | "secondFactor" | "device")[];
  /** SRP_A. */
  readonly clientPublic?: string | undefined;
  readonly awaitedProof?: AwaitedProof | undefined;
  readonly newPasswordSet?: boolean | undefined;
  /** What SELECT_MFA_TYPE was answered with. */
  readonly chosenFactor?: MfaType | undefined;
  /** Names the SMS code that was sent. */
  readonly codeId?: string | undefined;
  /** Set by VerifySoftwareToken within MFA_SETUP. */
  readonly softwareTokenVerified?: boolean | undefined;
  /** DEVICE_KEY, which the client claims to have and has yet to prove. */
  readonly deviceKey?: string | undefined;
  readonly deviceClientPublic?: string | undefined;
  readonly custom?: CustomProgress | undefined;
}

export interface Attempt {
  readonly party: Party;
  /** Undefined: nobody has that name, and the client is not to notice. */
  readonly user: User | undefined;
  /** USER_ID_FOR_SRP and the active name from now on. */
  readonly username: string;
  readonly progress: Progress;
  readonly clientMetadata?: Values | undefined;
  /** A sealed session whose use has yet to be written down: by the sign-in it leads to, or before the next question. */
  readonly unwrittenUse?: string | undefined;
}

/** A challenge to put to the client. */
export interface Question {
  readonly challenge: ChallengeName;
  readonly parameters: Values;
  /** A parameter that carries the session sealed within it. */
  readonly sessionCarrier?: string;
  readonly progress: Progress;
}

/** A step lets the attempt pass (perhaps with more progress), asks a question, or throws a fault. */
export type Step = (room: SignInRoom, attempt: Attempt) => Promise<Attempt | Question>;

export interface FlowRequest {
  readonly party: Party;
  readonly parameters: Values;
  readonly clientMetadata?: Values | undefined;
}

/** How a flow begins: from its parameters to an attempt. */
export type Begin = (room: SignInRoom, request: FlowRequest) => Promise<Attempt>;

/** Where a session is kept: in the store under its text, or sealed in the text itself. */
export interface SessionHandle {
  readonly text: string;
  readonly sealed: boolean;
}

export interface Answer {
  readonly attempt: Attempt;
  /** ChallengeResponses. */
  readonly values: Values;
  /** Still good; the challenge ends it. */
  readonly session: SessionHandle;
}

/** Checks an answer: the attempt with what is proven now, or a fault. */
export type Check = (room: SignInRoom, answer: Answer) => Promise<Attempt>;

/** The attempt with changed progress. */
export function withProgress(attempt: Attempt, change: Partial<Progress>): Attempt {
  return { ...attempt, progress: { ...attempt.progress, ...change } };
}

/** The attempt with one more thing proven. */
export function proving(attempt: Attempt, proof: Progress["proven"][number], change: Partial<Progress> = {}): Attempt {
  return withProgress(attempt, { ...change, proven: [...attempt.progress.proven, proof] });
}
