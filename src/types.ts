/** Package entry `ohmstead/types`: the types of AmplifyBackend's requests, responses and their parts. Types only. */

export type * from "#generated/types/amplifyBackend";

/**
 * `T` with every array inside it mutable. Requests take `readonly` arrays; the AWS SDK's input types ask for
 * mutable ones although they never change them: `new CreateBackendAuthCommand(request as Mutable<typeof request>)`.
 */
export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;
