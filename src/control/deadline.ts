/** A limit of time for questions that a synchronous operation puts to a data plane. */

import { gatewayTimeout } from "./faults.ts";

/** Waits `limitMs` milliseconds at most. @throws GatewayTimeoutException naming `what` when it took longer. */
export async function within<T>(limitMs: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(gatewayTimeout(`${what} did not answer within ${limitMs} ms.`)), limitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
