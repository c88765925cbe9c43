/** Makes the virtual environment with boto3 and the AWS CLI that the interop tests run, once, beside the checkout's other build output. */

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const folder = join(root, ".venv");
const requirements = join(import.meta.dirname, "requirements.txt");
const stamp = join(folder, "requirements.done");

export interface Python {
  readonly python: string;
  readonly aws: string;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function hasPython(): boolean {
  try {
    execFileSync("python3", ["-c", "import venv, ensurepip"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The virtual environment's programs, or a reason why there are none. Only a missing Python is such a reason. */
export function preparePython(): Python | { readonly missing: string } {
  if (!hasPython()) return { missing: "python3 with its venv module is not installed on this machine" };
  const wanted = readFileSync(requirements, "utf8");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
    const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
    execFileSync(join(folder, "bin/python"), install, { stdio: "inherit" });
    writeFileSync(stamp, wanted);
  }
  return { python: join(folder, "bin/python"), aws: join(folder, "bin/aws") };
}

/** Runs a program to its end, at most `timeoutMs`. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  timeoutMs = 120_000,
): Promise<Finished> {
  const child = spawn(program, args, { env: { PATH: process.env["PATH"] ?? "", ...env }, timeout: timeoutMs });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
