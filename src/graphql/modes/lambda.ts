/** AWS_LAMBDA: a function of the operator's decides about the Authorization header, by AppSync's authorizer events. */

import type { FunctionCaller } from "#graphql/access/caller";
import { createVerifiedTokens } from "#kernel/jwt/verifiedTokens";
import type { WireRequest } from "#kernel/wire/http";
import { absent, type AuthMode, bearer, type Outcome, refused } from "./mode.ts";

/** AppSync's own bounds. */
const timeoutMs = 10_000;
const standardTtl = 300;
const longestTtl = 3600;
const remembered = 5_000;

export const lambdaMode: AuthMode = {
  name: "AWS_LAMBDA",
  provider: "function",

  open({ functionName = "" }, { functions, api, clock }) {
    const known = createVerifiedTokens<Outcome>(remembered);
    return {
      async authenticate(request) {
        const token = bearer(request);
        if (token === undefined) return absent;
        const before = known.get(token, clock.now());
        if (before !== undefined) return before;
        const event = authorizerEvent(token, request, api.apiId);
        let answer: unknown;
        try {
          answer = await functions.invoke(functionName, event, { timeoutMs });
        } catch {
          // The functions' own log tells why; the caller only learns that he is not let in.
          return refused;
        }
        const { outcome, ttl } = read(answer, api.apiId);
        if (ttl > 0) known.set(token, outcome, clock.now() + ttl * 1000);
        return outcome;
      },
    };
  },

  describe: ({ functionName }) => ({
    authenticationType: "AWS_LAMBDA",
    lambdaAuthorizerConfig: { lambdaFunction: functionName, ttlSeconds: standardTtl },
  }),
};

function authorizerEvent(token: string, request: WireRequest, apiId: string): unknown {
  const body = document(request.body);
  return {
    authorizationToken: token,
    requestContext: {
      apiId,
      accountId: "",
      requestId: request.requestId,
      queryString: body["query"] ?? null,
      operationName: body["operationName"] ?? null,
      variables: body["variables"] ?? {},
    },
    requestHeaders: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== "authorization")),
  };
}

function document(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** An answer of another form lets nobody in, and is asked for again next time. */
function read(answer: unknown, apiId: string): { readonly outcome: Outcome; readonly ttl: number } {
  if (typeof answer !== "object" || answer === null) return { outcome: refused, ttl: 0 };
  const { isAuthorized, resolverContext, deniedFields, ttlOverride } = answer as Readonly<Record<string, unknown>>;
  if (typeof isAuthorized !== "boolean") return { outcome: refused, ttl: 0 };
  const given = typeof ttlOverride === "number" && ttlOverride >= 0 ? ttlOverride : standardTtl;
  const ttl = Math.min(given, longestTtl);
  if (!isAuthorized) return { outcome: refused, ttl };
  const names = Array.isArray(deniedFields) ? deniedFields.filter((name) => typeof name === "string") : [];
  const caller: FunctionCaller = {
    kind: "function",
    resolverContext: isRecord(resolverContext) ? resolverContext : {},
    deniedFields: names.map((name) => fieldName(name, apiId)),
  };
  return { outcome: { kind: "caller", caller }, ttl };
}

/** `Type.field`, also for the ARN form `arn:…:apis/<id>/types/Type/fields/field`. */
function fieldName(name: string, apiId: string): string {
  const parts = /:apis\/([^/]+)\/types\/(\w+)\/fields\/(\w+)$/.exec(name);
  return parts?.[1] === apiId ? `${parts[2]}.${parts[3]}` : name;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
