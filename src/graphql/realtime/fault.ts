/** Why a connection or a subscription is refused, as clients are told. */

export interface RealtimeError {
  readonly errorType: string;
  readonly message: string;
  readonly errorCode?: number;
}

export class RealtimeFault extends Error {
  readonly errors: readonly RealtimeError[];

  constructor(...errors: readonly RealtimeError[]) {
    // Clients cause these by the thousand, and where in our code tells nobody anything.
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(errors[0]?.message ?? "The message is refused.");
    Error.stackTraceLimit = depth;
    this.name = "RealtimeFault";
    this.errors = errors;
  }
}

export function badMessage(message: string): RealtimeFault {
  return new RealtimeFault({ errorType: "BadRequestException", message, errorCode: 400 });
}

/** The credential is no good, or no longer. Clients know an expired one by these words and come back with a new one. */
export function refusedCredential(message: string): RealtimeFault {
  const text = /expired/i.test(message) ? "Token expired" : message;
  return new RealtimeFault({ errorType: "UnauthorizedException", message: text, errorCode: 401 });
}

/** The credential is good, but no rule lets its holder subscribe. */
export function notAuthorizedTo(field: string): RealtimeFault {
  return new RealtimeFault({
    errorType: "Unauthorized",
    message: `Not Authorized to access ${field} on type Subscription`,
  });
}

export function tooManySubscriptions(most: number): RealtimeFault {
  const message = `Max number of ${most} subscriptions reached`;
  return new RealtimeFault({ errorType: "MaxSubscriptionsReachedError", message, errorCode: 400 });
}

export function unknownApi(apiId: string): RealtimeFault {
  return badMessage(`GraphQL API ${apiId} not found.`);
}
