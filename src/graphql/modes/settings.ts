/** Which modes an API has: its configuration read, checked and put in the order of the list. */

import type { BackendAPIAuthTypeTypeDef } from "#generated/types/amplifyBackend";
import { Refusal } from "#graphql/faults";
import type { Provider } from "#graphql/sdl/model";
import { modes } from "./list.ts";
import type { AuthMode, ModeSetting } from "./mode.ts";

export interface ModeConfig {
  readonly DefaultAuthType?: BackendAPIAuthTypeTypeDef | undefined;
  readonly AdditionalAuthTypes?: readonly BackendAPIAuthTypeTypeDef[] | undefined;
}

/** The default mode first. @param authorizer the function of AWS_LAMBDA, where the operator named one */
export function modeSettings(config: ModeConfig, authorizer: string | undefined): readonly ModeSetting[] {
  const given = [config.DefaultAuthType ?? {}, ...(config.AdditionalAuthTypes ?? [])];
  const settings = given.map(
    ({ Mode, Settings }): ModeSetting => ({ mode: Mode ?? "API_KEY", settings: Settings ?? {} }),
  );
  return authorizer === undefined
    ? settings
    : [...settings, { mode: "AWS_LAMBDA", settings: {}, functionName: authorizer }];
}

/** Throws a Refusal for a mode that is named twice without another pool or provider. */
export function checkModes(settings: readonly ModeSetting[]): void {
  const seen = new Set<string>();
  for (const { mode, settings: each } of settings) {
    const what = { AMAZON_COGNITO_USER_POOLS: each.CognitoUserPoolId, OPENID_CONNECT: each.OpenIDIssueURL };
    const key = `${mode} ${what[mode as keyof typeof what] ?? ""}`;
    if (seen.has(key)) throw new Refusal(`AdditionalAuthTypes: ${mode} is configured already; name each mode once.`);
    seen.add(key);
  }
}

export function modeOf(setting: ModeSetting): AuthMode {
  const mode = modes.find((each) => each.name === setting.mode);
  if (mode === undefined) throw new Refusal(`Mode ${setting.mode} is not one this server knows.`);
  return mode;
}

/** What callers prove themselves with, the default mode's first, each once. */
export function providersOf(settings: readonly ModeSetting[]): readonly [Provider, ...Provider[]] {
  const [first = "apiKey", ...others] = [...new Set(settings.map((setting) => modeOf(setting).provider))];
  return [first, ...others];
}
