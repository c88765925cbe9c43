/** The region text that brings the stock Amplify storage client to this server. */

/**
 * Amplify's JavaScript library has no setting for a storage endpoint. It builds the host as
 * `s3.<region>.<suffix>` and never checks the region, so a host written into the region, closed by a
 * question mark, turns the suffix into a query that each call overwrites.
 */
export function storageRegion(region: string, serverUrl: string): string {
  const { hostname, port } = new URL(serverUrl);
  // The wildcard name and its certificate exist for names, not for addresses.
  const host = /^[\d.]+$|^\[/.test(hostname) ? "localhost" : hostname;
  return `${region}.${host}${port === "" ? "" : `:${port}`}?`;
}
