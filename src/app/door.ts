/** What a door of the house is: something that answers requests. Leaf types. */

import type { WireRequest, WireResponse } from "#kernel/wire/http";

export type Serve = (request: WireRequest) => Promise<WireResponse>;
