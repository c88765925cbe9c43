/** The settings of a case: how the API that serves its schema is configured. */

export type AuthMode = "API_KEY" | "AMAZON_COGNITO_USER_POOLS" | "AWS_IAM" | "OPENID_CONNECT" | "AWS_LAMBDA";
export type Resolution = "NONE" | "OPTIMISTIC" | "AUTOMERGE" | "LAMBDA";

/** Flags of a project that change the generated schema; absent ones have the official default. */
export interface Flags {
  readonly improvePluralization?: boolean;
  readonly addMissingOwnerFields?: boolean;
  readonly secondaryKeyAsGSI?: boolean;
  readonly skipOverrideMutationInputTypes?: boolean;
  readonly validateTypeNameReservedWords?: boolean;
  readonly shouldDeepMergeDirectiveConfigDefaults?: boolean;
  readonly enableAutoIndexQueryNames?: boolean;
  readonly respectPrimaryKeyAttributesOnConnectionField?: boolean;
  readonly useSubUsernameForDefaultIdentityClaim?: boolean;
  readonly populateOwnerFieldForStaticGroupAuth?: boolean;
  readonly subscriptionsInheritPrimaryAuth?: boolean;
  readonly sandboxModeEnabled?: boolean;
}

export interface Settings {
  readonly dialect: 1 | 2;
  readonly defaultMode: AuthMode;
  readonly additionalModes: readonly AuthMode[];
  readonly conflictResolution: Resolution;
  /** By the model's name; the others have conflictResolution. */
  readonly conflictOfModels: Readonly<Record<string, Resolution>>;
  readonly flags: Flags;
}

export const standardSettings: Settings = {
  dialect: 2,
  defaultMode: "API_KEY",
  additionalModes: [],
  conflictResolution: "NONE",
  conflictOfModels: {},
  flags: {},
};

const members = new Set(Object.keys(standardSettings));

/** Settings as a case's file has them: what is not written is standard. */
export function readSettings(text: string): Settings {
  const given = JSON.parse(text) as Partial<Settings>;
  const unknown = Object.keys(given).filter((name) => !members.has(name));
  if (unknown.length > 0) throw new Error(`no such setting: ${unknown.join(", ")}`);
  return { ...standardSettings, ...given };
}
