/** The processes of one local function: kept warm for a while, each with one call at a time, calls beyond them in line. */

import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Log } from "#ports/log";
import type { Call } from "./child.ts";
import { CallFailure, tooLate } from "./failure.ts";
import { defaultMemoryMb, type FunctionProcess, startProcess } from "./process.ts";
import type { LocalFunction } from "./table.ts";

export interface PoolOptions {
  readonly name: string;
  readonly settings: LocalFunction;
  readonly log: Log;
  /** Milliseconds a process is kept without a call. */
  readonly idleMs: number;
}

export interface FunctionPool {
  /** @param arn the name it was called by */
  call(arn: string, event: unknown, timeoutMs: number): Promise<unknown>;
  /** Kills all processes and answers when they are gone. */
  close(): Promise<void>;
}

interface Waiting {
  readonly go: (process: FunctionProcess) => void;
  readonly giveUp: (failure: CallFailure) => void;
}

interface Idle {
  readonly process: FunctionProcess;
  readonly timer: NodeJS.Timeout;
}

const defaultProcesses = 4;
const mostWaiting = 256;

const stopping = (): CallFailure =>
  new CallFailure("unavailable", "The server is stopping; no function is called any more");

export function createPool(options: PoolOptions): FunctionPool {
  return new ProcessPool(options);
}

class ProcessPool implements FunctionPool {
  readonly #options: PoolOptions;
  readonly #processes = new Set<FunctionProcess>();
  #idle: Idle[] = [];
  #line: Waiting[] = [];
  /** When the module's file was changed last. */
  #version: number | undefined;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async call(arn: string, event: unknown, timeoutMs: number): Promise<unknown> {
    const { name, settings } = this.#options;
    const deadline = Date.now() + timeoutMs;
    await this.#takeUpChanges();
    if (this.#closed) throw stopping();
    const version = this.#version;
    const process = this.#take() ?? (await this.#wait(deadline, timeoutMs));
    const memoryMb = settings.memoryMb ?? defaultMemoryMb;
    const call: Call = { id: randomUUID(), event, name, arn, memoryMb, deadline };
    try {
      return await process.call(call, timeoutMs);
    } finally {
      this.#release(process, version);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#line.splice(0)) waiting.giveUp(stopping());
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer);
    for (const process of this.#processes) process.kill();
    await Promise.all([...this.#processes].map(({ ended }) => ended));
  }

  /** Processes that loaded an older state of the file are not used any more. */
  async #takeUpChanges(): Promise<void> {
    const file = await stat(this.#options.settings.module).catch(() => undefined);
    if (file?.mtimeMs === this.#version) return;
    this.#version = file?.mtimeMs;
    for (const { process, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      process.kill();
    }
  }

  #take(): FunctionProcess | undefined {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      clearTimeout(last.timer);
      if (last.process.usable) return last.process;
    }
    const running = [...this.#processes].filter(({ usable }) => usable).length;
    return running < (this.#options.settings.processes ?? defaultProcesses) ? this.#start() : undefined;
  }

  #start(): FunctionProcess {
    const process = startProcess(this.#options);
    this.#processes.add(process);
    void process.ended.then(() => this.#processes.delete(process));
    return process;
  }

  #wait(deadline: number, timeoutMs: number): Promise<FunctionProcess> {
    const { name } = this.#options;
    if (this.#line.length >= mostWaiting) {
      throw new CallFailure("unavailable", `More than ${mostWaiting} calls wait for the function ${name}`);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiting.giveUp(tooLate(name, timeoutMs)), deadline - Date.now());
      const leave = (): void => {
        clearTimeout(timer);
        this.#line = this.#line.filter((other) => other !== waiting);
      };
      const waiting: Waiting = {
        go(process) {
          leave();
          resolve(process);
        },
        giveUp(failure) {
          leave();
          reject(failure);
        },
      };
      this.#line.push(waiting);
    });
  }

  /** @param version of the file when the call began */
  #release(process: FunctionProcess, version: number | undefined): void {
    if (version !== this.#version) process.kill();
    const [next] = this.#line;
    if (next !== undefined) {
      const free = process.usable ? process : this.#take();
      if (free) next.go(free);
    } else if (process.usable && !this.#closed) {
      const timer = setTimeout(() => process.kill(), this.#options.idleMs);
      this.#idle.push({ process, timer: timer.unref() });
    }
  }
}
