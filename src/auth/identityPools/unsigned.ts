/** The operations of cognito-identity that need no signature. */

export const unsignedIdentityPoolOperations: ReadonlySet<string> = new Set([
  "GetCredentialsForIdentity",
  "GetId",
  "GetOpenIdToken",
  "UnlinkIdentity",
]);
