/** The exam every mail sender behind `ports/mail` must pass. */

import { afterEach, beforeEach, expect, test } from "vitest";
import type { MailSender } from "#ports/mail";

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface OpenMail {
  readonly sender: MailSender;
  /** All that arrived so far. */
  received(): Promise<readonly ReceivedMail[]>;
  /** Makes the far end unreachable. */
  cutOff(): Promise<void>;
  close(): Promise<void>;
}

export interface MailEngine {
  readonly name: string;
  /** Questions it may skip, each with the reason; a skipped one is named in the run. */
  readonly skips: Readonly<Partial<Record<"far end away", string>>>;
  open(): Promise<OpenMail>;
}

export function mailExam(engine: MailEngine): void {
  let open: OpenMail;
  beforeEach(async () => {
    open = await engine.open();
  });
  afterEach(() => open.close());

  const away = engine.skips["far end away"];
  const send = (body: string, subject = "Your code", to = "jo@example.com") => open.sender.send({ to, subject, body });

  test("delivers recipient, subject and words as they were given", async () => {
    const body = "Your code is 042137.\n.\n..dots and a very long line: " + "é".repeat(2000) + "\n日本語 🙂\n";
    await send(body, "Ihr Code für Zoë 🙂");
    const [mail, ...others] = await open.received();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: "jo@example.com", subject: "Ihr Code für Zoë 🙂" });
    expect(mail?.text.trim()).toBe(body.trim());
  });

  test("delivers many at once, each once", async () => {
    const addresses = Array.from({ length: 40 }, (_, n) => `user${n}@example.com`);
    await Promise.all(addresses.map((to) => send(`for ${to}`, "Hello", to)));
    const received = await open.received();
    expect(received.map(({ to, text }) => `${to} ${text.trim()}`).sort()).toEqual(
      addresses.map((to) => `${to} for ${to}`).sort(),
    );
  });

  test("refuses recipients that are not one plain address", async () => {
    const bad = [
      "",
      "nobody",
      "a@example.com, b@example.com",
      "a@example.com b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "Name <a@example.com>",
      "a@b@example.com",
    ];
    for (const to of bad) {
      await expect(send("x", "y", to)).rejects.toMatchObject({ name: "DeliveryFailure", reason: "refused" });
    }
    expect(await open.received()).toEqual([]);
  });

  test("refuses senders that are not one", async () => {
    const bad = ["nobody", "a@example.org, b@example.org", "A <a@example.org>\r\nBcc: b@example.com", "A <a@b> <c@d>"];
    for (const from of bad) {
      const sending = open.sender.send({ to: "jo@example.com", subject: "s", body: "b", from });
      await expect(sending).rejects.toMatchObject({ name: "DeliveryFailure", reason: "refused" });
    }
    expect(await open.received()).toEqual([]);
  });

  test("a subject cannot add headers or lines", async () => {
    await send("words", "Code\r\nBcc: eve@example.com\r\n\r\nother words");
    const received = await open.received();
    expect(received.map(({ to }) => to)).toEqual(["jo@example.com"]);
    expect(received[0]?.subject).toBe("Code Bcc: eve@example.com other words");
    expect(received[0]?.text.trim()).toBe("words");
  });

  test.skipIf(away !== undefined)(`far end away${away === undefined ? "" : ` (skipped: ${away})`}`, async () => {
    await open.cutOff();
    const failure: unknown = await send("secret 424242").then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: "DeliveryFailure", reason: "unavailable" });
    expect(String(failure)).not.toContain("424242");
  });
}
