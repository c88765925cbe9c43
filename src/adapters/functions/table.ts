/** Which functions there are and how each is run. Leaf types. */

/** A module run on this machine, in processes of its own. */
export interface LocalFunction {
  /** Absolute path of a JavaScript or TypeScript file with the handler as export `handler` or as its default. */
  readonly module: string;
  /** All the environment its processes have, but for the names AWS Lambda sets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Heap limit of a process; 128. */
  readonly memoryMb?: number;
  /** Most processes at one time, each busy with one call; 4. */
  readonly processes?: number;
}

/** A function behind an address that takes the event as a POST of JSON. */
export interface RemoteFunction {
  readonly url: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly key?: string;
}

/** By name or ARN. */
export type FunctionTable = Readonly<Record<string, LocalFunction | RemoteFunction>>;
