/** Fields of auth: user pool, identity pool and imports. */

import { type FieldRow, type SeenBy, testsIn } from "./row.ts";

const control = testsIn("tests/sdk/control/authAndStorage.test.ts");
const clone = testsIn("tests/sdk/control/clone.test.ts");
const names = testsIn("tests/sdk/auth/fieldsOfNames.test.ts");
const signUp = testsIn("tests/sdk/auth/fieldsOfSignUp.test.ts");
const messages = testsIn("tests/sdk/auth/fieldsOfMessages.test.ts");
const oauth = testsIn("tests/sdk/auth/fieldsOfOAuth.test.ts");
const imported = testsIn("tests/sdk/auth/importedPools.test.ts");

const CREATE = ["CreateBackendAuth"];
const UPDATE = ["UpdateBackendAuth"];
const BOTH = [...CREATE, ...UPDATE];
const HOSTED = "the hosted pages are not built: the test sees the settings kept, and shown by the pool and its clients";

/** Members of the user pool's configuration. */
function pool(...members: readonly string[]): string[] {
  return members.map((member) => `ResourceConfig.UserPoolConfigs.${member}`);
}

function created(fields: readonly string[], effect: string, ...seenBy: readonly SeenBy[]): FieldRow {
  return { operations: CREATE, fields, effect, seenBy };
}

function updated(fields: readonly string[], effect: string, ...seenBy: readonly SeenBy[]): FieldRow {
  return { operations: UPDATE, fields, effect, seenBy };
}

const addresses: readonly FieldRow[] = [
  {
    operations: [...BOTH, "ImportBackendAuth"],
    fields: ["AppId"],
    effect: "selects the app; an unknown one is NotFoundException",
    seenBy: [control("is not found where it is not")],
  },
  {
    operations: ["GetBackendAuth"],
    fields: ["BackendEnvironmentName"],
    effect: "selects the environment",
    seenBy: [clone("makes a second environment of the same configuration with ids of its own")],
  },
  {
    operations: ["CreateBackendAuth", "UpdateBackendAuth", "DeleteBackendAuth", "ImportBackendAuth"],
    fields: ["BackendEnvironmentName"],
    effect: "selects the environment",
    seenBy: [],
  },
  {
    operations: ["GetBackendAuth", "DeleteBackendAuth"],
    fields: ["AppId"],
    effect: "selects the app",
    seenBy: [],
  },
  {
    operations: ["CreateBackendAuth", "GetBackendAuth", "UpdateBackendAuth", "DeleteBackendAuth"],
    fields: ["ResourceName"],
    effect: "the name that the operations know the pool by",
    seenBy: [],
  },
  {
    operations: BOTH,
    fields: ["ResourceConfig.Service"],
    effect: "COGNITO; anything else is refused",
    seenBy: [],
  },
];

const resources: readonly FieldRow[] = [
  created(
    ["ResourceConfig.AuthResources"],
    "with or without an identity pool; what contradicts IdentityPoolConfigs is refused",
    names("AuthResources USER_POOL_ONLY: no identity pool in the outputs"),
    names("AuthResources and IdentityPoolConfigs that contradict each other are refused with the reason"),
  ),
  updated(
    ["ResourceConfig.AuthResources"],
    "an identity pool is added; taking one away is refused",
    names("AuthResources of Update adds an identity pool and refuses to take one away"),
  ),
  created(
    ["ResourceConfig.IdentityPoolConfigs.IdentityPoolName"],
    "the name in outputs and administration",
    names("IdentityPoolConfigs.IdentityPoolName: the name in outputs and administration"),
  ),
  {
    operations: BOTH,
    fields: ["ResourceConfig.IdentityPoolConfigs.UnauthenticatedLogin"],
    effect: "guests are let in or not; an update switches it at once",
    seenBy: [
      names("IdentityPoolConfigs.UnauthenticatedLogin: guests are let in or not, and Update switches it at once"),
    ],
  },
  created(
    pool("UserPoolName"),
    "the name in outputs and DescribeUserPool",
    names("UserPoolName: the name in outputs and DescribeUserPool"),
  ),
];

const signingIn: readonly FieldRow[] = [
  created(
    pool("SignInMethod"),
    "what signs up and in: each of the four",
    names("SignInMethod USERNAME: a name of one's choice"),
    names("SignInMethod EMAIL: an e-mail address and nothing else"),
    names("SignInMethod PHONE_NUMBER: a phone number, which the code goes to"),
    names("SignInMethod EMAIL_AND_PHONE_NUMBER: either of them"),
  ),
  created(
    pool("RequiredSignUpAttributes[]"),
    "sign-up without it is refused by its name: each of the 17",
    signUp("RequiredSignUpAttributes %s"),
  ),
  created(
    pool("PasswordPolicy.MinimumLength"),
    "a shorter password is refused; so is a length out of range",
    signUp("PasswordPolicy.%s"),
    signUp("PasswordPolicy.MinimumLength out of range is refused with the reason"),
  ),
  created(
    pool("PasswordPolicy.AdditionalConstraints[]"),
    "a password without it is refused: each of the four",
    signUp("PasswordPolicy.%s"),
  ),
  updated(
    pool("PasswordPolicy.MinimumLength", "PasswordPolicy.AdditionalConstraints[]"),
    "counts for the next password, each member by itself",
    signUp("PasswordPolicy of Update counts for the next password, each member by itself"),
  ),
  created(
    pool("Mfa.MFAMode"),
    "a second factor always, never, or by each user's choice",
    messages("Mfa.MFAMode ON with Settings.MfaTypes TOTP: an authenticator app has to be set up"),
    messages("Mfa.MFAMode OPTIONAL: each user's own choice; OFF by Update: nobody is asked"),
  ),
  updated(
    pool("Mfa.MFAMode"),
    "nobody is asked any more",
    messages("Mfa.MFAMode OPTIONAL: each user's own choice; OFF by Update: nobody is asked"),
  ),
  created(
    pool("Mfa.Settings.MfaTypes[]"),
    "which second factors there are",
    messages(
      "Mfa.MFAMode ON with Settings.MfaTypes SMS and Settings.SmsMessage: a code in the pool's words at each sign-in",
    ),
    messages("Mfa.MFAMode ON with Settings.MfaTypes TOTP: an authenticator app has to be set up"),
  ),
  updated(pool("Mfa.Settings.MfaTypes[]"), "which second factors there are from then on"),
  created(
    pool("Mfa.Settings.SmsMessage"),
    "text of the message with the code",
    messages(
      "Mfa.MFAMode ON with Settings.MfaTypes SMS and Settings.SmsMessage: a code in the pool's words at each sign-in",
    ),
  ),
  updated(
    pool("Mfa.Settings.SmsMessage"),
    "the text alone changes; one without a place for the code is refused",
    messages("Mfa of Update: Settings.SmsMessage alone changes the text alone"),
  ),
];

const EMAIL = ["EmailSettings.EmailSubject", "EmailSettings.EmailMessage"];
const under = (member: string, leaves: readonly string[]): string[] =>
  pool(...leaves.map((leaf) => `${member}.${leaf}`));
const verificationMail = messages(
  "VerificationMessage.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage",
);
const verificationText = messages("VerificationMessage.DeliveryMethod SMS with SmsSettings.SmsMessage");
const verificationUpdate = messages("VerificationMessage of Update: a new channel and text for the next user");
const forgotMail = messages("ForgotPassword.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage");
const forgotText = messages("ForgotPassword.DeliveryMethod SMS with SmsSettings.SmsMessage");
const forgotUpdate = messages(
  "ForgotPassword left out: the verification's channel and words serve; Update gives it its own",
);

const codes: readonly FieldRow[] = [
  created(
    pool("VerificationMessage.DeliveryMethod"),
    "channel of the sign-up code",
    verificationMail,
    verificationText,
  ),
  created(under("VerificationMessage", EMAIL), "subject and text of the mail with the sign-up code", verificationMail),
  created(pool("VerificationMessage.SmsSettings.SmsMessage"), "text of the sign-up code", verificationText),
  updated(
    pool("VerificationMessage.DeliveryMethod", "VerificationMessage.SmsSettings.SmsMessage"),
    "a new channel and text for the next user",
    verificationUpdate,
  ),
  updated(under("VerificationMessage", EMAIL), "a new subject and text for the next user"),
  created(pool("ForgotPassword.DeliveryMethod"), "channel of the reset code", forgotMail, forgotText, forgotUpdate),
  created(under("ForgotPassword", ["EmailSettings.EmailMessage"]), "text of the mail with the reset code", forgotMail),
  created(under("ForgotPassword", ["EmailSettings.EmailSubject"]), "subject of the mail with the reset code"),
  created(pool("ForgotPassword.SmsSettings.SmsMessage"), "text of the reset code", forgotText),
  updated(
    pool("ForgotPassword.DeliveryMethod", "ForgotPassword.SmsSettings.SmsMessage"),
    "a channel and text of its own from then on",
    forgotUpdate,
  ),
  updated(under("ForgotPassword", EMAIL), "a subject and text of its own from then on"),
];

const SOCIAL = ["Facebook", "Google", "LoginWithAmazon"].flatMap((name) => [
  `${name}.ClientId`,
  `${name}.ClientSecret`,
]);
const APPLE = ["ClientId", "KeyId", "PrivateKey", "TeamId"].map((member) => `SignInWithApple.${member}`);
const kept = oauth("OAuth: all members are stored and described exactly");
const shown = oauth("OAuth: the members reach outputs, the pool and both clients");
const changed = oauth("OAuth of Update: each member by itself; the rest stays, secrets included");
const refused = oauth(
  "OAuth.DomainPrefix that another pool has, and redirects that are no good, are refused with the reason",
);

/** The effects of these are on the hosted pages, so that what is seen so far is named, and counted as open. */
const hosted: readonly FieldRow[] = [
  ["OAuth.DomainPrefix", "host and path of the hosted pages; a taken one is refused", [shown, refused]] as const,
  ["OAuth.OAuthGrantType", "a code, or tokens in the fragment", [shown]] as const,
  ["OAuth.OAuthScopes[]", "scopes that may be asked for", [shown]] as const,
  ["OAuth.RedirectSignInURIs[]", "where a sign-in may return to, by exact match", [shown, refused]] as const,
  ["OAuth.RedirectSignOutURIs[]", "where a sign-out may return to, by exact match", [shown]] as const,
].map(([member, effect, seenBy]) => ({
  operations: CREATE,
  fields: pool(member),
  effect,
  seenBy,
  notYet: HOSTED,
}));

const providers: readonly FieldRow[] = [
  {
    operations: CREATE,
    fields: under("OAuth.SocialProviderSettings", [...SOCIAL, ...APPLE]),
    effect: "the provider's button, and the way through it to a user",
    seenBy: [kept],
    notYet: HOSTED,
  },
  {
    operations: UPDATE,
    fields: pool(
      "OAuth.DomainPrefix",
      "OAuth.OAuthGrantType",
      "OAuth.RedirectSignOutURIs[]",
      "OAuth.SocialProviderSettings.Google.ClientId",
    ),
    effect: "changes alone, for the hosted pages",
    seenBy: [changed],
    notYet: HOSTED,
  },
  {
    operations: UPDATE,
    fields: under("OAuth", [
      "OAuthScopes[]",
      "RedirectSignInURIs[]",
      ...[...SOCIAL, ...APPLE]
        .filter((leaf) => leaf !== "Google.ClientId")
        .map((leaf) => `SocialProviderSettings.${leaf}`),
    ]),
    effect: "changes alone, for the hosted pages",
    seenBy: [],
    notYet: "the hosted pages are not built",
  },
];

const imports: readonly FieldRow[] = [
  {
    operations: ["ImportBackendAuth"],
    fields: ["UserPoolId", "NativeClientId", "WebClientId"],
    effect: "meta carries the ids, marked imported; ids of another pool are refused; removal keeps the pool",
    seenBy: [
      imported("UserPoolId, NativeClientId, WebClientId: meta carries them, marked imported; again is the same"),
      imported("ids that are unknown, or of another pool, are refused with the member's name"),
      imported("an update of an imported pool is refused; removal detaches and keeps the pool"),
    ],
  },
  {
    operations: ["ImportBackendAuth"],
    fields: ["IdentityPoolId"],
    effect: "in meta when it accepts the pool's users",
    seenBy: [imported("IdentityPoolId: in meta when it accepts the pool's users")],
  },
];

export const authFields: readonly FieldRow[] = [
  ...addresses,
  ...resources,
  ...signingIn,
  ...codes,
  ...hosted,
  ...providers,
  ...imports,
];
