/** A group of users; its role and precedence decide `cognito:roles` and `cognito:preferred_role`. */

export interface Group {
  readonly poolId: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  /** 0 is the highest; absent sorts last. */
  readonly precedence?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}
