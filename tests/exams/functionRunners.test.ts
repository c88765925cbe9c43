/** Each way of running functions sits the exam. */

import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "vitest";
import { createFunctions } from "#adapters/functions/functions";
import { openFunctionFiles, recordingLog } from "../support/functionFiles.ts";
import { startHttpServer } from "../support/httpServer.ts";
import { type ExamFunction, type FunctionEngine, functionsExam, thrownMessage } from "./functions.ts";

const sources: Readonly<Record<ExamFunction, string>> = {
  fills: "export const handler = async (event) => ({ ...event, response: { seen: event.userName } });",
  nothing: "export const handler = async () => undefined;",
  throws: `export const handler = async () => { throw new Error(${JSON.stringify(thrownMessage)}); };`,
  waits: "export const handler = (event) => new Promise((go) => setTimeout(() => go(event), event.request.wait));",
  crashes: "export const handler = async () => process.exit(3);",
  large: 'export const handler = async (event) => "x".repeat(event.request.size);',
};

const local: FunctionEngine = {
  name: "Local modules",
  open: () =>
    openFunctionFiles(Object.fromEntries(Object.entries(sources).map(([name, text]) => [`${name}.mjs`, text]))),
};

interface ExamEvent {
  readonly userName?: string;
  readonly request: { readonly wait: number; readonly size: number };
}

const remote: FunctionEngine = {
  name: "Addresses",
  async open() {
    const server = await startHttpServer((request, response, body) => {
      void answer(request.url?.slice(1) as ExamFunction, JSON.parse(body) as ExamEvent, response);
    });
    const names = Object.keys(sources);
    const functions = createFunctions({
      table: Object.fromEntries(names.map((name) => [name, { url: `${server.url}/${name}` }])),
      log: recordingLog([]),
    });
    return { functions, close: () => server.close() };
  },
};

async function answer(name: ExamFunction, event: ExamEvent, response: ServerResponse): Promise<void> {
  const send = (value: unknown): void => void response.end(JSON.stringify(value));
  if (name === "fills") send({ ...event, response: { seen: event.userName } });
  else if (name === "nothing") send(null);
  else if (name === "throws") send({ errorMessage: thrownMessage, errorType: "Error" });
  else if (name === "crashes") response.destroy();
  else if (name === "large") send("x".repeat(event.request.size));
  else {
    await sleep(event.request.wait, undefined, { ref: false });
    send(event);
  }
}

describe.each([local, remote])("$name as functions", (engine) => {
  functionsExam(engine);
});
