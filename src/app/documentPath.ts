/** The path of a document that a user pool publishes. */

const documentPath = /^\/([\w:-]{1,100})\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** Pool and document of the path, or undefined for any other path. */
export function readDocumentPath(path: string): { readonly poolId: string; readonly document: string } | undefined {
  const [, poolId, document] = documentPath.exec(path) ?? [];
  return poolId && document ? { poolId, document } : undefined;
}
