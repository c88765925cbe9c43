/** User pools for tests, made and changed as the control plane does it. */

import {
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll } from "vitest";
import type {
  CreateBackendAuthResourceConfigTypeDef,
  UpdateBackendAuthResourceConfigTypeDef,
} from "#generated/types/amplifyBackend";
import { addressOf, type Made, type PoolServer, progress, startPoolServer } from "../../support/poolServer.ts";

export type UserPoolConfigs = CreateBackendAuthResourceConfigTypeDef["UserPoolConfigs"];

export const password = "Correct-horse-1";

/** A user pool by itself. */
export function config(change: Partial<UserPoolConfigs> = {}): CreateBackendAuthResourceConfigTypeDef {
  const pool: UserPoolConfigs = {
    UserPoolName: "people",
    SignInMethod: "USERNAME",
    RequiredSignUpAttributes: [],
    ...change,
  };
  return { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs: pool };
}

export function withIdentityPool(
  UnauthenticatedLogin: boolean,
  change: Partial<UserPoolConfigs> = {},
): CreateBackendAuthResourceConfigTypeDef {
  const IdentityPoolConfigs = { IdentityPoolName: "identities of people", UnauthenticatedLogin };
  return { ...config(change), AuthResources: "IDENTITY_POOL_AND_USER_POOL", IdentityPoolConfigs };
}

/** A server for the tests of a file. */
export function usePools() {
  let started: PoolServer | undefined;
  beforeAll(async () => {
    started = await startPoolServer();
  });
  afterAll(() => started?.close());

  function server(): PoolServer {
    if (!started) throw new Error("The server is not up yet.");
    return started;
  }

  /** UpdateBackendAuth. */
  function update(made: Made, change: Partial<UpdateBackendAuthResourceConfigTypeDef>) {
    const whole = { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs: {}, ...change };
    return server().auth.provisioner.update({ ...addressOf(made.resourceId), config: whole }, progress);
  }

  /** GetBackendAuth. */
  function describeConfig(made: Made) {
    return server().auth.provisioner.describe(addressOf(made.resourceId));
  }

  async function signUp(
    made: Made,
    Username: string,
    attributes: Readonly<Record<string, string>> = {},
    Password = password,
  ) {
    const UserAttributes: AttributeType[] = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    const request = { ClientId: made.webClientId, Username, Password, UserAttributes };
    return server().idp.send(new SignUpCommand(request));
  }

  /** A user who may sign in, with verified addresses. */
  async function member(made: Made, Username: string, attributes: Readonly<Record<string, string>> = {}) {
    const { idp } = server();
    const { UserSub } = await signUp(made, Username, attributes);
    await idp.send(new AdminConfirmSignUpCommand({ UserPoolId: made.userPoolId, Username }));
    const UserAttributes = ["email", "phone_number"]
      .filter((name) => attributes[name] !== undefined || Username.includes(name === "email" ? "@" : "+"))
      .map((name) => ({ Name: `${name}_verified`, Value: "true" }));
    if (UserAttributes.length > 0) {
      await idp.send(new AdminUpdateUserAttributesCommand({ UserPoolId: made.userPoolId, Username, UserAttributes }));
    }
    return String(UserSub);
  }

  /** Signs in by password, through a client made for it unless one is given. */
  async function signIn(made: Made, USERNAME: string, ClientId?: string) {
    const AuthParameters = { USERNAME, PASSWORD: password };
    const client = ClientId ?? (await passwordClient(made));
    return server().idp.send(
      new InitiateAuthCommand({ ClientId: client, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
  }

  /** A client that takes passwords and tells who exists. */
  async function passwordClient(made: Made): Promise<string> {
    const { UserPoolClient } = await server().idp.send(
      new CreateUserPoolClientCommand({
        UserPoolId: made.userPoolId,
        ClientName: "passwords",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      }),
    );
    return String(UserPoolClient?.ClientId);
  }

  return { server, update, describeConfig, signUp, member, signIn, passwordClient };
}
