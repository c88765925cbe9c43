/** Refusals of a whole HTTP request, in AppSync's shape. */

import type { WireResponse } from "#kernel/wire/http";

export class HttpRefusal extends Error {
  readonly status: number;
  readonly errorType: string;

  constructor(status: number, errorType: string, message: string) {
    super(message);
    this.name = "HttpRefusal";
    this.status = status;
    this.errorType = errorType;
  }
}

export function malformed(message: string): HttpRefusal {
  return new HttpRefusal(400, "MalformedHttpRequestException", message);
}

export function badRequest(message: string): HttpRefusal {
  return new HttpRefusal(400, "BadRequestException", message);
}

export function notAuthorized(message = "You are not authorized to make this call."): HttpRefusal {
  return new HttpRefusal(401, "UnauthorizedException", message);
}

export const jsonType = "application/json;charset=UTF-8";

export function renderRefusal(refusal: HttpRefusal, requestId: string): WireResponse {
  const body = { errors: [{ errorType: refusal.errorType, message: refusal.message }] };
  return {
    status: refusal.status,
    headers: { "content-type": jsonType, "x-amzn-requestid": requestId, "x-amzn-errortype": refusal.errorType },
    body: JSON.stringify(body),
  };
}
