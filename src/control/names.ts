/** Rules for the names and ids that clients choose; a name that breaks one is refused before it reaches a statement or a path. */

import { badRequest } from "./faults.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly text: string;
}

const appIdRule: Rule = {
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  text: "1 to 64 letters, digits, hyphens or underscores",
};
const environmentRule: Rule = {
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/,
  text: "1 to 64 letters, digits or hyphens, neither beginning nor ending with a hyphen",
};
const resourceNameRule: Rule = {
  pattern: /^[A-Za-z0-9_-]{1,128}$/,
  text: "1 to 128 letters, digits, hyphens or underscores",
};
const idRule: Rule = { pattern: /^[A-Za-z0-9-]{1,64}$/, text: "1 to 64 letters, digits or hyphens" };
const textRule: Rule = {
  // oxlint-disable-next-line no-control-regex -- control characters are what this rule keeps out
  pattern: /^[^\u0000-\u001f\u007f]{1,255}$/,
  text: "1 to 255 characters without control characters",
};

function check(member: string, value: string, rule: Rule): void {
  if (!rule.pattern.test(value)) throw badRequest(`${member} must be ${rule.text}; ${shown(value)} is not.`);
}

/** Long or unprintable values are cut, so that an error never carries kilobytes back. */
function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}

export function checkAppId(value: string): void {
  check("AppId", value, appIdRule);
}

/** @param member the request member it came in, for the message. */
export function checkEnvironment(value: string, member = "BackendEnvironmentName"): void {
  check(member, value, environmentRule);
}

export function checkResourceName(value: string): void {
  check("ResourceName", value, resourceNameRule);
}

/** A job or session id: made by the server, but sent back by clients. */
export function checkId(value: string, member: string): void {
  check(member, value, idRule);
}

/** A display name: AppName, an app's name. */
export function checkText(value: string, member: string): void {
  check(member, value, textRule);
}
