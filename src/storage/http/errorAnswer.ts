/** A fault as S3 clients read it: a bare Error element. */

import type { Fault } from "#kernel/wire/fault";
import { xmlElement, xmlHead, xmlText } from "#kernel/wire/writeXml";

/**
 * @param resource path of the request as it was sent
 */
export function errorDocument(fault: Fault, resource: string, requestId: string): string {
  const fields: Readonly<Record<string, string>> = {
    Code: fault.code,
    Message: fault.message,
    ...fault.members,
    Resource: resource.slice(0, 4096),
    RequestId: requestId,
    HostId: requestId,
  };
  const content = Object.entries(fields).map(([name, value]) => xmlElement(name, xmlText(value)));
  return `${xmlHead}${xmlElement("Error", content.join(""))}`;
}
