/** What the Amplify service keeps with an app beside its name, sealed at rest: build variables may hold secrets. */

import type { CreateAppRequest } from "#generated/types/amplify";
import type { Sealer } from "#kernel/crypto/seal";

/** Tokens for the repository are never kept: nothing here builds from one. */
export type AppSettings = Omit<CreateAppRequest, "name" | "oauthToken" | "accessToken">;

function purpose(appId: string): string {
  return `settings of app ${appId}`;
}

export function sealAppSettings(sealer: Sealer, appId: string, settings: AppSettings): string {
  return sealer.seal(JSON.stringify(settings), purpose(appId));
}

export function openAppSettings(sealer: Sealer, appId: string, sealed: string): AppSettings {
  return JSON.parse(sealer.openText(sealed, purpose(appId))) as AppSettings;
}

/** The settings of an app that came into being by CreateBackend. */
export function emptyAppSettings(sealer: Sealer, appId: string): string {
  return sealAppSettings(sealer, appId, {});
}
