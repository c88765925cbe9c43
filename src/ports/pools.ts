/** Port: the pools of an environment, which the other planes take callers from. The auth plane implements it. */

export interface EnvironmentPools {
  /** Id of the environment's user pool, or undefined while it has none. */
  userPoolOf(appId: string, environment: string): Promise<string | undefined>;
  /** Id of the environment's identity pool. */
  identityPoolOf(appId: string, environment: string): Promise<string | undefined>;
  /** Whether there is a user pool of this id on this server. */
  hasUserPool(userPoolId: string): Promise<boolean>;
}
