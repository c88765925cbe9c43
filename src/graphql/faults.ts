/** What this plane refuses when it is asked to make or change an API. */

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

export function missingSchema(): Refusal {
  return new Refusal("ResourceConfig.TransformSchema is required: the GraphQL schema of the API.");
}
