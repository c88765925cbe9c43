/** The plane's tables in the house database. Leaf types. */

export interface BucketsTable {
  readonly bucket_id: number;
  readonly name: string;
  /** `ready` or `removing`; a bucket that is being removed keeps its name and is found by nobody. */
  readonly state: string;
  readonly created_at: number;
}

export interface ResourcesTable {
  readonly resource_id: string;
  readonly app_id: string;
  readonly environment: string;
  readonly resource_name: string;
  readonly bucket_id: number;
  readonly imported: number;
  /** `ready` or `removing`; one that is being removed grants nothing. */
  readonly state: string;
  /** JSON of `StoredPermissions`; null until an imported bucket gets some. */
  readonly permissions: string | null;
  readonly created_at: number;
}

export interface ObjectsTable {
  readonly bucket_id: number;
  /** UTF-8 bytes. */
  readonly key: Uint8Array;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
  /** `blob:<blobId>` or `parts:<uploadId>`. */
  readonly content: string;
  readonly part_count: number;
  /** `<algorithm> <type> <value>`. */
  readonly checksum: string | null;
  /** JSON of `ObjectAttributes`. */
  readonly attributes: string;
  /** JSON; null: none. */
  readonly tags: string | null;
}

export interface UploadsTable {
  readonly upload_id: string;
  readonly bucket_id: number;
  readonly key: Uint8Array;
  /** `open` or `completed`. */
  readonly state: string;
  readonly initiator: string;
  readonly initiated_at: number;
  readonly checksum_algorithm: string | null;
  readonly checksum_type: string | null;
  readonly attributes: string;
  readonly tags: string | null;
  readonly completed_etag: string | null;
  readonly completed_at: number | null;
}

/** Parts of open uploads, and of objects that were completed of them. */
export interface PartsTable {
  readonly upload_id: string;
  readonly part_number: number;
  readonly blob_id: string;
  readonly size: number;
  readonly etag: string;
  readonly checksum: string | null;
  readonly modified_at: number;
  /** Position among the parts of the completed object, from 1; null before. */
  readonly ordinal: number | null;
  /** Where the part begins in the completed object; null before. */
  readonly start_at: number | null;
}

/** Contents that lost an object or upload: the sweep looks whether anything else refers to them. */
export interface ReleasedTable {
  readonly content: string;
  readonly released_at: number;
}

/** Bytes too few to be worth a file; committed with the row that refers to them. */
export interface SmallBlobsTable {
  readonly blob_id: string;
  readonly bytes: Uint8Array;
}

export interface StorageTables {
  storage_buckets: BucketsTable;
  storage_resources: ResourcesTable;
  storage_objects: ObjectsTable;
  storage_uploads: UploadsTable;
  storage_parts: PartsTable;
  storage_released: ReleasedTable;
  storage_small_blobs: SmallBlobsTable;
}
