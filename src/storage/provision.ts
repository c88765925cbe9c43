/** The provisioner of category "storage": a bucket for a backend environment, and what its people may do with it. */

import type {
  BackendStoragePermissionsUnionTypeDef,
  CreateBackendStorageResourceConfigTypeDef,
  GetBackendStorageResourceConfigTypeDef,
  ImportBackendStorageRequestTypeDef,
  UpdateBackendStorageResourceConfigTypeDef,
} from "#generated/types/amplifyBackend";
import type { Progress, Provisioned, Provisioner, ProvisionRequest, ResourceAddress } from "#ports/provisioner";
import type { Random } from "#ports/random";
import { bucketNameProblem, newBucketName } from "./bucketName.ts";
import { Refusal } from "./refusal.ts";
import type { StorageResource, StoredPermissions } from "./store/resources.ts";
import type { Stores } from "./store/stores.ts";

export interface ProvisionParts {
  readonly stores: Stores;
  readonly random: Random;
  readonly region: string;
}

type Config = CreateBackendStorageResourceConfigTypeDef;
type Change = UpdateBackendStorageResourceConfigTypeDef;
/** A clone of an imported bucket brings the permissions along; the operation itself has none. */
type Source = Pick<ImportBackendStorageRequestTypeDef, "BucketName" | "ServiceName"> &
  Partial<Pick<Config, "Permissions">>;

/** Objects deleted in one commit. */
const STEP = 500;

export class StorageProvisioner implements Provisioner {
  readonly category = "storage";
  readonly #parts: ProvisionParts;

  constructor(parts: ProvisionParts) {
    this.#parts = parts;
  }

  async create(request: ProvisionRequest<unknown>, progress: Progress): Promise<Provisioned> {
    const { stores, random } = this.#parts;
    const config = request.config as Config;
    refuseOtherService(config.ServiceName);
    const known = await stores.resources.find(request.resourceId);
    if (known) return this.#provisioned(known);
    const problem = config.BucketName === undefined ? undefined : bucketNameProblem(config.BucketName);
    if (problem !== undefined) throw new Refusal(`BucketName ${config.BucketName} ${problem}.`);
    const name = config.BucketName ?? newBucketName(request.resourceName, request.environment, random);
    const made = await stores.resources.establish(request, name, toStored(config.Permissions));
    if (!made) {
      throw new Refusal(
        `The bucket name ${name} is taken. Choose another, leave BucketName out, or attach that bucket by ImportBackendStorage.`,
      );
    }
    await progress.report(`Bucket ${name} is made.`);
    return this.#provisioned(made);
  }

  async update(request: ProvisionRequest<unknown>, progress: Progress): Promise<Provisioned> {
    const { resources } = this.#parts.stores;
    const change = request.config as Partial<Change>;
    const resource = await resources.find(request.resourceId);
    if (resource?.state !== "ready") throw new Refusal(`There is no storage ${request.resourceName}.`);
    refuseOtherService(change.ServiceName);
    if (change.Permissions) {
      const given = toStored(change.Permissions);
      const permissions = { ...resource.permissions, ...given };
      await resources.setPermissions(resource.resourceId, permissions);
      await progress.report("The permissions hold from now on.");
    }
    return this.#provisioned(resource);
  }

  async import(request: ProvisionRequest<unknown>, progress: Progress): Promise<Provisioned> {
    const { resources, buckets } = this.#parts.stores;
    const { BucketName: name, ServiceName, Permissions } = request.config as Source;
    refuseOtherService(ServiceName);
    const known = await resources.find(request.resourceId);
    if (known) return this.#provisioned(known);
    const bucket = name === undefined ? undefined : await buckets.find(name);
    if (!bucket) {
      const names = (await buckets.list(undefined, 10)).map((each) => each.name);
      const candidates = names.length === 0 ? "There is none." : `Buckets that are here: ${names.join(", ")}.`;
      throw new Refusal(`There is no bucket ${name ?? ""} to import. ${candidates}`);
    }
    const permissions = Permissions && toStored(Permissions);
    await resources.insert(request, { bucketId: bucket.id, imported: true, permissions });
    const use = permissions ? "" : "; nobody but access keys may use it until permissions are set";
    await progress.report(`Bucket ${bucket.name} is attached${use}.`);
    return this.#provisioned(await this.#require(request));
  }

  async remove(address: ResourceAddress, progress: Progress): Promise<void> {
    const { resources, buckets } = this.#parts.stores;
    const resource = await resources.find(address.resourceId);
    if (!resource) return;
    await resources.beginRemoval(resource.resourceId);
    const bucket = await buckets.byId(resource.bucketId);
    if (bucket && resource.imported) await progress.report(`Bucket ${bucket.name} is detached; its objects stay.`);
    else if (bucket) await this.#removeBucket(resource, bucket.name, progress);
    await resources.remove(resource.resourceId);
  }

  async describe({ resourceId }: ResourceAddress): Promise<GetBackendStorageResourceConfigTypeDef | undefined> {
    const { resources, buckets } = this.#parts.stores;
    const resource = await resources.find(resourceId);
    if (resource?.state !== "ready") return undefined;
    const bucket = await buckets.byId(resource.bucketId);
    const { permissions } = resource;
    return {
      Imported: resource.imported,
      ServiceName: "S3",
      ...(bucket && { BucketName: bucket.name }),
      ...(permissions && {
        Permissions: {
          Authenticated: [...permissions.Authenticated],
          ...(permissions.UnAuthenticated && { UnAuthenticated: [...permissions.UnAuthenticated] }),
        },
      }),
    };
  }

  list(): Promise<readonly string[]> {
    return this.#parts.stores.resources.ids();
  }

  /** Objects go in steps, so that a crash or a cancelled job loses one step at most. */
  async #removeBucket(resource: StorageResource, name: string, progress: Progress): Promise<void> {
    const { resources, buckets } = this.#parts.stores;
    const other = (await resources.onBucket(resource.bucketId)).find((each) => each.resourceId !== resource.resourceId);
    if (other) {
      const holder = `${other.resourceName} of backend environment ${other.environment} of app ${other.appId}`;
      await progress.report(`Bucket ${name} and its objects stay: ${holder} imported it.`);
      return;
    }
    await buckets.beginRemoval(resource.bucketId);
    let removed = 0;
    do {
      for (let some = -1; some !== 0; removed += some) {
        progress.signal.throwIfAborted();
        some = await buckets.removeSome(resource.bucketId, STEP);
      }
    } while (!(await buckets.finishRemoval(resource.bucketId)));
    await progress.report(`Bucket ${name} is removed, with ${removed} object${removed === 1 ? "" : "s"}.`);
  }

  async #require({ resourceId, resourceName }: ResourceAddress): Promise<StorageResource> {
    const resource = await this.#parts.stores.resources.find(resourceId);
    if (!resource) throw new Refusal(`There is no storage ${resourceName}.`);
    return resource;
  }

  async #provisioned(resource: StorageResource): Promise<Provisioned> {
    const bucket = await this.#parts.stores.buckets.byId(resource.bucketId);
    return {
      outputs: { BucketName: bucket?.name, Region: this.#parts.region },
      meta: { service: "S3" },
      imported: resource.imported,
    };
  }
}

function toStored(given: BackendStoragePermissionsUnionTypeDef): StoredPermissions {
  const { Authenticated, UnAuthenticated } = given;
  return {
    Authenticated: [...new Set(Authenticated)],
    ...(UnAuthenticated && { UnAuthenticated: [...new Set(UnAuthenticated)] }),
  };
}

function refuseOtherService(service: string | undefined): void {
  if (service === undefined || service === "S3") return;
  throw new Refusal(`ServiceName must be S3, not ${service}.`);
}
