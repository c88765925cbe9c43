/** TIMESTAMP as Cognito's clients write it: English, UTC, the day of the month without a leading zero. */

/** @param at milliseconds since the epoch */
export function srpTimestamp(at: number = Date.now()): string {
  const [, weekday = "", day = "", month = "", year = "", time = ""] =
    /^(\w{3}), (\d\d) (\w{3}) (\d{4}) (\S+) GMT$/.exec(new Date(at).toUTCString()) ?? [];
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}
