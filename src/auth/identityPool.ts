/** An identity pool, its identities and the roles it gives. */

export interface CognitoProvider {
  /** `cognito-idp.<region>.amazonaws.com/<userPoolId>`. */
  readonly providerName: string;
  readonly clientId: string;
  readonly serverSideTokenCheck: boolean;
}

export interface RoleRule {
  readonly claim: string;
  readonly match: "Equals" | "Contains" | "StartsWith" | "NotEqual";
  readonly value: string;
  readonly roleArn: string;
}

export interface RoleMapping {
  readonly type: "Token" | "Rules";
  readonly ambiguous: "AuthenticatedRole" | "Deny";
  readonly rules: readonly RoleRule[];
}

export interface IdentityPoolSettings {
  readonly allowUnauthenticated: boolean;
  readonly allowClassicFlow: boolean;
  readonly cognitoProviders: readonly CognitoProvider[];
  /** Absent: no credentials of that kind can be had. */
  readonly authenticatedRole?: string | undefined;
  readonly unauthenticatedRole?: string | undefined;
  /** By `<providerName>:<clientId>`. */
  readonly roleMappings: Readonly<Record<string, RoleMapping>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Members that are kept and described but have no effect here, by wire name. */
  readonly kept: Readonly<Record<string, unknown>>;
}

export interface IdentityPool {
  /** `<region>:<uuid>`. */
  readonly id: string;
  readonly name: string;
  readonly settings: IdentityPoolSettings;
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A login that was verified: whose it is at which provider. */
export interface Login {
  /** As the identity pool spells it: `cognito-idp.<region>.amazonaws.com/<userPoolId>`. */
  readonly provider: string;
  readonly subject: string;
}

export interface Identity {
  /** `<region>:<uuid>`. */
  readonly id: string;
  readonly poolId: string;
  readonly logins: readonly Login[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The name user pools have among an identity pool's providers. */
export function userPoolProvider(userPoolId: string): string {
  const region = userPoolId.slice(0, userPoolId.indexOf("_"));
  return `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}
