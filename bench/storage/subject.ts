/** What is measured: a server that takes PUT and GET of objects, with the key to sign by. Leaf type. */

export interface Subject {
  readonly name: string;
  readonly url: string;
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where the bucket is made by a request of its own. */
  readonly makesBucket: boolean;
  readonly pid: number;
  stop(): Promise<void>;
}
