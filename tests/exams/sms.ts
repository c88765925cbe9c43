/** The exam every sender of text messages behind `ports/sms` must pass. */

import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sms, SmsSender } from "#ports/sms";

export interface OpenSms {
  readonly sender: SmsSender;
  /** All that arrived so far. */
  received(): Promise<readonly Sms[]>;
  /** Makes the far end unreachable. */
  cutOff(): Promise<void>;
  close(): Promise<void>;
}

export interface SmsEngine {
  readonly name: string;
  /** Questions it may skip, each with the reason; a skipped one is named in the run. */
  readonly skips: Readonly<Partial<Record<"far end away", string>>>;
  open(): Promise<OpenSms>;
}

export function smsExam(engine: SmsEngine): void {
  let open: OpenSms;
  beforeEach(async () => {
    open = await engine.open();
  });
  afterEach(() => open.close());

  const away = engine.skips["far end away"];

  test("delivers number and words as they were given", async () => {
    const text = 'Your code: 042137 "ü 日本語 🙂"\nsecond line';
    await open.sender.send({ to: "+15551230839", text });
    expect((await open.received()).map(({ to, text }) => ({ to, text }))).toEqual([{ to: "+15551230839", text }]);
  });

  test("delivers many at once, each once", async () => {
    const messages = Array.from({ length: 40 }, (_, n) => ({ to: `+1555123${1000 + n}`, text: `text ${n}` }));
    await Promise.all(messages.map((message) => open.sender.send(message)));
    const received = await open.received();
    expect(received.map(({ to, text }) => `${to} ${text}`).sort()).toEqual(
      messages.map(({ to, text }) => `${to} ${text}`).sort(),
    );
  });

  test("refuses recipients that are not one number", async () => {
    for (const to of ["", "5551230839", "+1555 1230839", "+15551230839,+15551230840", "jo@example.com", "+1\n5551"]) {
      const sending = open.sender.send({ to, text: "x" });
      await expect(sending).rejects.toMatchObject({ name: "DeliveryFailure", reason: "refused" });
    }
    expect(await open.received()).toEqual([]);
  });

  test.skipIf(away !== undefined)(`far end away${away === undefined ? "" : ` (skipped: ${away})`}`, async () => {
    await open.cutOff();
    const failure: unknown = await open.sender.send({ to: "+15551230839", text: "secret 424242" }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "DeliveryFailure", reason: "unavailable" });
    expect(String(failure)).not.toContain("424242");
  });
}
