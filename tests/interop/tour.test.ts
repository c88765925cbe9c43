/** The README's five-minute tour, run as it is written, against a server on a free port. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";
import { preparePython, runProgram } from "./python.ts";

const root = join(import.meta.dirname, "../..");
const python = preparePython();
if ("missing" in python) console.log(`the README's tour is skipped: ${python.missing}`);

/** The shell commands between the tour's heading and the next one. */
function tour(): string {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const section = readme.slice(readme.indexOf("## Five minutes"), readme.indexOf("## Commands"));
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map((block) => block[1]).join("\n");
}

describe.skipIf("missing" in python)("the five-minute tour", () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(async () => {
    await server.stop();
  });

  test("works as it is written", async () => {
    const env = {
      PATH: `${join(root, ".venv/bin")}:${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
      HOME: server.data,
      OHMSTEAD_URL: server.url,
      OHMSTEAD_DATA: server.data,
    };
    // A person reads the answer of each command before typing the next; the script waits a second instead.
    const script = tour().replaceAll("$PWD/.ohmstead/", `${server.data}/`).replaceAll(/\n\n/g, "\nsleep 1\n\n");
    const { code, stdout, stderr } = await runProgram("bash", ["-euc", `cd '${root}'\n${script}`], env, 180_000);
    expect(code === 0 ? "ended well" : stderr).toBe("ended well");
    expect(stdout).toContain('"Status": "COMPLETED"');
    expect(stdout).toContain('"title":"water the plants","priority":"NORMAL","done":false');
    expect(stdout).toContain(
      '{"data":{"listTodos":{"items":[{"title":"water the plants","tags":["home"]}],"nextToken":null}}}',
    );
    expect(stdout).toContain('"Operation": "DeleteBackend"');
  }, 240_000);
});
