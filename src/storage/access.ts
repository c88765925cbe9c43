/** Who may do what with which key: Amplify's access levels for holders of identity pool credentials, everything for access keys. */

import type { Caller, IdentityCaller } from "#ports/caller";
import type { Bucket, Upload } from "./objects.ts";

/** The words of the AmplifyBackend API, `Permissions` of a storage resource. */
export type Permission = "READ" | "CREATE_AND_UPDATE" | "DELETE";

export interface Permissions {
  readonly authenticated: readonly Permission[];
  readonly unauthenticated: readonly Permission[];
}

/**
 * Actions by their IAM names. HeadObject is GetObject; a copy is GetObject of its source and PutObject of its destination;
 * creating, filling and completing an upload is PutObject.
 */
export type Action =
  | "GetObject"
  | "PutObject"
  | "DeleteObject"
  | "GetObjectTagging"
  | "PutObjectTagging"
  | "DeleteObjectTagging";

/** What one backend environment lets its people do with a bucket. */
export interface Grant {
  readonly appId: string;
  readonly environment: string;
  readonly permissions: Permissions;
}

/** What an identity pool is to backends: the environments it serves and the two roles their policies hang on. */
export interface PoolUse {
  readonly environments: readonly { readonly appId: string; readonly environment: string }[];
  readonly authenticatedRole: string | undefined;
  readonly unauthenticatedRole: string | undefined;
}

/** What the operations ask. Answers follow UpdateBackendStorage at once: nothing is remembered. */
export interface StorageAccess {
  allows(caller: Caller, action: Action, bucket: Bucket, key: string): Promise<boolean>;
  /** `prefix` is the request's parameter, empty when it has none; nothing else of a list request counts. */
  allowsList(caller: Caller, bucket: Bucket, prefix: string): Promise<boolean>;
}

export interface AccessParts {
  grantsOf(bucketId: number): Promise<readonly Grant[]>;
  poolUse(identityPoolId: string): Promise<PoolUse | undefined>;
}

export function createAccess(parts: AccessParts): StorageAccess {
  const permissionsOf = async (caller: IdentityCaller, bucket: Bucket): Promise<readonly Permission[]> => {
    const use = await parts.poolUse(caller.identityPoolId);
    return use ? permissionsHeld(caller, use, await parts.grantsOf(bucket.id)) : [];
  };
  return {
    async allows(caller, action, bucket, key) {
      if (caller.kind !== "identity") return maySeeAll(caller);
      return keyAllowed(caller, await permissionsOf(caller, bucket), action, key);
    },
    async allowsList(caller, bucket, prefix) {
      if (caller.kind !== "identity") return maySeeAll(caller);
      return prefixAllowed(caller, await permissionsOf(caller, bucket), prefix);
    },
  };
}

/** Buckets themselves (make, delete, head, locate, list all), and lists of uploads: access keys only, as no generated policy names them. */
export function maySeeAll(caller: Caller): boolean {
  return caller.kind === "accessKey";
}

/** Kept with an upload: whoever began it may list its parts and abort it, as on AWS, and nobody else may touch it. */
export function initiatorOf(caller: Caller): string {
  if (caller.kind === "identity") return `identity ${caller.identityId}`;
  return caller.kind === "accessKey" ? `key ${caller.accessKeyId}` : "anonymous";
}

export function mayContinue(caller: Caller, upload: Upload): boolean {
  return maySeeAll(caller) || (caller.kind === "identity" && initiatorOf(caller) === upload.initiator);
}

/**
 * The permissions a caller holds on a bucket: those of the environments its pool serves. People with a role of their own
 * (by group or rule) hold none, because the generated policies hang on the environment's two roles.
 */
export function permissionsHeld(caller: IdentityCaller, use: PoolUse, grants: readonly Grant[]): readonly Permission[] {
  const role = caller.authenticated ? use.authenticatedRole : use.unauthenticatedRole;
  if (role === undefined || caller.roleArn !== role) return [];
  const own = grants.filter(({ appId, environment }) =>
    use.environments.some((place) => place.appId === appId && place.environment === environment),
  );
  const side = caller.authenticated ? "authenticated" : "unauthenticated";
  return own.flatMap(({ permissions }) => permissions[side]);
}

type Person = Pick<IdentityCaller, "authenticated" | "identityId">;

const needed: Partial<Readonly<Record<Action, Permission>>> = {
  GetObject: "READ",
  PutObject: "CREATE_AND_UPDATE",
  DeleteObject: "DELETE",
};

/** May somebody with these permissions do this to the object `key`? Keys are compared as they are, character by character. */
export function keyAllowed(person: Person, held: readonly Permission[], action: Action, key: string): boolean {
  const permission = needed[action];
  if (permission === undefined || !held.includes(permission)) return false;
  if (key.startsWith("public/")) return true;
  if (key.startsWith("uploads/")) return action === "PutObject";
  if (key.startsWith("protected/") && action === "GetObject") return true;
  return (
    person.authenticated &&
    (key.startsWith(`protected/${person.identityId}/`) || key.startsWith(`private/${person.identityId}/`))
  );
}

/** May somebody with these permissions list what begins with `prefix`? */
export function prefixAllowed(person: Person, held: readonly Permission[], prefix: string): boolean {
  if (!held.includes("READ")) return false;
  if (prefix.startsWith("public/") || prefix.startsWith("protected/")) return true;
  return person.authenticated && prefix.startsWith(`private/${person.identityId}/`);
}
