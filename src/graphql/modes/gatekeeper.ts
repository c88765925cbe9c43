/** Asks the modes of an API, one after the other, who sent a request. */

import type { ApiCaller } from "#graphql/access/caller";
import type { WireRequest } from "#kernel/wire/http";
import { modes } from "./list.ts";
import type { ModeContext, ModeSetting, OpenMode, Outcome } from "./mode.ts";
import { modeOf } from "./settings.ts";

export type Admission =
  | { readonly ok: true; readonly caller: ApiCaller }
  | { readonly ok: false; readonly message: string };

export interface Gatekeeper {
  /** The first mode that takes the request's credential decides who calls. */
  admit(request: WireRequest): Admission | Promise<Admission>;
  /** As `admit`, for a caller who stays: without what he lost since his credential was made. */
  admitToStay(request: WireRequest): Promise<Admission>;
  /** Whether the caller this request let in before may stay: a signature grows old, the key behind it need not. */
  readmit(request: WireRequest, caller: ApiCaller): Promise<Admission>;
}

const notAuthorized = "You are not authorized to make this call.";
const nothingGiven = "Valid authorization header not provided.";

type AskMode = (mode: OpenMode) => Outcome | Promise<Outcome>;

export function openGatekeeper(settings: readonly ModeSetting[], context: ModeContext): Gatekeeper {
  const place = (setting: ModeSetting): number => modes.indexOf(modeOf(setting));
  const open = settings
    .toSorted((a, b) => place(a) - place(b))
    .map((setting) => ({ provider: modeOf(setting).provider, mode: modeOf(setting).open(setting, context) }));

  /** Asks the modes from this place on; `earlier` is the first refusal of those before. */
  function ask(request: WireRequest, askMode: AskMode, from = 0, earlier?: string): Admission | Promise<Admission> {
    let message = earlier;
    for (let place = from; ; place += 1) {
      const mode = open[place]?.mode;
      if (mode === undefined) break;
      const outcome = askMode(mode);
      if (outcome instanceof Promise) {
        return outcome.then((later) => {
          if (later.kind === "caller") return { ok: true, caller: later.caller };
          return ask(request, askMode, place + 1, message ?? refusalOf(later));
        });
      }
      if (outcome.kind === "caller") return { ok: true, caller: outcome.caller };
      message ??= refusalOf(outcome);
    }
    const isGiven = request.headers["authorization"] !== undefined || request.headers["x-api-key"] !== undefined;
    return { ok: false, message: message ?? (isGiven ? notAuthorized : nothingGiven) };
  }

  const admit: Gatekeeper["admit"] = (request) => ask(request, (mode) => mode.authenticate(request));

  async function held(admission: Admission): Promise<Admission> {
    if (!admission.ok) return admission;
    const mode = open.find(({ provider }) => provider === admission.caller.kind)?.mode;
    return mode?.held === undefined ? admission : { ok: true, caller: await mode.held(admission.caller) };
  }

  return {
    admit,
    admitToStay: async (request) => held(await admit(request)),
    async readmit(request, caller) {
      const known = open.find(({ provider, mode }) => provider === caller.kind && mode.again !== undefined)?.mode;
      const again: AskMode = (mode) =>
        mode === known && mode.again ? mode.again(request) : mode.authenticate(request);
      return held(await ask(request, again));
    },
  };
}

function refusalOf(outcome: Outcome): string | undefined {
  return outcome.kind === "refused" ? (outcome.message ?? notAuthorized) : undefined;
}
