/** Can the server listen on its port, or does it already? */

import { createServer } from "node:net";
import { send } from "#cli/exchange";
import type { Check, Finding, Patient } from "./check.ts";

export const port: Check = {
  name: "Port",
  examine: async (patient) => [await examine(patient)],
};

async function examine({ config, environment }: Patient): Promise<Finding> {
  const address = `${config.host}:${config.port}`;
  const refusal = await tryToListen(config.host, config.port);
  if (refusal === undefined) return { verdict: "ok", text: `${address} is free, no server is running there` };
  if (refusal === "EADDRINUSE") {
    if (await isOhmstead(environment)) return { verdict: "ok", text: `Ohmstead answers at ${environment.url}` };
    return {
      verdict: "problem",
      text: `${address} is taken by another program`,
      mend: "Stop that program, or choose another port with OHMSTEAD_PORT (0 takes a free one).",
    };
  }
  return {
    verdict: "problem",
    text: `${address} cannot be listened on (${refusal})`,
    mend:
      refusal === "EACCES"
        ? "Ports below 1024 need extra rights; choose another with OHMSTEAD_PORT."
        : "Set OHMSTEAD_HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.",
  };
}

/** The error code, or undefined when listening works. */
function tryToListen(host: string, number: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port: number, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function isOhmstead(environment: Patient["environment"]): Promise<boolean> {
  try {
    const answer = await send(environment, { method: "GET", path: "/health", headers: {}, body: "" });
    return typeof (JSON.parse(answer.body) as { status?: unknown }).status === "string";
  } catch {
    return false;
  }
}
