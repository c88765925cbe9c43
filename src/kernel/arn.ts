/** Amazon resource names: `arn:aws:<service>:<region>:<account>:<resource>`. */

export interface Arn {
  readonly service: string;
  readonly region: string;
  /** Twelve digits, or empty where the service has none. */
  readonly account: string;
  /** Everything after the fifth colon; may hold colons and slashes. */
  readonly resource: string;
}

export function formatArn(arn: Arn): string {
  return `arn:aws:${arn.service}:${arn.region}:${arn.account}:${arn.resource}`;
}

/** The parts of an ARN of any partition, or undefined when `text` is none. */
export function parseArn(text: string): Arn | undefined {
  const parts = /^arn:[^:]+:([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!parts) return undefined;
  const [, service = "", region = "", account = "", resource = ""] = parts;
  return { service, region, account, resource };
}
