/** Checked by the compiler alone: the types of the nine Amplify operations fit those of the AWS SDK. */

import type * as Sdk from "@aws-sdk/client-amplify";
import type { AmplifyOperations } from "#generated/types/amplify";
import type { Mutable } from "../../src/types.ts";
import type { Accepts, Failing, InputOf, None, OutputOf, Present, Timed } from "./compare.ts";

type Name = keyof AmplifyOperations;
type Command<N extends Name> = (typeof Sdk)[`${N}Command`];
/** Outputs without the SDK's metadata, times in milliseconds. */
type Answer<N extends Name> = Timed<Omit<OutputOf<Command<N>>, "$metadata">>;

export type RequestsAreAccepted = None<
  Failing<{
    [N in Name]: Accepts<InputOf<Command<N>>, Mutable<AmplifyOperations[N]["input"]>>;
  }>
>;

export type SdkRequestsAreOurs = None<
  Failing<{
    [N in Name]: Accepts<AmplifyOperations[N]["input"], Present<InputOf<Command<N>>>>;
  }>
>;

export type ResponsesAreAccepted = None<
  Failing<{
    [N in Name]: Accepts<Answer<N>, Mutable<AmplifyOperations[N]["output"]>>;
  }>
>;

export type SdkResponsesAreOurs = None<
  Failing<{
    [N in Name]: Accepts<AmplifyOperations[N]["output"], Present<Answer<N>>>;
  }>
>;
