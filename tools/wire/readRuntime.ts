/** Reads what a client says about its service as a whole: id, version, protocol, signing name. */

import type { ServiceSchema } from "#generated/schema";
import type { ClientPackage } from "./readPackage.ts";

const protocols: Readonly<Record<string, ServiceSchema["protocol"]>> = {
  AwsRestJsonProtocol: "restJson1",
  AwsJson1_1Protocol: "awsJson1_1",
  AwsRestXmlProtocol: "restXml",
  S3RestXmlProtocol: "restXml",
};

type Runtime = Pick<
  ServiceSchema,
  "service" | "version" | "protocol" | "signingName" | "targetPrefix" | "xmlNamespace"
>;

/** The service's constants, from the client's runtime configuration and its auth scheme. */
export function readRuntime(client: ClientPackage): Runtime {
  const config = client.read("dist-es/runtimeConfig.shared.js");
  const auth = client.read("dist-es/auth/httpAuthSchemeProvider.js");
  const protocolClass = find(config, /protocol: config\?\.protocol \?\? (?:new )?(\w+)/, "protocol");
  const protocol = protocols[protocolClass];
  if (protocol === undefined) throw new Error(`${client.name} speaks ${protocolClass}, which this tool does not know`);
  const target = protocol === "awsJson1_1" ? find(config, /serviceTarget: "([^"]+)"/, "serviceTarget") : undefined;
  const namespace = protocol === "restXml" ? find(config, /xmlNamespace: "([^"]+)"/, "xmlNamespace") : undefined;
  return {
    service: find(config, /serviceId: config\?\.serviceId \?\? "([^"]+)"/, "serviceId"),
    version: find(config, /apiVersion: "([^"]+)"/, "apiVersion"),
    signingName: find(auth, /signingProperties: \{\s*name: "([^"]+)"/, "signing name"),
    protocol,
    ...(target === undefined ? {} : { targetPrefix: target }),
    ...(namespace === undefined ? {} : { xmlNamespace: namespace }),
  };
}

function find(text: string, pattern: RegExp, what: string): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`the client's files no longer say the ${what} where this tool looks`);
  return found;
}
