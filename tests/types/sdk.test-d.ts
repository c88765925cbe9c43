/** Checked by the compiler alone: our request and response types and those of the AWS SDK take each other's values. */

import type * as Sdk from "@aws-sdk/client-amplifybackend";
import type * as Ours from "../../src/types.ts";
import type { Accepts, Complete, Failing, InputOf, None, OutputOf, Present, Same } from "./compare.ts";

type Operations = Ours.AmplifyBackendOperations;
type Name = keyof Operations;
type Command<N extends Name> = (typeof Sdk)[`${N}Command`];

type SdkCommandNames = Extract<keyof typeof Sdk, `${Capitalize<string>}Command`>;
/** All 31 operations of the SDK, and no other. */
export type EveryOperation = None<Failing<{ same: Same<Exclude<SdkCommandNames, "$Command">, `${Name}Command`> }>>;

/** Requests of ours go into the SDK's commands; arrays are told apart below. */
export type RequestsAreAccepted = None<
  Failing<{
    [N in Name]: Accepts<InputOf<Command<N>>, Ours.Mutable<Operations[N]["input"]>>;
  }>
>;

/** Requests without arrays need no `Mutable`; these, and no others, do. */
type NeedMutable = {
  [N in Name]: Accepts<InputOf<Command<N>>, Operations[N]["input"]> extends true ? never : N;
}[Name];
export type MutableIsNeededFor = None<
  Failing<{
    same: Same<
      NeedMutable,
      | "CreateBackendAPI"
      | "CreateBackendAuth"
      | "CreateBackendStorage"
      | "DeleteBackendAPI"
      | "GetBackendAPI"
      | "UpdateBackendAPI"
      | "UpdateBackendAuth"
      | "UpdateBackendStorage"
    >;
  }>
>;

/** The SDK's inputs are requests of ours once their required members are there (the SDK lets them be undefined). */
export type SdkRequestsAreOurs = None<
  Failing<{
    [N in Name]: Accepts<Operations[N]["input"], Present<InputOf<Command<N>>>>;
  }>
>;

/** What we answer is what SDK users expect; each side has metadata of its own. */
export type ResponsesAreAccepted = None<
  Failing<{
    [N in Name]: Accepts<Omit<OutputOf<Command<N>>, "$metadata">, Omit<Operations[N]["output"], "ResponseMetadata">>;
  }>
>;

/** A response of the SDK with all its members is a response of ours. */
export type SdkResponsesAreOurs = None<
  Failing<{
    [N in Name]: Accepts<
      Omit<Operations[N]["output"], "ResponseMetadata">,
      Complete<Omit<OutputOf<Command<N>>, "$metadata">>
    >;
  }>
>;

/** Enumerations have the same values on both sides. */
export type Enumerations = None<
  Failing<{
    AdditionalConstraintsElement: Same<Ours.AdditionalConstraintsElementType, Sdk.AdditionalConstraintsElement>;
    AuthResources: Same<Ours.AuthResourcesType, Sdk.AuthResources>;
    AuthenticatedElement: Same<Ours.AuthenticatedElementType, Sdk.AuthenticatedElement>;
    DeliveryMethod: Same<Ours.DeliveryMethodType, Sdk.DeliveryMethod>;
    MFAMode: Same<Ours.MFAModeType, Sdk.MFAMode>;
    MfaTypesElement: Same<Ours.MfaTypesElementType, Sdk.MfaTypesElement>;
    Mode: Same<Ours.ModeType, Sdk.Mode>;
    OAuthGrantType: Same<Ours.OAuthGrantTypeType, Sdk.OAuthGrantType>;
    OAuthScopesElement: Same<Ours.OAuthScopesElementType, Sdk.OAuthScopesElement>;
    RequiredSignUpAttributesElement: Same<
      Ours.RequiredSignUpAttributesElementType,
      Sdk.RequiredSignUpAttributesElement
    >;
    ResolutionStrategy: Same<Ours.ResolutionStrategyType, Sdk.ResolutionStrategy>;
    Service: Same<Ours.ServiceType, Sdk.Service>;
    ServiceName: Same<Ours.ServiceNameType, Sdk.ServiceName>;
    SignInMethod: Same<Ours.SignInMethodType, Sdk.SignInMethod>;
    Status: Same<Ours.StatusType, Sdk.Status>;
    UnAuthenticatedElement: Same<Ours.UnAuthenticatedElementType, Sdk.UnAuthenticatedElement>;
  }>
>;
