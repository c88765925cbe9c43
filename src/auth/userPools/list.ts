/** The list of user-pool operations: AWS name and what answers it. */

import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { withUnsupported } from "#auth/unsupported";
import type { OperationTable } from "#kernel/wire/service";
import { addCustomAttributes } from "./operations/addCustomAttributes.ts";
import { adminAddUserToGroup } from "./operations/adminAddUserToGroup.ts";
import { adminConfirmSignUp } from "./operations/adminConfirmSignUp.ts";
import { adminCreateUser } from "./operations/adminCreateUser.ts";
import { adminDeleteUser } from "./operations/adminDeleteUser.ts";
import { adminDeleteUserAttributes } from "./operations/adminDeleteUserAttributes.ts";
import { adminDisableProviderForUser } from "./operations/adminDisableProviderForUser.ts";
import { adminDisableUser } from "./operations/adminDisableUser.ts";
import { adminEnableUser } from "./operations/adminEnableUser.ts";
import { adminForgetDevice } from "./operations/adminForgetDevice.ts";
import { adminGetDevice } from "./operations/adminGetDevice.ts";
import { adminGetUser } from "./operations/adminGetUser.ts";
import { adminInitiateAuth } from "./operations/adminInitiateAuth.ts";
import { adminLinkProviderForUser } from "./operations/adminLinkProviderForUser.ts";
import { adminListDevices } from "./operations/adminListDevices.ts";
import { adminListGroupsForUser } from "./operations/adminListGroupsForUser.ts";
import { adminRemoveUserFromGroup } from "./operations/adminRemoveUserFromGroup.ts";
import { adminResetUserPassword } from "./operations/adminResetUserPassword.ts";
import { adminRespondToAuthChallenge } from "./operations/adminRespondToAuthChallenge.ts";
import { adminSetUserMFAPreference } from "./operations/adminSetUserMFAPreference.ts";
import { adminSetUserPassword } from "./operations/adminSetUserPassword.ts";
import { adminUpdateDeviceStatus } from "./operations/adminUpdateDeviceStatus.ts";
import { adminUpdateUserAttributes } from "./operations/adminUpdateUserAttributes.ts";
import { adminUserGlobalSignOut } from "./operations/adminUserGlobalSignOut.ts";
import { associateSoftwareToken } from "./operations/associateSoftwareToken.ts";
import { changePassword } from "./operations/changePassword.ts";
import { confirmDevice } from "./operations/confirmDevice.ts";
import { confirmForgotPassword } from "./operations/confirmForgotPassword.ts";
import { confirmSignUp } from "./operations/confirmSignUp.ts";
import { createGroup } from "./operations/createGroup.ts";
import { createUserPool } from "./operations/createUserPool.ts";
import { createUserPoolClient } from "./operations/createUserPoolClient.ts";
import { deleteGroup } from "./operations/deleteGroup.ts";
import { deleteUser } from "./operations/deleteUser.ts";
import { deleteUserAttributes } from "./operations/deleteUserAttributes.ts";
import { deleteUserPool } from "./operations/deleteUserPool.ts";
import { deleteUserPoolClient } from "./operations/deleteUserPoolClient.ts";
import { describeUserPool } from "./operations/describeUserPool.ts";
import { describeUserPoolClient } from "./operations/describeUserPoolClient.ts";
import { forgetDevice } from "./operations/forgetDevice.ts";
import { forgotPassword } from "./operations/forgotPassword.ts";
import { getDevice } from "./operations/getDevice.ts";
import { getGroup } from "./operations/getGroup.ts";
import { getTokensFromRefreshToken } from "./operations/getTokensFromRefreshToken.ts";
import { getUser } from "./operations/getUser.ts";
import { getUserAttributeVerificationCode } from "./operations/getUserAttributeVerificationCode.ts";
import { getUserAuthFactors } from "./operations/getUserAuthFactors.ts";
import { getUserPoolMfaConfig } from "./operations/getUserPoolMfaConfig.ts";
import { globalSignOut } from "./operations/globalSignOut.ts";
import { initiateAuth } from "./operations/initiateAuth.ts";
import { listDevices } from "./operations/listDevices.ts";
import { listGroups } from "./operations/listGroups.ts";
import { listUserPoolClients } from "./operations/listUserPoolClients.ts";
import { listUserPools } from "./operations/listUserPools.ts";
import { listUsers } from "./operations/listUsers.ts";
import { listUsersInGroup } from "./operations/listUsersInGroup.ts";
import { resendConfirmationCode } from "./operations/resendConfirmationCode.ts";
import { respondToAuthChallenge } from "./operations/respondToAuthChallenge.ts";
import { revokeToken } from "./operations/revokeToken.ts";
import { setUserMFAPreference } from "./operations/setUserMFAPreference.ts";
import { setUserPoolMfaConfig } from "./operations/setUserPoolMfaConfig.ts";
import { setUserSettings } from "./operations/setUserSettings.ts";
import { signUp } from "./operations/signUp.ts";
import { updateDeviceStatus } from "./operations/updateDeviceStatus.ts";
import { updateGroup } from "./operations/updateGroup.ts";
import { updateUserAttributes } from "./operations/updateUserAttributes.ts";
import { updateUserPool } from "./operations/updateUserPool.ts";
import { updateUserPoolClient } from "./operations/updateUserPoolClient.ts";
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
    AddCustomAttributes: addCustomAttributes(parts),
    AdminAddUserToGroup: adminAddUserToGroup(parts),
    AdminConfirmSignUp: adminConfirmSignUp(parts),
    AdminCreateUser: adminCreateUser(parts),
    AdminDeleteUser: adminDeleteUser(parts),
    AdminDeleteUserAttributes: adminDeleteUserAttributes(parts),
    AdminDisableProviderForUser: adminDisableProviderForUser(parts),
    AdminDisableUser: adminDisableUser(parts),
    AdminEnableUser: adminEnableUser(parts),
    AdminForgetDevice: adminForgetDevice(parts),
    AdminGetDevice: adminGetDevice(parts),
    AdminGetUser: adminGetUser(parts),
    AdminInitiateAuth: adminInitiateAuth(parts),
    AdminLinkProviderForUser: adminLinkProviderForUser(parts),
    AdminListDevices: adminListDevices(parts),
    AdminListGroupsForUser: adminListGroupsForUser(parts),
    AdminRemoveUserFromGroup: adminRemoveUserFromGroup(parts),
    AdminResetUserPassword: adminResetUserPassword(parts),
    AdminRespondToAuthChallenge: adminRespondToAuthChallenge(parts),
    AdminSetUserMFAPreference: adminSetUserMFAPreference(parts),
    AdminSetUserPassword: adminSetUserPassword(parts),
    AdminUpdateDeviceStatus: adminUpdateDeviceStatus(parts),
    AdminUpdateUserAttributes: adminUpdateUserAttributes(parts),
    AdminUserGlobalSignOut: adminUserGlobalSignOut(parts),
    AssociateSoftwareToken: associateSoftwareToken(parts),
    ChangePassword: changePassword(parts),
    CompleteWebAuthnRegistration: completeWebAuthnRegistration(parts),
    ConfirmDevice: confirmDevice(parts),
    ConfirmForgotPassword: confirmForgotPassword(parts),
    ConfirmSignUp: confirmSignUp(parts),
    CreateGroup: createGroup(parts),
    CreateUserPool: createUserPool(parts),
    CreateUserPoolClient: createUserPoolClient(parts),
    DeleteGroup: deleteGroup(parts),
    DeleteUser: deleteUser(parts),
    DeleteUserAttributes: deleteUserAttributes(parts),
    DeleteUserPool: deleteUserPool(parts),
    DeleteUserPoolClient: deleteUserPoolClient(parts),
    DeleteWebAuthnCredential: deleteWebAuthnCredential(parts),
    DescribeUserPool: describeUserPool(parts),
    DescribeUserPoolClient: describeUserPoolClient(parts),
    ForgetDevice: forgetDevice(parts),
    ForgotPassword: forgotPassword(parts),
    GetDevice: getDevice(parts),
    GetGroup: getGroup(parts),
    GetTokensFromRefreshToken: getTokensFromRefreshToken(parts),
    GetUser: getUser(parts),
    GetUserAttributeVerificationCode: getUserAttributeVerificationCode(parts),
    GetUserAuthFactors: getUserAuthFactors(parts),
    GetUserPoolMfaConfig: getUserPoolMfaConfig(parts),
    GlobalSignOut: globalSignOut(parts),
    InitiateAuth: initiateAuth(parts),
    ListDevices: listDevices(parts),
    ListGroups: listGroups(parts),
    ListUserPoolClients: listUserPoolClients(parts),
    ListUserPools: listUserPools(parts),
    ListUsers: listUsers(parts),
    ListUsersInGroup: listUsersInGroup(parts),
    ListWebAuthnCredentials: listWebAuthnCredentials(parts),
    ResendConfirmationCode: resendConfirmationCode(parts),
    RespondToAuthChallenge: respondToAuthChallenge(parts),
    RevokeToken: revokeToken(parts),
    SetUserMFAPreference: setUserMFAPreference(parts),
    SetUserPoolMfaConfig: setUserPoolMfaConfig(parts),
    SetUserSettings: setUserSettings(parts),
    SignUp: signUp(parts),
    StartWebAuthnRegistration: startWebAuthnRegistration(parts),
    UpdateDeviceStatus: updateDeviceStatus(parts),
    UpdateGroup: updateGroup(parts),
    UpdateUserAttributes: updateUserAttributes(parts),
    UpdateUserPool: updateUserPool(parts),
    UpdateUserPoolClient: updateUserPoolClient(parts),
    VerifySoftwareToken: verifySoftwareToken(parts),
    VerifyUserAttribute: verifyUserAttribute(parts),
  });
}
