/** The scalars an SDL may use. */

import { awsJsonScalar } from "./awsJson.ts";
import { booleanScalar, floatScalar, idScalar, intScalar, stringScalar } from "./builtIn.ts";
import { awsDateScalar, awsDateTimeScalar, awsTimeScalar, awsTimestampScalar } from "./dateAndTime.ts";
import { awsEmailScalar, awsIpAddressScalar, awsPhoneScalar, awsUrlScalar } from "./formattedText.ts";
import type { Scalar } from "./scalar.ts";

export const scalars: readonly Scalar[] = [
  stringScalar,
  idScalar,
  intScalar,
  floatScalar,
  booleanScalar,
  awsDateScalar,
  awsTimeScalar,
  awsDateTimeScalar,
  awsTimestampScalar,
  awsEmailScalar,
  awsJsonScalar,
  awsUrlScalar,
  awsPhoneScalar,
  awsIpAddressScalar,
];

const byName: ReadonlyMap<string, Scalar> = new Map(scalars.map((scalar) => [scalar.name, scalar]));

/** The scalar of that name, or undefined when the name is another type's. */
export function scalarNamed(name: string): Scalar | undefined {
  return byName.get(name);
}
