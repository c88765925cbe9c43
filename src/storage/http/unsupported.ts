/** Members of requests that this server does not act on: refused when they ask for something, so that nobody believes they got it. */

import type { Fault } from "#kernel/wire/fault";
import type { Members } from "#kernel/wire/protocol";
import { accessDenied, invalidStorageClass, noSuchVersion, notImplemented } from "#storage/faults";

interface Rule {
  readonly member: string;
  /** The value that asks for nothing beyond what is done anyway. */
  readonly harmless?: (value: unknown) => boolean;
  readonly refuse: (value: unknown, input: Members) => Fault;
}

const notHere = (what: string) => (): Fault =>
  notImplemented(`A header or parameter you provided implies functionality that is not implemented: ${what}.`);

const features: readonly (readonly [what: string, members: readonly string[]])[] = [
  [
    "server-side encryption with keys of one's own",
    [
      "SSECustomerAlgorithm",
      "SSECustomerKey",
      "SSECustomerKeyMD5",
      "CopySourceSSECustomerAlgorithm",
      "CopySourceSSECustomerKey",
      "CopySourceSSECustomerKeyMD5",
      "SSEKMSKeyId",
      "SSEKMSEncryptionContext",
      "ServerSideEncryption",
    ],
  ],
  [
    "object lock",
    [
      "ObjectLockMode",
      "ObjectLockRetainUntilDate",
      "ObjectLockLegalHoldStatus",
      "ObjectLockEventHold",
      "BypassGovernanceRetention",
    ],
  ],
  ["grants by access control lists", ["GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"]],
  ["redirects of websites", ["WebsiteRedirectLocation"]],
  ["appending to objects", ["WriteOffsetBytes"]],
  ["MFA delete", ["MFA"]],
  [
    "checksums other than CRC32, CRC32C, CRC64NVME, SHA1 and SHA256",
    ["ChecksumSHA512", "ChecksumMD5", "ChecksumXXHASH64", "ChecksumXXHASH3", "ChecksumXXHASH128"],
  ],
];

const rules: readonly Rule[] = [
  ...features.flatMap(([what, members]) => members.map((member): Rule => ({ member, refuse: notHere(what) }))),
  {
    member: "ACL",
    harmless: (value) => value === "private" || value === "bucket-owner-full-control",
    refuse: notHere("access control lists other than private"),
  },
  { member: "ObjectLockEnabledForBucket", harmless: (value) => value === false, refuse: notHere("object lock") },
  { member: "StorageClass", harmless: (value) => value === "STANDARD", refuse: invalidStorageClass },
  {
    member: "VersionId",
    harmless: (value) => value === "null",
    refuse: (value, { Key }) => noSuchVersion(String(Key), String(value)),
  },
];

/** @throws Fault for the first member that asks for what is not there, or for another owner's bucket */
export function refuseUnsupported(input: Members, accountId: string): void {
  for (const { member, harmless, refuse } of rules) {
    const value = input[member];
    if (value !== undefined && !harmless?.(value)) throw refuse(value, input);
  }
  for (const member of ["ExpectedBucketOwner", "ExpectedSourceBucketOwner"]) {
    if (input[member] === undefined || input[member] === accountId) continue;
    throw accessDenied(`The bucket belongs to account ${accountId}, not to the expected owner.`);
  }
}
