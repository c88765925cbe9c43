/** What a durable job is. Leaf types, shared by the engine and by those who define or start jobs. */

export type JobStatus = "PENDING" | "RUNNING" | "COMPLETED" | "FAILED";

export interface ProgressLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly step: string;
  readonly text: string;
}

export interface JobRecord {
  readonly id: string;
  /** What jobs are grouped by; the control plane uses the AppId. */
  readonly subject: string;
  /** At most one active job a (subject, lane); the control plane uses the environment name. `*` excludes every lane of the subject. */
  readonly lane: string;
  readonly operation: string;
  readonly status: JobStatus;
  /** Empty unless FAILED. */
  readonly error: string;
  readonly input: unknown;
  readonly progress: readonly ProgressLine[];
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly createTime: number;
  readonly updateTime: number;
}

export interface StepContext<Input> {
  readonly jobId: string;
  readonly subject: string;
  readonly lane: string;
  readonly input: Input;
  /** JSON-able notes that survive a crash; saved when a step ends or `save` is called. */
  readonly notes: Record<string, unknown>;
  save(): Promise<void>;
  /** Adds a line to the job's progress. */
  report(text: string): Promise<void>;
  /** Aborted on cancel, lost lease or shutdown. */
  readonly signal: AbortSignal;
}

export interface Step<Input> {
  readonly name: string;
  /** Must be safe to run again: after a crash the step that was running is run once more. */
  run(context: StepContext<Input>): Promise<void>;
  /**
   * Takes back what `run` did (or half did) when a later step fails or the job is cancelled. Safe to run again, and safe
   * when `run` did nothing. The first step's undo also runs for a job cancelled before it began, so that it can take back
   * what was queued along with the job.
   */
  undo?(context: StepContext<Input>): Promise<void>;
}

export interface JobKind<Input = unknown> {
  /** The API operation that starts it: `CreateBackendAPI`. */
  readonly operation: string;
  readonly steps: readonly Step<Input>[];
}

export interface NewJob {
  readonly id: string;
  readonly subject: string;
  readonly lane: string;
  readonly operation: string;
  readonly input: unknown;
}

export interface JobFilter {
  readonly subject: string;
  /** Also finds the subject's `*` jobs. Undefined: all lanes. */
  readonly lane?: string;
  readonly id?: string;
  readonly operation?: string;
  readonly status?: string;
}
