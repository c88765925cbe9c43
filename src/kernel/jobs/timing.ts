/** How long the job engine waits for what; all in milliseconds. */

export interface JobTiming {
  /** A lease not renewed for so long is free to take by another process. */
  readonly leaseMs: number;
  /** How often to look for work that nobody announced. */
  readonly pollMs: number;
  /** A step or an undo that takes longer is aborted and counts as failed. */
  readonly stepTimeoutMs: number;
  /** A step that does not heed its abort for so long is given up. */
  readonly abandonMs: number;
  /** Waits before an undo that failed is tried again; their number bounds the tries. */
  readonly undoRetriesMs: readonly number[];
  /** First and longest wait before a state that could not be written is written again. */
  readonly writeRetryMs: readonly [first: number, longest: number];
}

export const usualTiming: JobTiming = {
  leaseMs: 30_000,
  pollMs: 5_000,
  stepTimeoutMs: 30 * 60_000,
  abandonMs: 30_000,
  undoRetriesMs: [200, 1_000, 5_000],
  writeRetryMs: [100, 5_000],
};
