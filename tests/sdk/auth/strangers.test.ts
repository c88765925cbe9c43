/** What an attacker learns and can change from outside, on a whole server: who exists, where links lead, attributes, roles. */

import { DeleteBackendAuthCommand } from "@aws-sdk/client-amplifybackend";
import { GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import {
  DeleteUserAttributesCommand,
  ListUsersCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Backend,
  codeIn,
  config,
  ResourceName,
  useBackends,
  withIdentityPool,
} from "../../support/authBackends.ts";

const { clients, completed, make, member, signUp, signIn, sentBy } = useBackends();

let backend: Backend;
beforeAll(async () => {
  backend = await make(config({ SignInMethod: "EMAIL" }));
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A request as no SDK sends it. */
function send(target: string, input: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { hostname, port } = new URL(clients().server.url);
  const type = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method: "POST", path: "/", headers: { ...type, ...headers } },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(input));
  });
}

const idp = (operation: string, input: object, headers?: Readonly<Record<string, string>>) =>
  send(`AWSCognitoIdentityProviderService.${operation}`, { ClientId: backend.clientId, ...input }, headers);

/** What an answer tells when what differs each time is left out; sizes stay. */
function seen({ status, headers, body }: Answer): object {
  const parsed = JSON.parse(body) as { ChallengeParameters?: object };
  return {
    status,
    error: [headers["x-amzn-errortype"], headers["x-amzn-errormessage"]],
    names: Object.keys(headers).toSorted(),
    members: Object.keys(parsed).toSorted(),
    parameters: Object.entries(parsed.ChallengeParameters ?? {}).map(([name, value]) =>
      // B has a leading zero left out now and then.
      name === "SRP_B" ? name : [name, String(value).length],
    ),
  };
}

describe("who exists", () => {
  const known = "known-person@example.test";
  const nobody = "other-person@example.test";
  beforeAll(async () => {
    await member(backend, known, { email: known });
  });

  test.each([
    ["InitiateAuth", (Username: string) => ({ AuthFlow: "USER_SRP_AUTH", AuthParameters: srp(Username) })],
    ["ForgotPassword", (Username: string) => ({ Username })],
    // After ForgotPassword was asked for both, as in the line above.
    [
      "ConfirmForgotPassword",
      (Username: string) => ({ Username, ConfirmationCode: "not-it", Password: "Another-horse-2" }),
    ],
  ])("%s answers alike, to the byte count, for users who are there and who are not", async (operation, input) => {
    expect(seen(await idp(operation, input(nobody)))).toEqual(seen(await idp(operation, input(known))));
  });

  test("a wrong password answers alike, by SRP, for users who are there and who are not", async () => {
    const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
    await expect(signIn(backend, known, "not the password")).rejects.toMatchObject(wrong);
    await expect(signIn(backend, nobody, "not the password")).rejects.toMatchObject(wrong);
  });

  test("ResendConfirmationCode answers alike for those who wait and those who are not there", async () => {
    const waiting = "await-person@example.test";
    await sentBy(waiting, () => signUp(backend, waiting));
    const [there, absent] = [
      await idp("ResendConfirmationCode", { Username: waiting }),
      await idp("ResendConfirmationCode", { Username: "absnt-person@example.test" }),
    ];
    expect(seen(absent)).toEqual(seen(there));
    expect(absent.body).toBe(there.body);
  });

  const srp = (USERNAME: string) => ({ USERNAME, SRP_A: "ab".repeat(383) });
});

describe("where links lead", () => {
  const evil = {
    host: "evil.test",
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "https",
    forwarded: "host=evil.test;proto=https",
    origin: "https://evil.test",
    referer: "https://evil.test/",
  };

  test("Host, X-Forwarded-Host and Origin reach neither tokens nor discovery nor messages", async () => {
    const { server } = clients();
    const Username = "linked@example.test";
    const message = await sentBy(Username, async () => {
      const answer = await idp("SignUp", { Username, Password: "Correct-horse-1" }, evil);
      expect(answer.status).toBe(200);
      expect(answer.body).not.toContain("evil");
    });
    expect(message.text).not.toContain("evil");
    const { hostname, port } = new URL(server.url);
    const discovery = await new Promise<string>((resolve, reject) => {
      const path = `/${backend.userPoolId}/.well-known/openid-configuration`;
      request({ hostname, port, path, headers: evil }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("end", () => resolve(body));
      })
        .on("error", reject)
        .end();
    });
    expect(discovery).not.toContain("evil");
    expect((JSON.parse(discovery) as { issuer: string }).issuer).toContain(backend.userPoolId);
    const confirm = { Username, ConfirmationCode: codeIn(message) };
    expect((await idp("ConfirmSignUp", confirm, evil)).status).toBe(200);
    const RefreshToken = (await signIn(backend, Username)).AuthenticationResult?.RefreshToken;
    const refreshed = await idp("GetTokensFromRefreshToken", { RefreshToken }, evil);
    const { AuthenticationResult } = JSON.parse(refreshed.body) as { AuthenticationResult: { IdToken: string } };
    const [, claims = ""] = AuthenticationResult.IdToken.split(".");
    expect(Buffer.from(claims, "base64url").toString()).not.toContain("evil");
  });
});

describe("what users may write of themselves", () => {
  test("neither verification nor sub, groups or identities: by sign-up, update or removal", async () => {
    const { idp: client } = clients();
    const Username = "eve@example.test";
    for (const name of ["email_verified", "phone_number_verified", "sub", "identities", "cognito:groups", "custom:x"]) {
      const joining = signUp(backend, Username, { [name]: "true" });
      await expect(joining).rejects.toMatchObject({
        name: expect.stringMatching(/^(InvalidParameter|NotAuthorized)/) as string,
      });
    }
    await member(backend, Username);
    const { AccessToken } = (await signIn(backend, Username)).AuthenticationResult ?? {};
    for (const Name of ["email_verified", "sub", "identities", "cognito:groups", "custom:x"]) {
      const UserAttributes = [{ Name, Value: "true" }];
      const name = expect.stringMatching(/^(InvalidParameter|NotAuthorized)/) as string;
      const update = client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
      await expect(update).rejects.toMatchObject({ name });
      const removal = client.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: [Name] }));
      await expect(removal).rejects.toMatchObject({ name });
    }
    const list = new ListUsersCommand({ UserPoolId: backend.userPoolId, Filter: `email = "${Username}"` });
    const { Users } = await client.send(list);
    expect(Users?.[0]?.Attributes?.map(({ Name }) => Name)).toEqual(["sub", "email", "email_verified"]);
    const { IdToken = "" } = (await signIn(backend, Username)).AuthenticationResult ?? {};
    expect(Buffer.from(IdToken.split(".")[1] ?? "", "base64url").toString()).not.toContain("cognito:groups");
  });
});

describe("identity pools", () => {
  test("no client chooses its role, and nobody is let in once auth is gone", async () => {
    const { identity } = clients();
    const open = await make(withIdentityPool(true));
    await member(open, "ann");
    const { IdToken = "" } = (await signIn(open, "ann")).AuthenticationResult ?? {};
    const Logins = { [`cognito-idp.us-east-1.amazonaws.com/${open.userPoolId}`]: IdToken };
    const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId: open.identityPoolId, Logins }));
    const CustomRoleArn = "arn:aws:iam::000000000000:role/administrators";
    const chosen = identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }));
    await expect(chosen).rejects.toMatchObject({
      name: expect.stringMatching(/^(NotAuthorized|InvalidParameter)/) as string,
    });
    // The guest's door is no way to the identity of somebody who signs in.
    await expect(identity.send(new GetCredentialsForIdentityCommand({ IdentityId }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
    });
    const { client } = clients();
    const place = { AppId: open.AppId, BackendEnvironmentName: open.BackendEnvironmentName };
    await completed(place, await client.send(new DeleteBackendAuthCommand({ ...place, ResourceName })));
    const gone = { name: "ResourceNotFoundException" };
    await expect(identity.send(new GetIdCommand({ IdentityPoolId: open.identityPoolId }))).rejects.toMatchObject(gone);
    for (const given of [{ IdentityId }, { IdentityId, Logins }]) {
      await expect(identity.send(new GetCredentialsForIdentityCommand(given))).rejects.toMatchObject(gone);
    }
  });
});
