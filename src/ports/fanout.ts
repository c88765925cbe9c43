/** Port: messages of a topic reach everybody who listens to it. `tests/exams/fanout.ts` is its exam. */

/** Ends listening; calling it again does nothing. */
export type StopListening = () => void;

export interface Fanout {
  /** False when a message of the topic would surely reach nobody: then there is no need to make one. */
  hears(topic: string): boolean;
  /**
   * Hands a message on and returns before any listener runs. Each listener of that moment gets it once; messages of one
   * publisher arrive in the order they were published, whatever their topics. A listener that throws disturbs nobody.
   */
  publish(topic: string, message: string): void;
  listen(topic: string, listener: (message: string) => void): StopListening;
  /** Settles when everything published so far was handed to its listeners. */
  settled(): Promise<void>;
}
