/** What this plane refuses when it is asked to make, change or look after an API. */

import { Fault } from "#kernel/wire/fault";

/** A reason the client can act on; becomes the job's Error. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ProvisionRefusal";
  }
}

export function unknownApi(resourceName: string): Refusal {
  return new Refusal(`There is no GraphQL API behind ${resourceName}.`);
}

export function apiNameTaken(apiName: string, environment: string): Refusal {
  return new Refusal(`The environment ${environment} already has a GraphQL API called ${apiName}.`);
}

/** @param model whose line of the schema asks for it; the API's configuration when absent */
export function noConflictHandler(apiName: string, model?: string): Refusal {
  const what = model === undefined ? "ConflictResolution LAMBDA" : `conflict-resolution ${model} LAMBDA`;
  const inLine = model === undefined ? "" : ` in its line of the schema, or one for the whole API`;
  return new Refusal(
    `${what} needs a function. Name one${inLine} with OHMSTEAD_GRAPHQL_CONFLICT_HANDLERS=${apiName}=<function>.`,
  );
}

export function missingSchema(): Refusal {
  return new Refusal("ResourceConfig.TransformSchema is required: the GraphQL schema of the API.");
}

/** The operator API names an API that is not here. */
export function unknownApiId(apiId: string): Fault {
  return new Fault("NotFoundException", `There is no API ${JSON.stringify(apiId.slice(0, 64))}.`, { status: 404 });
}

export function unknownApiKey(keyId: string): Fault {
  const text = `The API has no key ${JSON.stringify(keyId.slice(0, 64))}.`;
  return new Fault("NotFoundException", text, { status: 404 });
}

export function badOperatorRequest(message: string): Fault {
  return new Fault("BadRequestException", message, { status: 400 });
}
