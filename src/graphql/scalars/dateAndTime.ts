/** AWSDate, AWSTime, AWSDateTime and AWSTimestamp. Values are kept as written, never normalised. */

import type { Scalar } from "./scalar.ts";

const offset = String.raw`(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d(?::[0-5]\d)?)`;
const date = String.raw`(-?\d{4})-(\d{2})-(\d{2})`;
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;
const awsDate = new RegExp(`^${date}${offset}?$`);
const awsTime = new RegExp(`^${time}${offset}?$`);
const awsDateTime = new RegExp(`^${date}T${time}${offset}$`);

/** True when the year, month and day a pattern captured exist in the calendar. */
function dayExists(match: RegExpExecArray | null): boolean {
  if (match === null) return false;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

export const awsDateScalar: Scalar = {
  name: "AWSDate",
  description: "A date, YYYY-MM-DD, optionally with an offset: 1970-01-01+05:30.",
  storage: "text",
  filter: "String",
  coerce: (value) => (typeof value === "string" && dayExists(awsDate.exec(value)) ? value : undefined),
};

export const awsTimeScalar: Scalar = {
  name: "AWSTime",
  description: "A time of day, hh:mm:ss.sss, optionally with an offset.",
  storage: "text",
  filter: "String",
  coerce: (value) => (typeof value === "string" && awsTime.test(value) ? value : undefined),
};

export const awsDateTimeScalar: Scalar = {
  name: "AWSDateTime",
  description: "A date and time with its offset: 1970-01-01T12:30:00.000Z.",
  storage: "text",
  filter: "String",
  coerce: (value) => (typeof value === "string" && dayExists(awsDateTime.exec(value)) ? value : undefined),
};

export const awsTimestampScalar: Scalar = {
  name: "AWSTimestamp",
  description: "Seconds since 1970-01-01T00:00Z; sync metadata puts milliseconds here, so 64 bits are taken.",
  storage: "integer",
  filter: "Int",
  coerce: (value) => (typeof value === "number" && Number.isSafeInteger(value) ? value + 0 : undefined),
};
