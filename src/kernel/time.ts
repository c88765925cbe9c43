/** Spellings of time on the wire; inside Ohmstead time is milliseconds since the epoch. */

import { latest } from "./latest.ts";

/** `2026-11-23T10:37:59.123Z`, the form of AWSDateTime in UTC. Many records are stamped in each millisecond. */
export const isoTime = latest((milliseconds: number) => new Date(milliseconds).toISOString());

/** `20261123T103759Z`, the form of x-amz-date. */
export function isoBasic(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Milliseconds of `20261123T103759Z`, or undefined when the text is no such date. */
export function parseIsoBasic(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The decimal milliseconds that AmplifyBackend uses for job times. */
export function epochMillisecondsText(milliseconds: number): string {
  return String(Math.trunc(milliseconds));
}

/** Seconds with the milliseconds as decimals, the timestamps of JSON protocols. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
