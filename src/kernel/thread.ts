/** Starts a thread of ours, from sources and from the build alike. */

import { Worker } from "node:worker_threads";

/**
 * @param starter `import.meta.url` of the module that starts it
 * @param file the thread's module, beside the starter, without its ending
 */
export function startThread(starter: string, file: string): Worker {
  const fromSource = starter.endsWith(".ts");
  const url = new URL(`${file}${fromSource ? ".ts" : ".js"}`, starter);
  const options = fromSource ? { execArgv: ["--conditions=source", "--disable-warning=ExperimentalWarning"] } : {};
  return new Worker(url, options);
}
