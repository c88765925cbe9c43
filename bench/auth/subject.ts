/** A server under measurement: where it is, who it knows, which process pays. Leaf types of this benchmark. */

/** What the load generator has to know; goes from process to process. */
export interface Target {
  readonly url: string;
  /** The server's process, whose CPU time is counted. */
  readonly pid: number;
  readonly poolId: string;
  readonly clientId: string;
  /** They are called `usernameOf(0)`, `usernameOf(1)` and so on, and have all the same password. */
  readonly users: number;
  /** Whether it can sign in by SRP at all. */
  readonly srp: boolean;
}

export interface Subject {
  readonly name: string;
  readonly target: Target;
  residentMiB(): number;
  stop(): Promise<void>;
}

export const password = "Right-horse-1";

export function usernameOf(index: number): string {
  return `user${index}`;
}

export const operations = ["SignUp", "password sign-in", "SRP sign-in", "refresh", "GetUser"] as const;
export type OperationName = (typeof operations)[number] | "mixed";

/** One burst the load generator is asked for. */
export interface Order {
  readonly operation: OperationName;
  readonly connections: number;
  readonly seconds: number;
}

export interface Burst {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of CPU for each operation, all threads, kernel included. */
  readonly serverCpu: number;
  readonly loaderCpu: number;
}
