/** Fan-out within this process: messages wait in one queue and are handed on in the next turn of the event loop. */

import type { Fanout, StopListening } from "#ports/fanout";

type Listener = (message: string) => void;

interface Waiting {
  readonly listeners: readonly Listener[];
  readonly message: string;
}

/** @param onFailure told what a listener threw */
export function createMemoryFanout(onFailure: (error: unknown) => void): Fanout {
  const topics = new Map<string, Set<Listener>>();
  let queue: Waiting[] = [];
  let turn: Promise<void> | undefined;

  function drain(): void {
    turn = undefined;
    const batch = queue;
    queue = [];
    for (const { listeners, message } of batch) for (const listener of listeners) hand(listener, message);
  }

  function hand(listener: Listener, message: string): void {
    try {
      listener(message);
    } catch (error) {
      onFailure(error);
    }
  }

  return {
    hears: (topic) => topics.has(topic),

    publish(topic, message) {
      const listeners = topics.get(topic);
      if (listeners === undefined) return;
      queue.push({ listeners: [...listeners], message });
      turn ??= new Promise((resolve) => {
        setImmediate(() => {
          drain();
          resolve();
        });
      });
    },

    listen(topic, given): StopListening {
      // A function of its own, so that whoever listens twice is told twice and ends each alone.
      const listener: Listener = (message) => given(message);
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) topics.delete(topic);
      };
    },

    async settled() {
      for (let next = turn; next !== undefined; next = turn) await next;
    },
  };
}
