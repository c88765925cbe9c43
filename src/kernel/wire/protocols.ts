/** The list of wire protocols services may speak. */

import type { ServiceSchema } from "#generated/schema";
import { createAwsJson11 } from "./awsJson11.ts";
import type { ProtocolFactory } from "./protocol.ts";
import { createRestJson1 } from "./restJson1.ts";

/** restXml is missing on purpose: S3 streams its bodies and has a handler of its own. */
export const protocols: Partial<Readonly<Record<ServiceSchema["protocol"], ProtocolFactory>>> = {
  restJson1: createRestJson1,
  awsJson1_1: createAwsJson11,
};
