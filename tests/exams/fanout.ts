/** The exam of `ports/fanout`, for every implementation. */

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fanout } from "#ports/fanout";

export interface OpenFanout {
  readonly fanout: Fanout;
  readonly failures: unknown[];
  close(): Promise<void>;
}

export function fanoutExam(name: string, open: () => Promise<OpenFanout>): void {
  describe(`fan-out: ${name}`, () => {
    let opened: OpenFanout;
    let heard: string[];
    const note =
      (who: string) =>
      (message: string): void =>
        void heard.push(`${who} ${message}`);
    beforeEach(async () => {
      opened = await open();
      heard = [];
    });
    afterEach(() => opened.close());

    it("hands a message to every listener of its topic, once, and to nobody else", async () => {
      const { fanout } = opened;
      fanout.listen("a", note("one"));
      fanout.listen("a", note("two"));
      fanout.listen("b", note("other"));
      fanout.publish("a", "hello");
      await fanout.settled();
      expect(heard.toSorted()).toEqual(["one hello", "two hello"]);
    });

    it("returns before any listener runs", async () => {
      const { fanout } = opened;
      fanout.listen("a", note("one"));
      fanout.publish("a", "hello");
      expect(heard).toEqual([]);
      await fanout.settled();
      expect(heard).toEqual(["one hello"]);
    });

    it("keeps the order of one publisher, across topics too", async () => {
      const { fanout } = opened;
      fanout.listen("a", note("x"));
      fanout.listen("b", note("x"));
      const sent: string[] = [];
      for (let index = 0; index < 500; index += 1) {
        fanout.publish(index % 3 === 0 ? "b" : "a", String(index));
        sent.push(`x ${index}`);
        if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await fanout.settled();
      expect(heard).toEqual(sent);
    });

    it("a listener that throws disturbs neither the others nor the publisher", async () => {
      const { fanout, failures } = opened;
      fanout.listen("a", () => {
        throw new Error("broken");
      });
      fanout.listen("a", note("two"));
      fanout.publish("a", "1");
      fanout.publish("a", "2");
      await fanout.settled();
      expect(heard).toEqual(["two 1", "two 2"]);
      expect(failures).toHaveLength(2);
    });

    it("stops, each listener alone, and says whether somebody hears", async () => {
      const { fanout } = opened;
      expect(fanout.hears("a")).toBe(false);
      const listener = note("both");
      const stop = fanout.listen("a", listener);
      const other = fanout.listen("a", listener);
      expect(fanout.hears("a")).toBe(true);
      stop();
      stop();
      fanout.publish("a", "1");
      await fanout.settled();
      expect(heard).toEqual(["both 1"]);
      other();
      expect(fanout.hears("a")).toBe(false);
      fanout.publish("a", "2");
      await fanout.settled();
      expect(heard).toEqual(["both 1"]);
    });

    it("takes messages that listeners publish, long ones, and any text", async () => {
      const { fanout } = opened;
      const long = "é😀\u0000".repeat(50_000);
      let got = "";
      fanout.listen("a", (message) => fanout.publish("b", message));
      fanout.listen("b", (message) => {
        got = message;
      });
      fanout.publish("a", long);
      await fanout.settled();
      expect(got === long).toBe(true);
    });
  });
}
