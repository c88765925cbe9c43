/** The list of user-pool operations: AWS name and what answers it. */

import type { CognitoIdentityProviderOperations as Types } from "#generated/types/cognitoIdp";
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
import { startWebAuthnRegistration } from "./operations/startWebAuthnRegistration.ts";
import { completeWebAuthnRegistration } from "./operations/completeWebAuthnRegistration.ts";
import { listWebAuthnCredentials } from "./operations/listWebAuthnCredentials.ts";
import { deleteWebAuthnCredential } from "./operations/deleteWebAuthnCredential.ts";
import { verifySoftwareToken } from "./operations/verifySoftwareToken.ts";
import { verifyUserAttribute } from "./operations/verifyUserAttribute.ts";
import type { UserPoolOperation, UserPoolParts } from "./parts.ts";

/** What answers each operation, by AWS name. */
const operations = {
  AddCustomAttributes: addCustomAttributes,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminDisableProviderForUser: adminDisableProviderForUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminForgetDevice: adminForgetDevice,
  AdminGetDevice: adminGetDevice,
  AdminGetUser: adminGetUser,
  AdminInitiateAuth: adminInitiateAuth,
  AdminLinkProviderForUser: adminLinkProviderForUser,
  AdminListDevices: adminListDevices,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminResetUserPassword: adminResetUserPassword,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMFAPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUpdateDeviceStatus: adminUpdateDeviceStatus,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  CompleteWebAuthnRegistration: completeWebAuthnRegistration,
  ConfirmDevice: confirmDevice,
  ConfirmForgotPassword: confirmForgotPassword,
  ConfirmSignUp: confirmSignUp,
  CreateGroup: createGroup,
  CreateUserPool: createUserPool,
  CreateUserPoolClient: createUserPoolClient,
  DeleteGroup: deleteGroup,
  DeleteUser: deleteUser,
  DeleteUserAttributes: deleteUserAttributes,
  DeleteUserPool: deleteUserPool,
  DeleteUserPoolClient: deleteUserPoolClient,
  DeleteWebAuthnCredential: deleteWebAuthnCredential,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  ForgetDevice: forgetDevice,
  ForgotPassword: forgotPassword,
  GetDevice: getDevice,
  GetGroup: getGroup,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUser: getUser,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  GetUserAuthFactors: getUserAuthFactors,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  ListDevices: listDevices,
  ListGroups: listGroups,
  ListUserPoolClients: listUserPoolClients,
  ListUserPools: listUserPools,
  ListUsers: listUsers,
  ListUsersInGroup: listUsersInGroup,
  ListWebAuthnCredentials: listWebAuthnCredentials,
  ResendConfirmationCode: resendConfirmationCode,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  SetUserMFAPreference: setUserMFAPreference,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
  SetUserSettings: setUserSettings,
  SignUp: signUp,
  StartWebAuthnRegistration: startWebAuthnRegistration,
  UpdateDeviceStatus: updateDeviceStatus,
  UpdateGroup: updateGroup,
  UpdateUserAttributes: updateUserAttributes,
  UpdateUserPool: updateUserPool,
  UpdateUserPoolClient: updateUserPoolClient,
  VerifySoftwareToken: verifySoftwareToken,
  VerifyUserAttribute: verifyUserAttribute,
} satisfies { readonly [Name in keyof Types]?: (parts: UserPoolParts) => UserPoolOperation<Name> };

/** Every operation of the model; those that are not listed answer that they are not supported. */
export function userPoolOperations(parts: UserPoolParts): OperationTable {
  const bound = Object.entries(operations).map(([name, make]) => [name, make(parts)] as const);
  return withUnsupported(cognitoIdp, Object.fromEntries(bound));
}
