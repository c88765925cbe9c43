/** Text messages handed to a gateway of the operator's: one POST of `{to, text}`, tried again when that can help. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "#ports/random";
import type { SmsSender } from "#ports/sms";
import { SmsFailure } from "./failure.ts";
import { checkRecipient } from "./recipient.ts";

export interface SmsWebhookOptions {
  readonly url: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly key?: string | undefined;
  readonly random: Random;
  /** Milliseconds one try may take; 5 seconds. */
  readonly timeoutMs?: number;
  /** Waits before the second, third … try; two more tries, after 0.3 and 1 second. */
  readonly pausesMs?: readonly number[];
}

const mostOfAnAnswer = 300;

/**
 * Any 2xx answer means taken. No answer, 429 and 5xx are tried again with the same `Idempotency-Key`, so that the
 * gateway can tell a second try from a second message; other answers, redirects among them, are final.
 */
export function createSmsWebhook(options: SmsWebhookOptions): SmsSender {
  const pauses = options.pausesMs ?? [300, 1000];
  return {
    async send({ to, text }) {
      checkRecipient(to);
      const request = requestOf(options, JSON.stringify({ to, text }));
      for (let tries = 0; ; tries += 1) {
        const failure = await post(options, request);
        if (failure === undefined) return;
        const pause = pauses[tries];
        if (failure.reason === "refused" || pause === undefined) throw failure;
        await sleep(pause);
      }
    },
  };
}

function requestOf({ key, random }: SmsWebhookOptions, body: string): RequestInit {
  const headers: Record<string, string> = { "content-type": "application/json", "idempotency-key": random.uuid() };
  if (key !== undefined) headers["authorization"] = `Bearer ${key}`;
  return { method: "POST", headers, body, redirect: "manual" };
}

/** One try. Answers what went wrong, or nothing. */
async function post(options: SmsWebhookOptions, request: RequestInit): Promise<SmsFailure | undefined> {
  const { url, timeoutMs = 5000 } = options;
  const gateway = `The SMS gateway ${new URL(url).origin}`;
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const said = `${gateway} answered ${response.status}: ${await beginning(response)}`;
    const again = response.status === 429 || response.status >= 500;
    return new SmsFailure(again ? "unavailable" : "refused", said);
  } catch (error) {
    const { name, cause } = error as Error;
    if (name === "TimeoutError") return new SmsFailure("unavailable", `${gateway} took longer than ${timeoutMs} ms`);
    const why = cause instanceof Error ? cause.message : String(error);
    return new SmsFailure("unavailable", `${gateway} could not be reached: ${why}`, error);
  }
}

/** The first words of an answer, which may be long or endless. */
async function beginning(response: Response): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= mostOfAnAnswer) break;
  }
  return text.slice(0, mostOfAnAnswer);
}
