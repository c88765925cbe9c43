/** People of a user pool, made by an administrator, and what they hold after signing in. */

import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from "@aws-sdk/client-cognito-identity";
import { sdkSignIn } from "./sdkSignIn.ts";
import type { RunningServer } from "./server.ts";

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
}

/** Whoever can sign a request. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface People {
  readonly idp: CognitoIdentityProviderClient;
  /** Makes a user, in these groups, and signs in. */
  join(username: string, groups?: readonly string[]): Promise<Tokens>;
  signIn(username: string): Promise<Tokens>;
  /** Credentials of the identity pool: a guest's, or those of whoever the ID token names. */
  credentials(idToken?: string): Promise<Signer>;
  close(): void;
}

export const password = "Right-horse-1";

/** @param outputs of the environment's auth */
export function openPeople(server: RunningServer, outputs: Readonly<Record<string, string>>): People {
  const at = { endpoint: server.url, region: "us-east-1" };
  const idp = new CognitoIdentityProviderClient({ ...at, credentials: server.accessKey });
  const identity = new CognitoIdentityClient(at);
  const UserPoolId = outputs["UserPoolId"] ?? "";
  const ClientId = outputs["AppClientIDWeb"] ?? "";
  const made = new Set<string>();
  const signIn = async (username: string): Promise<Tokens> => {
    const at = { userPoolId: UserPoolId, clientId: ClientId };
    const { AuthenticationResult } = await sdkSignIn(idp, at, username, password);
    return { accessToken: AuthenticationResult?.AccessToken ?? "", idToken: AuthenticationResult?.IdToken ?? "" };
  };
  return {
    idp,
    signIn,
    async join(Username, groups = []) {
      const UserAttributes = [{ Name: "email", Value: `${Username}@example.test` }];
      await idp.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS", UserAttributes }));
      await idp.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
      for (const GroupName of groups) {
        if (!made.has(GroupName)) await idp.send(new CreateGroupCommand({ UserPoolId, GroupName }));
        made.add(GroupName);
        await idp.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
      }
      return signIn(Username);
    },
    async credentials(idToken) {
      const issuer = idToken === undefined ? undefined : issuerOf(idToken);
      const Logins = issuer === undefined ? {} : { Logins: { [issuer]: idToken ?? "" } };
      const { IdentityId } = await identity.send(
        new GetIdCommand({ IdentityPoolId: outputs["IdentityPoolId"] ?? "", ...Logins }),
      );
      const { Credentials } = await identity.send(new GetCredentialsForIdentityCommand({ IdentityId, ...Logins }));
      return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      };
    },
    close() {
      idp.destroy();
      identity.destroy();
    },
  };
}

/** The Logins key: the issuer without its scheme, or AWS's name of the pool. */
function issuerOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { iss: string };
  return `cognito-idp.us-east-1.amazonaws.com/${claims.iss.split("/").at(-1)}`;
}
