/** The list of user-pool operations: AWS name and what answers it. */

import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { withUnsupported } from "#auth/unsupported";
import type { OperationTable } from "#kernel/wire/service";
import { adminInitiateAuth } from "./operations/adminInitiateAuth.ts";
import { adminRespondToAuthChallenge } from "./operations/adminRespondToAuthChallenge.ts";
import { associateSoftwareToken } from "./operations/associateSoftwareToken.ts";
import { changePassword } from "./operations/changePassword.ts";
import { confirmDevice } from "./operations/confirmDevice.ts";
import { confirmForgotPassword } from "./operations/confirmForgotPassword.ts";
import { confirmSignUp } from "./operations/confirmSignUp.ts";
import { deleteUser } from "./operations/deleteUser.ts";
import { deleteUserAttributes } from "./operations/deleteUserAttributes.ts";
import { forgetDevice } from "./operations/forgetDevice.ts";
import { forgotPassword } from "./operations/forgotPassword.ts";
import { getDevice } from "./operations/getDevice.ts";
import { getTokensFromRefreshToken } from "./operations/getTokensFromRefreshToken.ts";
import { getUser } from "./operations/getUser.ts";
import { getUserAttributeVerificationCode } from "./operations/getUserAttributeVerificationCode.ts";
import { getUserAuthFactors } from "./operations/getUserAuthFactors.ts";
import { globalSignOut } from "./operations/globalSignOut.ts";
import { initiateAuth } from "./operations/initiateAuth.ts";
import { listDevices } from "./operations/listDevices.ts";
import { resendConfirmationCode } from "./operations/resendConfirmationCode.ts";
import { respondToAuthChallenge } from "./operations/respondToAuthChallenge.ts";
import { revokeToken } from "./operations/revokeToken.ts";
import { setUserMFAPreference } from "./operations/setUserMFAPreference.ts";
import { setUserSettings } from "./operations/setUserSettings.ts";
import { signUp } from "./operations/signUp.ts";
import { updateDeviceStatus } from "./operations/updateDeviceStatus.ts";
import { updateUserAttributes } from "./operations/updateUserAttributes.ts";
import { verifySoftwareToken } from "./operations/verifySoftwareToken.ts";
import { verifyUserAttribute } from "./operations/verifyUserAttribute.ts";
import {
  completeWebAuthnRegistration,
  deleteWebAuthnCredential,
  listWebAuthnCredentials,
  startWebAuthnRegistration,
} from "./operations/webAuthn.ts";
import type { UserPoolParts } from "./parts.ts";

/** Every operation of the model; those that are not listed answer that they are not supported. */
export function userPoolOperations(parts: UserPoolParts): OperationTable {
  return withUnsupported(cognitoIdp, {
    AdminInitiateAuth: adminInitiateAuth(parts),
    AdminRespondToAuthChallenge: adminRespondToAuthChallenge(parts),
    AssociateSoftwareToken: associateSoftwareToken(parts),
    ChangePassword: changePassword(parts),
    CompleteWebAuthnRegistration: completeWebAuthnRegistration(parts),
    ConfirmDevice: confirmDevice(parts),
    ConfirmForgotPassword: confirmForgotPassword(parts),
    ConfirmSignUp: confirmSignUp(parts),
    DeleteUser: deleteUser(parts),
    DeleteUserAttributes: deleteUserAttributes(parts),
    DeleteWebAuthnCredential: deleteWebAuthnCredential(parts),
    ForgetDevice: forgetDevice(parts),
    ForgotPassword: forgotPassword(parts),
    GetDevice: getDevice(parts),
    GetTokensFromRefreshToken: getTokensFromRefreshToken(parts),
    GetUser: getUser(parts),
    GetUserAttributeVerificationCode: getUserAttributeVerificationCode(parts),
    GetUserAuthFactors: getUserAuthFactors(parts),
    GlobalSignOut: globalSignOut(parts),
    InitiateAuth: initiateAuth(parts),
    ListDevices: listDevices(parts),
    ListWebAuthnCredentials: listWebAuthnCredentials(parts),
    ResendConfirmationCode: resendConfirmationCode(parts),
    RespondToAuthChallenge: respondToAuthChallenge(parts),
    RevokeToken: revokeToken(parts),
    SetUserMFAPreference: setUserMFAPreference(parts),
    SetUserSettings: setUserSettings(parts),
    SignUp: signUp(parts),
    StartWebAuthnRegistration: startWebAuthnRegistration(parts),
    UpdateDeviceStatus: updateDeviceStatus(parts),
    UpdateUserAttributes: updateUserAttributes(parts),
    VerifySoftwareToken: verifySoftwareToken(parts),
    VerifyUserAttribute: verifyUserAttribute(parts),
  });
}
