/** The auth plane's faults: names and texts that clients compare, in one place. */

import { Fault } from "#kernel/wire/fault";

function fault(code: string, message: string, detail?: unknown): Fault {
  return new Fault(code, message, { status: 400, detail });
}

export const notAuthorized = (message: string): Fault => fault("NotAuthorizedException", message);
export const invalidParameter = (message: string): Fault => fault("InvalidParameterException", message);
export const resourceNotFound = (message: string): Fault => fault("ResourceNotFoundException", message);
export const notSupported = (message: string): Fault => fault("UnsupportedOperationException", message);
export const limitExceeded = (message: string): Fault => fault("LimitExceededException", message);

/** Clients try again by themselves. */
export const tooManySignIns = (): Fault =>
  fault("TooManyRequestsException", "Too many sign-ins at once. Please try again.");

/** Also what an unknown user gets where the client hides who exists. */
export const wrongPassword = (): Fault => notAuthorized("Incorrect username or password.");
export const passwordAttemptsExceeded = (): Fault => notAuthorized("Password attempts exceeded");
export const userDisabled = (): Fault => notAuthorized("User is disabled.");
export const deadSession = (): Fault => notAuthorized("Invalid session for the user, session is expired.");
export const wrongSecretHash = (clientId: string): Fault =>
  notAuthorized(`Unable to verify secret hash for client ${clientId}`);
export const missingSecretHash = (clientId: string): Fault =>
  notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);

export const invalidAccessToken = (): Fault => notAuthorized("Invalid Access Token");
export const accessTokenExpired = (): Fault => notAuthorized("Access Token has expired");
export const accessTokenRevoked = (): Fault => notAuthorized("Access Token has been revoked");
export const missingScope = (): Fault => notAuthorized("Access Token does not have required scopes");
export const invalidRefreshToken = (): Fault => notAuthorized("Invalid Refresh Token");
export const refreshTokenExpired = (): Fault => notAuthorized("Refresh Token has expired");
export const refreshTokenRevoked = (): Fault => notAuthorized("Refresh Token has been revoked");
export const refreshTokenReused = (): Fault =>
  fault("RefreshTokenReuseException", "Refresh token has already been used; sign in again.");
export const unsupportedToken = (): Fault => fault("UnsupportedTokenTypeException", "Unsupported token type");

export const userNotFound = (): Fault => fault("UserNotFoundException", "User does not exist.");
/** ForgotPassword of an unknown user, where the client tells who exists. */
export const combinationNotFound = (): Fault =>
  fault("UserNotFoundException", "Username/client id combination not found.");
export const userNotConfirmed = (): Fault => fault("UserNotConfirmedException", "User is not confirmed.");
export const passwordResetRequired = (): Fault =>
  fault("PasswordResetRequiredException", "Password reset required for the user");
export const usernameExists = (): Fault => fault("UsernameExistsException", "User already exists");
export const aliasExists = (kind: string): Fault =>
  fault("AliasExistsException", `An account with the given ${kind} already exists.`);
export const alreadyConfirmed = (): Fault => invalidParameter("User is already confirmed.");
export const cannotBeConfirmed = (status: string): Fault =>
  notAuthorized(`User cannot be confirmed. Current status is ${status}`);

export const wrongCode = (): Fault =>
  fault("CodeMismatchException", "Invalid verification code provided, please try again.");
export const wrongMfaCode = (): Fault => fault("CodeMismatchException", "Invalid code or auth state for the user.");
export const expiredCode = (): Fault =>
  fault("ExpiredCodeException", "Invalid code provided, please request a code again.");
export const attemptLimit = (): Fault => limitExceeded("Attempt limit exceeded, please try after some time.");
export const noVerifiedChannel = (): Fault =>
  invalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");
export const deliveryFailed = (detail: unknown): Fault =>
  fault(
    "CodeDeliveryFailureException",
    "The verification code could not be delivered. Please try again later.",
    detail,
  );

export const missingAttribute = (name: string): Fault =>
  invalidParameter(`Attributes did not conform to the schema: ${name}: The attribute is required\n`);
export const badAttribute = (name: string, reason: string): Fault =>
  invalidParameter(`Attributes did not conform to the schema: ${name}: ${reason}\n`);
export const policyViolation = (reason: string): Fault =>
  fault("InvalidPasswordException", `Password did not conform with policy: ${reason}`);
export const passwordHistoryViolation = (): Fault =>
  fault("PasswordHistoryPolicyViolationException", "Password has previously been used.");

export const badTimestamp = (): Fault =>
  notAuthorized("TIMESTAMP is not a time, or more than 15 minutes off the server's. Check the clock of this device.");

export const deviceNotFound = (): Fault => resourceNotFound("Device does not exist.");
export const clientNotFound = (clientId: string): Fault =>
  resourceNotFound(`User pool client ${clientId} does not exist.`);
export const poolNotFound = (poolId: string): Fault => resourceNotFound(`User pool ${poolId} does not exist.`);
export const unsupportedUserState = (message: string): Fault => fault("UnsupportedUserStateException", message);
export const groupNotFound = (): Fault => resourceNotFound("Group not found.");
export const groupExists = (): Fault => fault("GroupExistsException", "A group with the name already exists.");
export const mfaMethodNotFound = (): Fault =>
  fault("MFAMethodNotFoundException", "No MFA mechanism registered for the account.");
export const softwareTokenNotFound = (): Fault =>
  fault("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool");
export const wrongSoftwareToken = (): Fault => fault("EnableSoftwareTokenMFAException", "Code mismatch");
/** The right code, but its thirty seconds have served already. */
export const softwareTokenUsed = (): Fault =>
  fault("ExpiredCodeException", "Your software token has already been used once.");
export const temporaryPasswordExpired = (): Fault =>
  notAuthorized("Temporary password has expired and must be reset by an administrator.");
/** Amplify UI looks for this text. */
export const userAuthNotEnabled = (): Fault => invalidParameter("USER_AUTH flow not enabled for this client");
export const flowNotEnabled = (flow: string): Fault => invalidParameter(`${flow} flow not enabled for this client`);
export const tryAgain = (): Fault =>
  fault("ConcurrentModificationException", "The user was changed by another request. Please try again.");

export const triggerThrew = (trigger: string, message: string): Fault =>
  fault("UserLambdaValidationException", `${trigger} failed with error ${message}.`);
export const triggerUnavailable = (trigger: string, detail: unknown): Fault =>
  fault("UnexpectedLambdaException", `${trigger} could not be run.`, detail);
export const triggerAnswer = (trigger: string): Fault =>
  fault("InvalidLambdaResponseException", `Unrecognizable lambda output of ${trigger}`);
const noPasskeys =
  "WebAuthn is not enabled for this user pool; this server signs in by password, SMS and authenticator app.";
export const webAuthnNotEnabled = (): Fault => fault("WebAuthnNotEnabledException", noPasskeys);
/** For the operations whose model does not have WebAuthnNotEnabledException. */
export const noWebAuthn = (): Fault => invalidParameter(noPasskeys);
