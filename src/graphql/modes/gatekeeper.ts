/** Asks the modes of an API, one after the other, who sent a request. */

import type { ApiCaller } from "#graphql/access/caller";
import type { WireRequest } from "#kernel/wire/http";
import { modes } from "./list.ts";
import type { ModeContext, ModeSetting, OpenMode } from "./mode.ts";
import { modeOf } from "./settings.ts";

export type Admission =
  | { readonly ok: true; readonly caller: ApiCaller }
  | { readonly ok: false; readonly message: string };

export interface Gatekeeper {
  /** The first mode that takes the request's credential decides who calls. */
  admit(request: WireRequest): Promise<Admission>;
}

const notAuthorized = "You are not authorized to make this call.";
const nothingGiven = "Valid authorization header not provided.";

export function openGatekeeper(settings: readonly ModeSetting[], context: ModeContext): Gatekeeper {
  const place = (setting: ModeSetting): number => modes.indexOf(modeOf(setting));
  const open: readonly OpenMode[] = settings
    .toSorted((a, b) => place(a) - place(b))
    .map((setting) => modeOf(setting).open(setting, context));
  return {
    async admit(request) {
      let message: string | undefined;
      for (const mode of open) {
        const outcome = await mode.authenticate(request);
        if (outcome.kind === "caller") return { ok: true, caller: outcome.caller };
        if (outcome.kind === "refused") message ??= outcome.message ?? notAuthorized;
      }
      const isGiven = request.headers["authorization"] !== undefined || request.headers["x-api-key"] !== undefined;
      return { ok: false, message: message ?? (isGiven ? notAuthorized : nothingGiven) };
    },
  };
}
