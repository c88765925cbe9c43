/** Triggers on a whole server: a pool's LambdaConfig names local Node modules by ARN, and unmodified aws-amplify 6 meets what they do. */

import {
  ListUsersCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { confirmSignIn, confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from "aws-amplify/auth";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { forgetSignIn, useAmplify } from "../support/amplifyClient.ts";
import { type Backend, codeIn, config, useBackends } from "../support/authBackends.ts";

const folder = mkdtempSync(join(tmpdir(), "ohmstead-triggers-"));
const password = "Right-horse-1";

const joining = `
import { appendFileSync } from "node:fs";
export async function handler(event) {
  const email = event.request.userAttributes.email;
  if (event.triggerSource === "PreSignUp_SignUp") {
    if (email.endsWith("@spam.test")) throw new Error("No robots, please");
    event.response.autoConfirmUser = event.response.autoVerifyEmail = email.endsWith("@staff.test");
  }
  if (event.triggerSource.startsWith("PostConfirmation")) appendFileSync(process.env.WELCOMED, email + "\\n");
  if (event.triggerSource === "CustomMessage_SignUp") {
    event.response.emailSubject = "Welcome, " + email;
    event.response.emailMessage = "Say " + event.request.codeParameter;
  }
  return event;
}`;

const entering = `
export async function handler(event) {
  const { request, response, triggerSource } = event;
  const last = request.session?.at(-1);
  if (triggerSource === "TokenGeneration_Authentication") response.claimsOverrideDetails = { claimsToAddOrOverride: { club: "gold" } };
  if (triggerSource === "UserMigration_Authentication") {
    if (event.userName !== "old@example.test" || request.password !== "Old-horse-1") throw new Error("unknown");
    response.userAttributes = { email: event.userName, email_verified: "true" };
    response.finalUserStatus = "CONFIRMED";
    response.messageAction = "SUPPRESS";
  }
  if (triggerSource === "DefineAuthChallenge_Authentication") {
    response.issueTokens = last?.challengeResult === true;
    response.failAuthentication = last?.challengeResult === false;
    if (!last) response.challengeName = "CUSTOM_CHALLENGE";
  }
  if (triggerSource === "CreateAuthChallenge_Authentication") {
    response.publicChallengeParameters = { question: "six times seven?" };
    response.privateChallengeParameters = { answer: "42" };
  }
  if (triggerSource === "VerifyAuthChallengeResponse_Authentication") {
    response.answerCorrect = request.challengeAnswer === request.privateChallengeParameters.answer;
  }
  return event;
}`;

writeFileSync(join(folder, "joining.mjs"), joining);
writeFileSync(join(folder, "entering.mjs"), entering);
writeFileSync(
  join(folder, "functions.json"),
  JSON.stringify({
    joining: { module: "./joining.mjs", environment: { WELCOMED: join(folder, "welcomed.txt") } },
    entering: { module: "./entering.mjs" },
  }),
);

const { clients, make, sentBy } = useBackends({ env: { OHMSTEAD_FUNCTIONS: join(folder, "functions.json") } });
let backend: Backend;

beforeAll(async () => {
  backend = await make(config({ SignInMethod: "EMAIL", RequiredSignUpAttributes: ["EMAIL"] }));
  const { userPoolId: UserPoolId, clientId: ClientId } = backend;
  const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const [join, enter] = [arn("joining"), arn("entering")];
  const LambdaConfig = {
    PreSignUp: join,
    PostConfirmation: join,
    CustomMessage: join,
    PreTokenGeneration: enter,
    UserMigration: enter,
    DefineAuthChallenge: enter,
    CreateAuthChallenge: enter,
    VerifyAuthChallengeResponse: enter,
  };
  const pool = { UserPoolId, AutoVerifiedAttributes: ["email" as const], LambdaConfig };
  await clients().idp.send(new UpdateUserPoolCommand(pool));
  const flows = ["SRP_AUTH", "PASSWORD_AUTH"].map((flow) => `ALLOW_USER_${flow}`);
  const ExplicitAuthFlows = [...flows, "ALLOW_CUSTOM_AUTH"] as ("ALLOW_USER_SRP_AUTH" | "ALLOW_CUSTOM_AUTH")[];
  await clients().idp.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ExplicitAuthFlows }));
  const { userPoolId, clientId } = backend;
  useAmplify(clients().server, { userPoolId, webClientId: clientId, nativeClientId: clientId });
});
afterEach(forgetSignIn);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const enrol = (username: string) => signUp({ username, password, options: { userAttributes: { email: username } } });
const welcomed = (): string => readFileSync(join(folder, "welcomed.txt"), "utf8");

test("pre-sign-up refuses robots and lets staff in at once; post-confirmation is told", async () => {
  await expect(enrol("bot@spam.test")).rejects.toMatchObject({
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error No robots, please.",
  });
  expect(await enrol("carla@staff.test")).toMatchObject({ isSignUpComplete: true });
  expect(welcomed()).toBe("carla@staff.test\n");
  expect(await signIn({ username: "carla@staff.test", password })).toMatchObject({ isSignedIn: true });
});

test("custom-message writes the mail, pre-token-generation adds a claim", async () => {
  const username = "dan@example.test";
  const message = await sentBy(username, () => enrol(username));
  expect(message).toMatchObject({ subject: "Welcome, dan@example.test" });
  expect(message.text).toMatch(/^Say \d{6}$/);
  await confirmSignUp({ username, confirmationCode: codeIn(message) });
  expect(welcomed()).toContain(username);
  await signIn({ username, password });
  const { tokens } = await fetchAuthSession();
  expect(tokens?.idToken?.payload).toMatchObject({ email: username, club: "gold" });
});

test("user-migration brings a user over at the first password; afterwards SRP needs no function", async () => {
  const username = "old@example.test";
  const options = { authFlowType: "USER_PASSWORD_AUTH" as const };
  await expect(signIn({ username, password: "Wrong-horse-1", options })).rejects.toMatchObject({
    name: "UserLambdaValidationException",
  });
  expect(await signIn({ username, password: "Old-horse-1", options })).toMatchObject({ isSignedIn: true });
  await signOut();
  expect(await signIn({ username, password: "Old-horse-1" })).toMatchObject({ isSignedIn: true });
  const list = { UserPoolId: backend.userPoolId, Filter: `email = "${username}"` };
  const { Users } = await clients().idp.send(new ListUsersCommand(list));
  expect(Users).toMatchObject([{ UserStatus: "CONFIRMED" }]);
});

test("custom sign-in asks what its functions want to know", async () => {
  const options = { authFlowType: "CUSTOM_WITHOUT_SRP" as const };
  const { nextStep } = await signIn({ username: "carla@staff.test", options });
  expect(nextStep).toMatchObject({
    signInStep: "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE",
    additionalInfo: { question: "six times seven?" },
  });
  expect(await confirmSignIn({ challengeResponse: "42" })).toMatchObject({ isSignedIn: true });
  await signOut();
  await signIn({ username: "carla@staff.test", options });
  await expect(confirmSignIn({ challengeResponse: "41" })).rejects.toMatchObject({ name: "NotAuthorizedException" });
});
