/** Sign-ups, sign-ins, refreshes and GetUser mixed for a while, and the server's memory meanwhile. */

import { startLoader } from "./loaderProcess.ts";
import { startOhmstead } from "./ohmstead.ts";
import type { Burst } from "./subject.ts";

export interface MixedLoadOptions {
  readonly users: number;
  readonly seconds: number;
  readonly built?: boolean;
  /** Told each sample of the server's resident memory as it is taken, in MiB. */
  readonly onSample?: (megabytes: number) => void;
}

export interface MixedLoad extends Burst {
  /** Resident memory in MiB, in the middle and in the last third of the time. */
  readonly middle: number;
  readonly last: number;
}

const samples = 24;

/** @throws Error with the first request that failed */
export async function mixedLoad({ users, seconds, built = true, onSample }: MixedLoadOptions): Promise<MixedLoad> {
  const subject = await startOhmstead({ users, built });
  const loader = startLoader(subject.target);
  const seen: number[] = [];
  const timer = setInterval(
    () => {
      seen.push(subject.residentMiB());
      onSample?.(seen.at(-1) ?? 0);
    },
    (seconds * 1000) / samples,
  );
  try {
    const burst = await loader.run({ operation: "mixed", connections: 16, seconds });
    const third = Math.floor(seen.length / 3);
    return { ...burst, middle: mean(seen.slice(third, 2 * third)), last: mean(seen.slice(2 * third)) };
  } finally {
    clearInterval(timer);
    loader.stop();
    await subject.stop();
  }
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
