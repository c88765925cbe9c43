/** The program of a function's process: loads the module, then answers one call after the other on channel 3. */

import { Socket } from "node:net";
import { pathToFileURL } from "node:url";

/** What the server writes: one line of JSON a call. */
export interface Call {
  readonly id: string;
  readonly event: unknown;
  /** Name and ARN as the function sees them in its context. */
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** What this program writes back: one line of JSON a call. `ending`: the process takes no further call, and why. */
export type Answer =
  | { readonly id: string; readonly result: unknown }
  | { readonly id: string; readonly error: string; readonly stack?: string; readonly ending?: "load" | "crash" };

type Handler = (event: unknown, context: unknown, callback: Callback) => unknown;
type Callback = (error?: unknown, result?: unknown) => void;

const [, , modulePath = "", largest = "0"] = process.argv;
const channel = new Socket({ fd: 3 });
const loading = load();
// It is awaited by the first call; until then nobody would see it fail.
loading.catch(() => undefined);

let current: Call | undefined;
let waiting = "";
channel.setEncoding("utf8");
channel.on("data", (text: string) => {
  waiting += text;
  for (let end = waiting.indexOf("\n"); end >= 0; end = waiting.indexOf("\n")) {
    const call = JSON.parse(waiting.slice(0, end)) as Call;
    waiting = waiting.slice(end + 1);
    current = call;
    void serve(call);
  }
});
// Thrown outside the handler's own course, by a timer perhaps: the call has failed, and nobody knows what else.
process.on("uncaughtException", (error) => {
  if (current === undefined) process.stderr.write(`${error.stack ?? error.message}\n`);
  const answer: Answer = { ...described(current?.id ?? "", error), ending: "crash" };
  channel.write(`${JSON.stringify(answer)}\n`, () => process.exit(1));
});
// The server is gone: whatever still runs has nobody to answer.
channel.on("close", () => process.exit(0));
channel.on("error", () => process.exit(0));

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(modulePath).href)) as Record<string, unknown>;
  const inside = module["default"] as Record<string, unknown> | undefined;
  for (const found of [module["handler"], inside, inside?.["handler"]]) {
    if (typeof found === "function") return found as Handler;
  }
  throw new Error(`${modulePath} exports no function, neither as "handler" nor as its default`);
}

async function serve(call: Call): Promise<void> {
  const line = await answer(call);
  current = undefined;
  channel.write(`${line}\n`);
}

async function answer(call: Call): Promise<string> {
  let handler: Handler;
  try {
    handler = await loading;
  } catch (error) {
    return JSON.stringify({ ...described(call.id, error), ending: "load" } satisfies Answer);
  }
  try {
    const line = JSON.stringify({ id: call.id, result: (await run(handler, call)) ?? null } satisfies Answer);
    if (Buffer.byteLength(line) <= Number(largest)) return line;
    // Its beginning is enough for the server to see that there is too much.
    return line.slice(0, Number(largest) + 1);
  } catch (error) {
    return JSON.stringify(described(call.id, error));
  }
}

/** A promise, a callback, or the older `context.done`: whichever comes first. */
function run(handler: Handler, call: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done: Callback = (error, result) => (error === undefined || error === null ? resolve(result) : reject(error));
    const returned = handler(call.event, contextOf(call, done), done);
    if (isAnswer(returned, handler.length)) resolve(returned);
  });
}

/**
 * Handlers that know of another way may return anything, such as a timer: of them a promise counts, and an object when
 * they know only the context. Those that name no more than the event can but return.
 */
function isAnswer(returned: unknown, parameters: number): boolean {
  if (parameters < 2) return true;
  if (typeof returned !== "object" || returned === null) return false;
  if ("then" in returned && typeof returned.then === "function") return true;
  return parameters === 2 && Object.getPrototypeOf(returned) === Object.prototype;
}

function contextOf(call: Call, done: Callback) {
  return {
    functionName: call.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: call.arn,
    memoryLimitInMB: String(call.memoryMb),
    awsRequestId: call.id,
    logGroupName: `/aws/lambda/${call.name}`,
    logStreamName: String(process.pid),
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, call.deadline - Date.now()),
    done,
    succeed: (result: unknown) => done(null, result),
    fail: (error: unknown) => done(error ?? "failed"),
  };
}

function described(id: string, error: unknown) {
  if (!(error instanceof Error)) return { id, error: shown(error) };
  return { id, error: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}

function shown(error: unknown): string {
  return typeof error === "string" ? error : (JSON.stringify(error) ?? "undefined");
}
