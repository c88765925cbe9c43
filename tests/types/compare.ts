/** Type-level tools that compare our types with the AWS SDK's. */

/** True when a value of `From` may stand where `To` is asked for. */
export type Accepts<To, From> = [From] extends [To] ? true : false;

/** True when either may stand for the other. */
export type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** Names of the checks that are not true. */
export type Failing<Checks> = { [Name in keyof Checks]: Checks[Name] extends true ? never : Name }[keyof Checks];

/** Compiles only when nothing fails; the error names what does. */
export type None<Failed extends never> = Failed;

type AnyCommand = abstract new (...args: never[]) => { readonly input: unknown };

/** Input of an SDK command class. */
export type InputOf<Command extends AnyCommand> = InstanceType<Command>["input"];

/** Output of an SDK command class. */
export type OutputOf<Command extends AnyCommand> =
  InstanceType<Command> extends {
    resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>;
  }
    ? Output
    : never;

type RequiredKeys<T> = { [Key in keyof T]-?: Partial<Pick<T, Key>> extends Pick<T, Key> ? never : Key }[keyof T];

/** The SDK lets required members be undefined; here they are there, at every depth. */
export type Present<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? Present<Item>[]
    : T extends object
      ? { [Key in keyof T]: Present<Key extends RequiredKeys<T> ? Exclude<T[Key], undefined> : T[Key]> }
      : T;

/** All members of the first level are there, and below it the required ones. */
export type Complete<T> = { [Key in keyof T]-?: Present<Exclude<T[Key], undefined>> };

/** Where the SDK gives a Date, handlers give milliseconds. */
export type Timed<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? Timed<Item>[]
    : T extends object
      ? { [Key in keyof T]: Timed<T[Key]> }
      : T;
