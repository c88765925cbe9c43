/** Where blobs lie in an S3 engine. */

export interface S3BlobsOptions {
  readonly bucket: string;
  /** Empty, or a prefix that ends with a slash; the bucket may hold other things beside it. */
  readonly prefix: string;
  /** Absent: AWS itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly pathStyle: boolean;
  /** Absent: the usual AWS credential chain. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}
