/** Fields of auth: user pool, identity pool and imports. */

import { type FieldRow, type SeenBy, testsIn } from "./row.ts";

const names = testsIn("tests/sdk/authFields/names.test.ts");
const methods = testsIn("tests/sdk/authFields/signInMethods.test.ts");
const signUp = testsIn("tests/sdk/authFields/signUp.test.ts");
const mfa = testsIn("tests/sdk/authFields/mfa.test.ts");
const verification = testsIn("tests/sdk/authFields/verification.test.ts");
const forgotten = testsIn("tests/sdk/authFields/forgotPassword.test.ts");
const oauth = testsIn("tests/sdk/authFields/oauth.test.ts");
const identities = testsIn("tests/sdk/authFields/identityPool.test.ts");
const imported = testsIn("tests/sdk/authFields/import.test.ts");
const provisioner = testsIn("tests/sdk/auth/provisioner.test.ts");

const CREATE = ["CreateBackendAuth"];
const UPDATE = ["UpdateBackendAuth"];
const BOTH = [...CREATE, ...UPDATE];

/** What the table cannot say. */
export const authNote =
  "All of these are given by AmplifyBackend's client to a server of its own process and seen by other clients. The hosted pages are not built yet: OAuth is seen in the pool, in both app clients, in the client configuration and in the redirect that the stock client makes of it.";

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

const where = names(
  "AppId and BackendEnvironmentName of Create, Get, Update and Delete: that environment, and no other",
);
const nowhere = names("AppId or BackendEnvironmentName that is not there is NotFoundException");

const addresses: readonly FieldRow[] = [
  {
    operations: ["CreateBackendAuth", "GetBackendAuth", "UpdateBackendAuth", "DeleteBackendAuth"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "select app and environment; unknown ones are NotFoundException",
    seenBy: [where, nowhere],
  },
  {
    operations: ["ImportBackendAuth"],
    fields: ["AppId", "BackendEnvironmentName"],
    effect: "select app and environment; unknown ones are NotFoundException",
    seenBy: [
      imported("UserPoolId, NativeClientId and WebClientId: meta has them, marked imported, and its users sign in"),
      nowhere,
    ],
  },
  {
    operations: ["CreateBackendAuth", "GetBackendAuth", "UpdateBackendAuth", "DeleteBackendAuth"],
    fields: ["ResourceName"],
    effect: "the name in meta, by which the operations know the pool",
    seenBy: [names("ResourceName: the name in meta, by which Get, Update and Delete know the pool")],
  },
  {
    operations: BOTH,
    fields: ["ResourceConfig.Service"],
    effect: "COGNITO; anything else is refused",
    seenBy: [names("Service of Create and Update: COGNITO; anything else is BadRequestException")],
  },
];

const resources: readonly FieldRow[] = [
  created(
    ["ResourceConfig.AuthResources"],
    "with or without an identity pool; what contradicts IdentityPoolConfigs is refused",
    identities("AuthResources USER_POOL_ONLY: no identity pool in meta, and none answers"),
    identities("AuthResources IDENTITY_POOL_AND_USER_POOL: users of the pool get AWS credentials"),
    identities("AuthResources that contradict IdentityPoolConfigs: the job fails with the reason"),
  ),
  updated(
    ["ResourceConfig.AuthResources"],
    "an identity pool is added; taking one away is refused",
    identities("AuthResources of Update: adds an identity pool, and takes none away"),
  ),
  created(
    ["ResourceConfig.IdentityPoolConfigs.IdentityPoolName"],
    "the name in meta and administration",
    identities("IdentityPoolConfigs.IdentityPoolName: the name in meta and DescribeIdentityPool"),
  ),
  {
    operations: BOTH,
    fields: ["ResourceConfig.IdentityPoolConfigs.UnauthenticatedLogin"],
    effect: "guests are let in or not; an update switches it at once",
    seenBy: [
      identities(
        "IdentityPoolConfigs.UnauthenticatedLogin: guests get credentials or not, and Update switches it at once",
      ),
      identities("IdentityPoolConfigs left out of Update: guests stay as they were"),
    ],
  },
  created(
    pool("UserPoolName"),
    "the name in meta and DescribeUserPool",
    names("UserPoolName: the name in meta and DescribeUserPool; one that is no name is refused"),
  ),
];

const newPolicy = signUp(
  "PasswordPolicy of Update: each member by itself counts for the next password, wherever one is chosen",
);
const byChoice = mfa(
  "Mfa.MFAMode OPTIONAL: each user's own choice; OFF by Update: nobody is asked; ON by Update: everybody",
);
const bySms = mfa(
  "Mfa.MFAMode ON with Settings.MfaTypes SMS and Settings.SmsMessage: a code in these words at each sign-in",
);
const byApp = mfa("Mfa.MFAMode ON with Settings.MfaTypes TOTP: an app has to be set up, SMS cannot be chosen");
const newWords = mfa(
  "Mfa.Settings.SmsMessage of Update: the words alone change; without a place for the code the job fails",
);

const signingIn: readonly FieldRow[] = [
  created(
    pool("SignInMethod"),
    "what signs up and in: each of the four",
    methods("SignInMethod USERNAME: a name of one's choice, one person's in any spelling"),
    methods("SignInMethod EMAIL: an e-mail address, which the code goes to, and nothing else"),
    methods("SignInMethod PHONE_NUMBER: a phone number, which the code goes to, and nothing else"),
    methods("SignInMethod EMAIL_AND_PHONE_NUMBER: either of them, and both once verified"),
  ),
  created(
    pool("RequiredSignUpAttributes[]"),
    "sign-up without it is refused by its name: each of the 17",
    signUp("RequiredSignUpAttributes %s: a sign-up without it is refused by its name"),
    signUp("RequiredSignUpAttributes of all kinds: with all of them the sign-up is good"),
  ),
  created(
    pool("PasswordPolicy.MinimumLength"),
    "a shorter password is refused; so is a length out of range",
    signUp("PasswordPolicy.MinimumLength: a shorter password is refused; a length out of range fails the job"),
  ),
  created(
    pool("PasswordPolicy.AdditionalConstraints[]"),
    "a password without it is refused: each of the four",
    signUp("PasswordPolicy.AdditionalConstraints %s"),
  ),
  updated(
    pool("PasswordPolicy.MinimumLength", "PasswordPolicy.AdditionalConstraints[]"),
    "counts for the next password, each member by itself",
    newPolicy,
  ),
  created(
    pool("Mfa.MFAMode"),
    "a second factor always, never, or by each user's choice",
    bySms,
    byApp,
    byChoice,
    mfa("Mfa.MFAMode OFF at creation: nobody is asked, and nobody can set a factor up"),
  ),
  updated(pool("Mfa.MFAMode"), "nobody is asked any more, or everybody", byChoice),
  created(pool("Mfa.Settings.MfaTypes[]"), "which second factors there are", bySms, byApp),
  updated(
    pool("Mfa.Settings.MfaTypes[]"),
    "which second factors there are from then on",
    mfa("Mfa.Settings.MfaTypes of Update: what is no longer named is no longer asked for or set up"),
  ),
  created(pool("Mfa.Settings.SmsMessage"), "text of the message with the code", bySms, newWords),
  updated(
    pool("Mfa.Settings.SmsMessage"),
    "the text alone changes; one without a place for the code is refused",
    newWords,
  ),
];

const EMAIL = ["EmailSettings.EmailSubject", "EmailSettings.EmailMessage"];
const under = (member: string, leaves: readonly string[]): string[] =>
  pool(...leaves.map((leaf) => `${member}.${leaf}`));
const verificationMail = verification(
  "VerificationMessage.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage",
);
const verificationText = verification("VerificationMessage.DeliveryMethod SMS with SmsSettings.SmsMessage");
const badVerification = verification(
  "VerificationMessage with texts that are no good: the job fails with the member and the reason",
);
const forgotMail = forgotten("ForgotPassword.DeliveryMethod EMAIL with EmailSettings.EmailSubject and EmailMessage");
const forgotText = forgotten("ForgotPassword.DeliveryMethod SMS with SmsSettings.SmsMessage");
const forgotUpdate = forgotten(
  "ForgotPassword left out: the verification's channel and words; by Update DeliveryMethod and SmsSettings of its own",
);
const badForgotten = forgotten(
  "ForgotPassword with texts that are no good: the job fails with the member and the reason",
);

const codes: readonly FieldRow[] = [
  created(
    pool("VerificationMessage.DeliveryMethod"),
    "channel of the sign-up code",
    verificationMail,
    verificationText,
  ),
  created(
    under("VerificationMessage", EMAIL),
    "subject and text of the mail with the sign-up code",
    verificationMail,
    badVerification,
  ),
  created(
    pool("VerificationMessage.SmsSettings.SmsMessage"),
    "text of the sign-up code",
    verificationText,
    badVerification,
  ),
  updated(
    pool("VerificationMessage.DeliveryMethod", "VerificationMessage.SmsSettings.SmsMessage"),
    "a new channel and text for the next user",
    verification("VerificationMessage of Update: DeliveryMethod and SmsSettings.SmsMessage, for the next user"),
  ),
  updated(
    under("VerificationMessage", EMAIL),
    "a new subject and text for the next user",
    verification("VerificationMessage of Update: EmailSettings.EmailSubject and EmailMessage, each by itself"),
  ),
  created(pool("ForgotPassword.DeliveryMethod"), "channel of the reset code", forgotMail, forgotText, forgotUpdate),
  created(under("ForgotPassword", EMAIL), "subject and text of the mail with the reset code", forgotMail, badForgotten),
  created(pool("ForgotPassword.SmsSettings.SmsMessage"), "text of the reset code", forgotText, badForgotten),
  updated(
    pool("ForgotPassword.DeliveryMethod", "ForgotPassword.SmsSettings.SmsMessage"),
    "a channel and text of its own from then on",
    forgotUpdate,
  ),
  updated(
    under("ForgotPassword", EMAIL),
    "a subject and text of its own from then on",
    forgotten("ForgotPassword of Update: EmailSettings.EmailSubject and EmailMessage, each by itself"),
  ),
];

const SOCIAL = ["Facebook", "Google", "LoginWithAmazon"];
const IDS = [
  ...SOCIAL.map((name) => `${name}.ClientId`),
  ...["ClientId", "KeyId", "TeamId"].map((member) => `SignInWithApple.${member}`),
];
const SECRETS = [...SOCIAL.map((name) => `${name}.ClientSecret`), "SignInWithApple.PrivateKey"];
const answered = oauth(
  "OAuth: every member is answered exactly as given, but the secrets of providers, which are not answered",
);
const shown = oauth(
  "OAuth.DomainPrefix, OAuthScopes, RedirectSignInURIs and RedirectSignOutURIs: the pool and both clients have them",
);
const redirected = oauth(
  "OAuth in the client configuration: the stock client's redirect goes to the domain, by grant type, scopes and address",
);
const refused = oauth(
  "OAuth.DomainPrefix that is taken, and redirects that are no good: the job fails with the reason",
);
const keptSecrets = provisioner(
  "secrets of providers stay in the plane, and an update changes one member of one provider alone",
);
const changedEach = oauth(
  "OAuth.OAuthGrantType, OAuthScopes, RedirectSignInURIs and RedirectSignOutURIs of Update: each alone, for both clients",
);
const changedProviders = oauth(
  "OAuth.SocialProviderSettings of Update: each member of each provider alone; what is answered can be sent back",
);

const hosted: readonly FieldRow[] = [
  created(
    pool("OAuth.DomainPrefix"),
    "the pool's domain, which clients redirect to; a taken one is refused",
    shown,
    redirected,
    refused,
  ),
  created(pool("OAuth.OAuthGrantType"), "clients ask for a code, or for tokens in the fragment", redirected, shown),
  created(pool("OAuth.OAuthScopes[]"), "scopes of the clients, and of their redirect", shown, redirected),
  created(
    pool("OAuth.RedirectSignInURIs[]"),
    "where clients' sign-ins return to; what is no address for it is refused",
    shown,
    redirected,
    refused,
  ),
  created(
    pool("OAuth.RedirectSignOutURIs[]"),
    "where clients' sign-outs return to; what is no address for it is refused",
    shown,
    refused,
  ),
  updated(
    pool("OAuth.DomainPrefix"),
    "the pool's domain changes, and the old one is free",
    oauth("OAuth.DomainPrefix of Update: the pool's domain changes, and the old one is free"),
  ),
  updated(
    pool("OAuth.OAuthGrantType", "OAuth.OAuthScopes[]", "OAuth.RedirectSignInURIs[]", "OAuth.RedirectSignOutURIs[]"),
    "changes alone, for both clients and their redirect",
    changedEach,
  ),
];

const providers: readonly FieldRow[] = [
  created(
    under("OAuth.SocialProviderSettings", IDS),
    "the provider is one of the clients', of meta and of the redirect, and its ids are answered",
    oauth(
      "OAuth.SocialProviderSettings: each provider that is given is one of the clients' and of meta, by its ClientId",
    ),
    answered,
    redirected,
  ),
  updated(under("OAuth.SocialProviderSettings", IDS), "changes alone, in answers and meta", changedProviders),
  {
    operations: BOTH,
    fields: under("OAuth.SocialProviderSettings", SECRETS),
    effect: "kept sealed for the exchange with the provider, changed alone, and never answered",
    seenBy: [keptSecrets, answered],
  },
];

const imports: readonly FieldRow[] = [
  {
    operations: ["ImportBackendAuth"],
    fields: ["UserPoolId", "NativeClientId", "WebClientId"],
    effect: "meta carries the ids, marked imported; ids of another pool are refused; removal keeps the pool",
    seenBy: [
      imported("UserPoolId, NativeClientId and WebClientId: meta has them, marked imported, and its users sign in"),
      imported("ids that are unknown, or of another pool: the job fails with the member's name, and nothing is left"),
      imported(
        "UpdateBackendAuth of an imported pool fails with the reason; DeleteBackendAuth detaches it and keeps users",
      ),
    ],
  },
  {
    operations: ["ImportBackendAuth"],
    fields: ["IdentityPoolId"],
    effect: "in meta when it accepts the pool's users, who get identities there; else refused",
    seenBy: [
      imported("IdentityPoolId: in meta, and users of the pool get an identity there"),
      imported("ids that are unknown, or of another pool: the job fails with the member's name, and nothing is left"),
    ],
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
