/** SignInMethod through a whole server: what signs up, what signs in, what is nobody else's. */

import { describe, expect, test } from "vitest";
import { codeIn, config, useBackends } from "../../support/authBackends.ts";
import { ConfirmSignUpCommand } from "@aws-sdk/client-cognito-identity-provider";

const { clients, make, describeConfig, signUp, member, signIn, sentBy } = useBackends();

describe("SignInMethod", () => {
  test("SignInMethod USERNAME: a name of one's choice, one person's in any spelling", async () => {
    const backend = await make(config({ SignInMethod: "USERNAME" }));
    await member(backend, "ann");
    expect((await signIn(backend, "ANN")).AuthenticationResult).toBeDefined();
    await expect(signUp(backend, "Ann")).rejects.toMatchObject({ name: "UsernameExistsException" });
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { SignInMethod: "USERNAME" } });
  });

  test("SignInMethod EMAIL: an e-mail address, which the code goes to, and nothing else", async () => {
    const backend = await make(config({ SignInMethod: "EMAIL" }));
    const Username = "ann@example.test";
    const message = await sentBy(Username, () => signUp(backend, Username));
    const { idp } = clients();
    const ConfirmationCode = codeIn(message);
    await idp.send(new ConfirmSignUpCommand({ ClientId: backend.clientId, Username, ConfirmationCode }));
    expect((await signIn(backend, Username)).AuthenticationResult).toBeDefined();
    await expect(signUp(backend, "ANN@example.test")).rejects.toMatchObject({ name: "UsernameExistsException" });
    for (const other of ["ann", "+12065550100"]) {
      await expect(signUp(backend, other)).rejects.toMatchObject({ message: "Username should be an email." });
    }
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { SignInMethod: "EMAIL" } });
  });

  test("SignInMethod PHONE_NUMBER: a phone number, which the code goes to, and nothing else", async () => {
    const backend = await make(config({ SignInMethod: "PHONE_NUMBER" }));
    const Username = "+12065550101";
    const message = await sentBy(Username, () => signUp(backend, Username));
    expect(message.channel).toBe("sms");
    const { idp } = clients();
    const ConfirmationCode = codeIn(message);
    await idp.send(new ConfirmSignUpCommand({ ClientId: backend.clientId, Username, ConfirmationCode }));
    expect((await signIn(backend, Username)).AuthenticationResult).toBeDefined();
    await expect(signUp(backend, Username)).rejects.toMatchObject({ name: "UsernameExistsException" });
    for (const other of ["ann", "ann@example.test"]) {
      await expect(signUp(backend, other)).rejects.toMatchObject({ message: "Username should be a phone number." });
    }
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs: { SignInMethod: "PHONE_NUMBER" } });
  });

  test("SignInMethod EMAIL_AND_PHONE_NUMBER: either of them, and both once verified", async () => {
    const backend = await make(config({ SignInMethod: "EMAIL_AND_PHONE_NUMBER" }));
    await member(backend, "bob@example.test", { phone_number: "+12065550102" });
    expect((await signIn(backend, "bob@example.test")).AuthenticationResult).toBeDefined();
    expect((await signIn(backend, "+12065550102")).AuthenticationResult).toBeDefined();
    await member(backend, "+12065550103");
    expect((await signIn(backend, "+12065550103")).AuthenticationResult).toBeDefined();
    await expect(signUp(backend, "ann")).rejects.toMatchObject({
      message: "Username should be either an email or a phone number.",
    });
    const UserPoolConfigs = { SignInMethod: "EMAIL_AND_PHONE_NUMBER" };
    expect(await describeConfig(backend)).toMatchObject({ UserPoolConfigs });
  });
});
