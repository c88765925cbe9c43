/** Sign-up, confirmation, reset and the user's own account, through the AWS SDK. */

import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CreateBackendAuthResourceConfigTypeDef } from "#generated/types/amplifyBackend";
import { type Made, type PoolServer, startPoolServer } from "../../support/poolServer.ts";

let server: PoolServer;
let idp: CognitoIdentityProviderClient;
beforeAll(async () => {
  server = await startPoolServer();
  idp = server.idp;
});
afterAll(() => server.close());

type UserPoolConfigs = CreateBackendAuthResourceConfigTypeDef["UserPoolConfigs"];

const password = "Correct-horse-1";

function config(change: Partial<UserPoolConfigs> = {}): CreateBackendAuthResourceConfigTypeDef {
  const pool: UserPoolConfigs = {
    UserPoolName: "people",
    SignInMethod: "EMAIL",
    RequiredSignUpAttributes: ["EMAIL"],
    ...change,
  };
  return { AuthResources: "USER_POOL_ONLY", Service: "COGNITO", UserPoolConfigs: pool };
}

/** A client of the pool that tells who exists and takes passwords. */
async function openClient(made: Pick<Made, "userPoolId">): Promise<string> {
  const { UserPoolClient } = await idp.send(
    new CreateUserPoolClientCommand({
      UserPoolId: made.userPoolId,
      ClientName: "open",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  return String(UserPoolClient?.ClientId);
}

async function newcomer(made: Made, email: string): Promise<string> {
  await idp.send(new SignUpCommand({ ClientId: made.webClientId, Username: email, Password: password }));
  const ConfirmationCode = server.code(email);
  await idp.send(new ConfirmSignUpCommand({ ClientId: made.webClientId, Username: email, ConfirmationCode }));
  return signIn(await openClient(made), email, password);
}

async function signIn(ClientId: string, USERNAME: string, PASSWORD: string): Promise<string> {
  const AuthParameters = { USERNAME, PASSWORD };
  const { AuthenticationResult } = await idp.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  return String(AuthenticationResult?.AccessToken);
}

describe("a new user", () => {
  test("signs up, is sent a code, confirms and signs in; the address is verified", async () => {
    const made = await server.make(config());
    const signedUp = await idp.send(
      new SignUpCommand({ ClientId: made.webClientId, Username: "Ann@example.org", Password: password }),
    );
    expect(signedUp).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "A***@e***" },
    });
    expect(server.mails.at(-1)).toMatchObject({ to: "Ann@example.org", subject: "Your verification code" });
    const client = await openClient(made);
    await expect(signIn(client, "ann@example.org", password)).rejects.toMatchObject({
      name: "UserNotConfirmedException",
      message: "User is not confirmed.",
    });
    const wrong = { ClientId: made.webClientId, Username: "ann@example.org", ConfirmationCode: "000000" };
    await expect(idp.send(new ConfirmSignUpCommand(wrong))).rejects.toMatchObject({
      name: "CodeMismatchException",
      message: "Invalid verification code provided, please try again.",
    });
    const right = { ...wrong, ConfirmationCode: server.code("Ann@example.org") };
    await idp.send(new ConfirmSignUpCommand(right));
    await expect(idp.send(new ConfirmSignUpCommand(right))).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "User cannot be confirmed. Current status is CONFIRMED",
    });
    const user = await idp.send(new GetUserCommand({ AccessToken: await signIn(client, "ANN@example.org", password) }));
    expect(user.Username).toBe(signedUp.UserSub);
    expect(user.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: "sub", Value: signedUp.UserSub },
        { Name: "email", Value: "Ann@example.org" },
        { Name: "email_verified", Value: "true" },
      ]),
    );
  });

  test("is refused without a password in the words that Amplify looks for", async () => {
    const made = await server.make(config());
    const attempt = idp.send(new SignUpCommand({ ClientId: made.webClientId, Username: "a@example.org" }));
    await expect(attempt).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(/'password'.*Member must not be null/) as string,
    });
  });

  test("of fifty that sign up at once by spellings of one address, one gets it", async () => {
    const made = await server.make(config());
    const spellings = ["ivy@example.org", "IVY@example.org", "Ivy@Example.org", "ｉvy@example.org"];
    const attempts = Array.from({ length: 50 }, (_, index) =>
      idp.send(
        new SignUpCommand({ ClientId: made.webClientId, Username: spellings[index % 4] ?? "", Password: password }),
      ),
    );
    const outcomes = await Promise.allSettled(attempts);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(49);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ name: "UsernameExistsException", message: "User already exists" });
    }
  });

  test("of fifty that sign up at once by spellings of one username, one gets it", async () => {
    const made = await server.make(config({ SignInMethod: "USERNAME", RequiredSignUpAttributes: [] }));
    // Composed, decomposed, in capitals, in full-width letters.
    const spellings = ["iv\u00e1n", "iva\u0301n", "IV\u00c1N", "\uff29v\u00e1n", "IVA\u0301n"];
    const attempts = Array.from({ length: 50 }, (_, index) =>
      idp.send(
        new SignUpCommand({ ClientId: made.webClientId, Username: spellings[index % 5] ?? "", Password: password }),
      ),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await idp.send(new SignUpCommand({ ClientId: made.webClientId, Username: "ivan", Password: password }));
  });

  test("of ten that confirm one address as their alias at once, one gets it", async () => {
    const { UserPool } = await idp.send(
      new CreateUserPoolCommand({
        PoolName: "aliases",
        AliasAttributes: ["email"],
        AutoVerifiedAttributes: ["email"],
        UsernameConfiguration: { CaseSensitive: false },
      }),
    );
    const made = { userPoolId: String(UserPool?.Id) };
    const ClientId = await openClient(made);
    const spellings = ["joe@example.org", "JOE@example.org", "\uff4aoe@example.org"];
    const codes: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      const Value = spellings[index % 3] ?? "";
      const UserAttributes = [{ Name: "email", Value }];
      const request = { ClientId, Username: `joe${index}`, Password: password, UserAttributes };
      await idp.send(new SignUpCommand(request));
      codes.push(server.code(Value));
    }
    const confirmations = codes.map((ConfirmationCode, index) =>
      idp.send(new ConfirmSignUpCommand({ ClientId, Username: `joe${index}`, ConfirmationCode })),
    );
    const outcomes = await Promise.allSettled(confirmations);
    const won = outcomes.findIndex(({ status }) => status === "fulfilled");
    const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
    expect(refusals).toEqual(Array.from({ length: 9 }, () => expect.stringMatching(/^AliasExistsException/) as string));
    const AccessToken = await signIn(ClientId, "Joe@example.org", password);
    expect((await idp.send(new GetUserCommand({ AccessToken }))).Username).toBe(`joe${won}`);
  });

  test("is called in the pool's normal form, so that the first answer of a sign-in tells nobody who exists", async () => {
    const made = await server.make(config({ SignInMethod: "USERNAME", RequiredSignUpAttributes: [] }));
    const ClientId = made.webClientId;
    await idp.send(new SignUpCommand({ ClientId, Username: "\uff21nnaLEE", Password: password }));
    const named = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, SRP_A: "ab".repeat(383) };
      const asked = await idp.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }));
      return asked.ChallengeParameters?.["USER_ID_FOR_SRP"];
    };
    for (const typed of ["\uff21nnaLEE", "AnnaLEE", "annalee"]) expect(await named(typed)).toBe("annalee");
    for (const typed of ["\uff2dinaLEE", "MinaLEE", "minalee"]) expect(await named(typed)).toBe("minalee");
  });

  test("cannot name herself verified, or give attributes the pool does not know", async () => {
    const made = await server.make(config());
    const attempt = (Name: string) =>
      idp.send(
        new SignUpCommand({
          ClientId: made.webClientId,
          Username: "eve@example.org",
          Password: password,
          UserAttributes: [{ Name, Value: "true" }],
        }),
      );
    await expect(attempt("email_verified")).rejects.toMatchObject({ name: "NotAuthorizedException" });
    await expect(attempt("sub")).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(attempt("custom:admin")).rejects.toMatchObject({
      message: "Attributes did not conform to the schema: custom:admin: Attribute does not exist in the schema.\n",
    });
  });

  test("may ask for five more codes an hour; each voids the one before", async () => {
    const made = await server.make(config());
    const ClientId = made.webClientId;
    const Username = "kim@example.org";
    await idp.send(new SignUpCommand({ ClientId, Username, Password: password }));
    const first = server.code(Username);
    const resend = () => idp.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    for (let count = 0; count < 5; count += 1) await resend();
    await expect(resend()).rejects.toMatchObject({ name: "LimitExceededException" });
    await expect.poll(() => server.mails.filter(({ to }) => to === Username)).toHaveLength(6);
    const old = idp.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: first }));
    await expect(old).rejects.toMatchObject({ name: "CodeMismatchException" });
    await idp.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: server.code(Username) }));
    await expect(resend()).rejects.toMatchObject({ name: "LimitExceededException" });
    server.pass(3_600_001);
    await expect(resend()).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "User is already confirmed.",
    });
  });
});

describe("a forgotten password", () => {
  test("is replaced by code, which ends all sign-ins; of fifty uses of the code one wins", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "bob@example.org");
    const request = { ClientId: made.webClientId, Username: "bob@example.org" };
    const { CodeDeliveryDetails } = await idp.send(new ForgotPasswordCommand(request));
    expect(CodeDeliveryDetails).toEqual({ AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "b***@e***" });
    await expect.poll(() => server.mails.filter(({ to }) => to === "bob@example.org")).toHaveLength(2);
    const ConfirmationCode = server.code("bob@example.org");
    const weak = { ...request, ConfirmationCode, Password: "short" };
    await expect(idp.send(new ConfirmForgotPasswordCommand(weak))).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message: "Password did not conform with policy: Password not long enough",
    });
    const confirm = (index: number) =>
      idp.send(new ConfirmForgotPasswordCommand({ ...request, ConfirmationCode, Password: `New-password-${index}` }));
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => confirm(index)));
    const won = outcomes.findIndex(({ status }) => status === "fulfilled");
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(idp.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Access Token has been revoked",
    });
    await signIn(await openClient(made), "bob@example.org", `New-password-${won}`);
  });

  test("is asked for by nobody in the same words where the client hides who exists", async () => {
    const made = await server.make(config());
    await newcomer(made, "carl@example.org");
    const ask = (Username: string) => idp.send(new ForgotPasswordCommand({ ClientId: made.webClientId, Username }));
    const known = await ask("carl@example.org");
    const unknown = await ask("cora@example.org");
    expect(unknown.CodeDeliveryDetails).toEqual(known.CodeDeliveryDetails);
    const guess = async (Username: string): Promise<string> => {
      const request = { ClientId: made.webClientId, Username, ConfirmationCode: "not-one", Password: password };
      return idp.send(new ConfirmForgotPasswordCommand(request)).then(
        () => "right",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    };
    for (let count = 0; count < 6; count += 1) {
      expect(await guess("cora@example.org")).toBe(await guess("carl@example.org"));
    }
    expect(await guess("cora@example.org")).toBe(
      "LimitExceededException: Attempt limit exceeded, please try after some time.",
    );
    expect(await guess("nobody@example.org")).toMatch(/^ExpiredCodeException/);
    const ClientId = await openClient(made);
    await expect(idp.send(new ForgotPasswordCommand({ ClientId, Username: "cora@example.org" }))).rejects.toMatchObject(
      { name: "UserNotFoundException", message: "Username/client id combination not found." },
    );
  });
});

describe("a signed-in user", () => {
  test("changes the password: this sign-in stays, others end", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "dora@example.org");
    const other = await signIn(await openClient(made), "dora@example.org", password);
    const change = { AccessToken, PreviousPassword: "Wrong-password-1", ProposedPassword: "Second-password-2" };
    await expect(idp.send(new ChangePasswordCommand(change))).rejects.toMatchObject({
      message: "Incorrect username or password.",
    });
    await idp.send(new ChangePasswordCommand({ ...change, PreviousPassword: password }));
    await idp.send(new GetUserCommand({ AccessToken }));
    await expect(idp.send(new GetUserCommand({ AccessToken: other }))).rejects.toMatchObject({
      message: "Access Token has been revoked",
    });
  });

  test("changes the address: the old one signs in until the new one is verified", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "finn@example.org");
    const UserAttributes = [{ Name: "email", Value: "finn@example.com" }];
    const updated = await idp.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    expect(updated.CodeDeliveryDetailsList).toEqual([
      { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "f***@e***" },
    ]);
    const client = await openClient(made);
    await signIn(client, "finn@example.org", password);
    await expect(signIn(client, "finn@example.com", password)).rejects.toMatchObject({ name: "UserNotFoundException" });
    const Code = server.code("finn@example.com");
    await idp.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
    await signIn(client, "finn@example.com", password);
    await expect(signIn(client, "finn@example.org", password)).rejects.toMatchObject({ name: "UserNotFoundException" });
  });

  test("cannot verify an address that signs somebody else in", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "gina@example.org");
    await newcomer(made, "hugo@example.org");
    const UserAttributes = [{ Name: "email", Value: "HUGO@example.org" }];
    await idp.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    const verify = { AccessToken, AttributeName: "email", Code: server.code("HUGO@example.org") };
    await expect(idp.send(new VerifyUserAttributeCommand(verify))).rejects.toMatchObject({
      name: "AliasExistsException",
      message: "An account with the given email already exists.",
    });
  });

  test("cannot prove an address by the code of another one", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "ines@example.org");
    const move = (Value: string) =>
      idp.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: "email", Value }] }));
    await move("mine@example.org");
    const Code = server.code("mine@example.org");
    await move("yours@example.org");
    const verify = idp.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
    await expect(verify).rejects.toMatchObject({ name: "CodeMismatchException" });
  });

  test("keeps the old address in use where the pool asks for verification first", async () => {
    const made = await server.make(config());
    await idp.send(
      new UpdateUserPoolCommand({
        UserPoolId: made.userPoolId,
        AutoVerifiedAttributes: ["email"],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
      }),
    );
    const AccessToken = await newcomer(made, "jana@example.org");
    const UserAttributes = [{ Name: "email", Value: "jana@example.com" }];
    await idp.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    const email = async () => {
      const { UserAttributes: attributes = [] } = await idp.send(new GetUserCommand({ AccessToken }));
      return attributes.filter(({ Name }) => Name?.startsWith("email")).map(({ Value }) => Value);
    };
    expect(await email()).toEqual(["jana@example.org", "true"]);
    await idp.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" }));
    const Code = server.code("jana@example.com");
    await idp.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
    expect(await email()).toEqual(["jana@example.com", "true"]);
  });

  test("signs out everywhere, and deletes the account", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "lena@example.org");
    await idp.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(idp.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: "Access Token has been revoked",
    });
    const again = await signIn(await openClient(made), "lena@example.org", password);
    await idp.send(new DeleteUserCommand({ AccessToken: again }));
    await expect(idp.send(new GetUserCommand({ AccessToken: again }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
    });
    const { UserPool } = await idp.send(new DescribeUserPoolCommand({ UserPoolId: made.userPoolId }));
    expect(UserPool?.EstimatedNumberOfUsers).toBe(0);
  });

  test("revokes a refresh token; an unknown one is a success, an access token is refused", async () => {
    const made = await server.make(config());
    const AccessToken = await newcomer(made, "mona@example.org");
    const ClientId = await openClient(made);
    const AuthParameters = { USERNAME: "mona@example.org", PASSWORD: password };
    const { AuthenticationResult } = await idp.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
    const Token = String(AuthenticationResult?.RefreshToken);
    await idp.send(new RevokeTokenCommand({ ClientId, Token }));
    await idp.send(new RevokeTokenCommand({ ClientId, Token }));
    await idp.send(new RevokeTokenCommand({ ClientId, Token: "unknown" }));
    await expect(idp.send(new RevokeTokenCommand({ ClientId, Token: AccessToken }))).rejects.toMatchObject({
      name: "UnsupportedTokenTypeException",
    });
    const revoked = idp.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }));
    await expect(revoked).rejects.toMatchObject({ message: "Access Token has been revoked" });
    await idp.send(new GetUserCommand({ AccessToken }));
  });
});

test("an administrator confirms without a code; the address stays unverified", async () => {
  const made = await server.make(config());
  const Username = "nick@example.org";
  await idp.send(new SignUpCommand({ ClientId: made.webClientId, Username, Password: password }));
  await idp.send(new AdminConfirmSignUpCommand({ UserPoolId: made.userPoolId, Username }));
  const user = await idp.send(new AdminGetUserCommand({ UserPoolId: made.userPoolId, Username }));
  expect(user.UserStatus).toBe("CONFIRMED");
  expect(user.UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
});
