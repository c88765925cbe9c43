/** One process of a local function: started, given one call at a time, killed when it must not go on. */

import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Log } from "#ports/log";
import type { Answer, Call } from "./child.ts";
import { CallFailure, largestAnswer, tooLarge, tooLate } from "./failure.ts";
import { logOutput, type Output } from "./output.ts";
import type { LocalFunction } from "./table.ts";

export interface ProcessOptions {
  /** As messages and the log name it. */
  readonly name: string;
  readonly settings: LocalFunction;
  readonly log: Log;
}

export interface FunctionProcess {
  /** False once it ended or must not be used again. */
  readonly usable: boolean;
  /** Gives it its one call; not to be used before the last one ended. */
  call(call: Call, timeoutMs: number): Promise<unknown>;
  /** Ends it and all it started, at once. */
  kill(): void;
  /** Settles when it is gone. */
  readonly ended: Promise<void>;
}

export const defaultMemoryMb = 128;
const linesPerCall = 200;
/** Beside the result an answer's line has little: an id, a message, a stack. */
const longestLine = largestAnswer + 256;
const program = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./child.ts" : "./child.js", import.meta.url));
const groups = process.platform !== "win32";

export function startProcess(options: ProcessOptions): FunctionProcess {
  return new RunningProcess(options);
}

interface Pending {
  readonly call: Call;
  readonly settle: (outcome: { readonly result: unknown } | { readonly failure: CallFailure }) => void;
}

class RunningProcess implements FunctionProcess {
  readonly ended: Promise<void>;
  readonly #name: string;
  readonly #log: Log;
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #outputs: readonly Output[];
  #pending: Pending | undefined;
  #usable = true;
  #parts: Buffer[] = [];
  #held = 0;

  constructor({ name, settings, log }: ProcessOptions) {
    this.#name = name;
    this.#log = log;
    const memory = settings.memoryMb ?? defaultMemoryMb;
    const args = [`--max-old-space-size=${memory}`, program, settings.module, String(largestAnswer)];
    this.#child = spawn(process.execPath, args, {
      // The server's own environment holds its keys.
      env: { AWS_LAMBDA_FUNCTION_NAME: name, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory), ...settings.environment },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A group of its own, so that what it starts is killed with it.
      detached: groups,
    });
    const [, stdout, stderr, channel] = this.#child.stdio as readonly unknown[] as readonly Duplex[];
    if (!stdout || !stderr || !channel) throw new Error("The process has no channels.");
    this.#channel = channel;
    this.#outputs = [
      logOutput(stdout, { log, stream: "stdout", most: linesPerCall }),
      logOutput(stderr, { log, stream: "stderr", most: linesPerCall }),
    ];
    channel.on("data", (chunk: Buffer) => this.#read(chunk));
    channel.on("error", () => undefined);
    // What the process left behind in its group would hold its streams open.
    this.#child.once("exit", () => this.#killAll());
    this.ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(this.#end(`could not be started: ${error.message}`)));
      this.#child.once("close", (code, signal) => resolve(this.#end(`ended (${signal ?? `exit code ${code}`})`)));
    });
  }

  get usable(): boolean {
    return this.#usable;
  }

  async call(call: Call, timeoutMs: number): Promise<unknown> {
    for (const output of this.#outputs) output.allow();
    let timer: NodeJS.Timeout | undefined;
    const outcome = await new Promise<Parameters<Pending["settle"]>[0]>((settle) => {
      this.#pending = { call, settle };
      timer = setTimeout(() => this.#abandon(tooLate(this.#name, timeoutMs)), Math.max(0, call.deadline - Date.now()));
      this.#channel.write(`${JSON.stringify(call)}\n`);
    });
    clearTimeout(timer);
    if ("failure" in outcome) throw outcome.failure;
    return outcome.result;
  }

  kill(): void {
    this.#usable = false;
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) this.#killAll();
  }

  #killAll(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(groups ? -pid : pid, "SIGKILL");
    } catch {
      // Nobody is left.
    }
  }

  #read(chunk: Buffer): void {
    if (!this.#usable) return;
    const end = chunk.indexOf(10);
    const part = end < 0 ? chunk : chunk.subarray(0, end);
    this.#held += part.length;
    if (this.#held > longestLine) return this.#abandon(tooLarge(this.#name));
    this.#parts.push(part);
    if (end < 0) return undefined;
    const line = Buffer.concat(this.#parts).toString("utf8");
    this.#parts = [];
    this.#held = 0;
    return this.#answered(line);
  }

  #answered(line: string): void {
    const answer = parsed(line);
    const { id } = this.#pending?.call ?? {};
    if (answer === undefined || answer.id !== id) {
      // Cut off by the child, which saw that it is more than may be answered; or written by the function itself.
      const large = Buffer.byteLength(line) > largestAnswer;
      const strange = new CallFailure("unavailable", `The function ${this.#name} wrote on the channel of its answers`);
      return this.#abandon(large ? tooLarge(this.#name) : strange);
    }
    if ("result" in answer) return this.#settle({ result: answer.result });
    const { error, stack, ending } = answer;
    this.#log.warn(
      { stack: stack ?? error },
      ending === "load" ? "A function could not be loaded" : "A function threw",
    );
    if (ending === undefined) return this.#settle({ failure: new CallFailure("threw", error) });
    if (ending === "crash") return this.#abandon(new CallFailure("threw", error));
    return this.#abandon(new CallFailure("unavailable", `The function ${this.#name} could not be loaded: ${error}`));
  }

  #settle(outcome: Parameters<Pending["settle"]>[0]): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(outcome);
  }

  #abandon(failure: CallFailure): void {
    this.kill();
    this.#settle({ failure });
  }

  #end(how: string): void {
    this.#usable = false;
    const message = `The process of the function ${this.#name} ${how} before it answered; what it printed is in the log`;
    this.#settle({ failure: new CallFailure("unavailable", message) });
  }
}

function parsed(line: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === "object" && answer !== null ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
}
