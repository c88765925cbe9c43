/** Which words a pool uses on which occasion: the function's, the occasion's own, the pool's, the built-in ones. */

import type { PoolSettings } from "./pool.ts";

/** As Cognito names them after `CustomMessage_`. */
export type Occasion =
  | "SignUp"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "Authentication"
  | "AdminCreateUser";

export interface FinalTexts {
  readonly emailSubject: string;
  readonly email: string;
  readonly sms: string;
  readonly from: string | undefined;
}

interface Texts {
  readonly emailSubject?: string | undefined;
  readonly email?: string | undefined;
  readonly sms?: string | undefined;
}

const builtInCode: Texts = {
  emailSubject: "Your verification code",
  email: "Your confirmation code is {####}",
  sms: "Your verification code is {####}",
};
const builtIn: Partial<Record<Occasion, Texts>> = {
  Authentication: {
    emailSubject: "Your authentication code",
    email: "Your authentication code is {####}",
    sms: "Your authentication code is {####}",
  },
  AdminCreateUser: {
    emailSubject: "Your temporary password",
    email: "Your username is {username} and temporary password is {####}",
    sms: "Your username is {username} and temporary password is {####}",
  },
};

/** @param custom what the custom-message function answered, if the pool has one */
export function textsFor(
  settings: PoolSettings,
  occasion: Occasion,
  custom: Readonly<Record<string, unknown>> | undefined,
): FinalTexts {
  const layers = [fromFunction(custom), ...own(settings, occasion), builtIn[occasion] ?? {}, builtInCode];
  const pick = (key: keyof Texts): string => layers.find((layer) => layer[key] !== undefined)?.[key] ?? "";
  return { emailSubject: pick("emailSubject"), email: pick("email"), sms: pick("sms"), from: senderOf(settings) };
}

function own(settings: PoolSettings, occasion: Occasion): readonly Texts[] {
  const verification = renamed(settings.verification);
  if (occasion === "Authentication") return [{ sms: settings.mfa.smsMessage }];
  if (occasion === "AdminCreateUser") return [renamed(settings.invitation)];
  if (occasion === "ForgotPassword") return [renamed(settings.recovery), verification];
  return [verification];
}

function renamed(texts: PoolSettings["invitation"]): Texts {
  return { emailSubject: texts?.emailSubject, email: texts?.emailMessage, sms: texts?.smsMessage };
}

/** A function's text counts only when it still has room for the code. */
function fromFunction(custom: Readonly<Record<string, unknown>> | undefined): Texts {
  const text = (key: string, needsCode: boolean): string | undefined => {
    const value = custom?.[key];
    return typeof value === "string" && value !== "" && (!needsCode || value.includes("{####}")) ? value : undefined;
  };
  return {
    emailSubject: text("emailSubject", false),
    email: text("emailMessage", true),
    sms: text("smsMessage", true),
  };
}

/** EmailConfiguration.From, or its SES identity. */
function senderOf(settings: PoolSettings): string | undefined {
  const configuration = settings.kept["EmailConfiguration"];
  if (typeof configuration !== "object" || configuration === null) return undefined;
  const from = (configuration as Readonly<Record<string, unknown>>)["From"];
  return typeof from === "string" ? from : undefined;
}
