/** Checksums as members of requests and answers: one member for each kind. */

import type { Checksum, ChecksumAlgorithm } from "./objects.ts";

export interface ChecksumMembers {
  ChecksumCRC32?: string | undefined;
  ChecksumCRC32C?: string | undefined;
  ChecksumCRC64NVME?: string | undefined;
  ChecksumSHA1?: string | undefined;
  ChecksumSHA256?: string | undefined;
}

type Shown = ChecksumMembers & { ChecksumType?: Checksum["type"] };

/** The members that tell a checksum; none when there is none. */
export function checksumMembers(checksum: Checksum | undefined): Shown {
  if (!checksum) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

/** The same without the type, for parts, which have none. */
export function partChecksumMembers(checksum: Checksum | undefined): ChecksumMembers {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};
}

/** The value a request gives for a kind. */
export function givenChecksum(members: Readonly<ChecksumMembers>, algorithm: ChecksumAlgorithm): string | undefined {
  return members[`Checksum${algorithm}`];
}

const known: readonly string[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] satisfies ChecksumAlgorithm[];

export function isKnownAlgorithm(name: string): name is ChecksumAlgorithm {
  return known.includes(name);
}
