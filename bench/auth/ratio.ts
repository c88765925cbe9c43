/** The ratio of two medians with what chance leaves open about it. */

export interface Ratio {
  /** Medians, in the unit of the samples. */
  readonly known: number;
  readonly unknown: number;
  /** unknown to known. */
  readonly ratio: number;
  /** 95 of 100 such measurements hold the true ratio between these. */
  readonly low: number;
  readonly high: number;
}

const resamples = 1000;

/** By bootstrap: the same question put to samples drawn from the samples. */
export function ratioOfMedians(known: readonly number[], unknown: readonly number[]): Ratio {
  const ratios = Array.from({ length: resamples }, () => median(redrawn(unknown)) / median(redrawn(known)));
  ratios.sort((a, b) => a - b);
  return {
    known: median(known),
    unknown: median(unknown),
    ratio: median(unknown) / median(known),
    low: ratios[Math.floor(resamples * 0.025)] ?? Number.NaN,
    high: ratios[Math.floor(resamples * 0.975)] ?? Number.NaN,
  };
}

function redrawn(samples: readonly number[]): number[] {
  return Array.from(samples, () => samples[Math.floor(Math.random() * samples.length)] ?? Number.NaN);
}

function median(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
