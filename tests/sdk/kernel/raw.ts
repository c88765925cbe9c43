/** Sends requests byte for byte as given, which no SDK would do. */

import { request as httpRequest } from "node:http";
import { type Credentials, signRequest } from "#kernel/wire/sign";
import { credentials, type TestServer } from "./support.ts";

export interface RawRequest {
  readonly method: string;
  readonly rawUrl: string;
  /** Pairs, so that a header can be repeated. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** From header or body. */
  readonly code: string | undefined;
  readonly message: string;
}

export function send(server: TestServer, { method, rawUrl, headers, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const flat = headers.flat();
    if (!headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name)) && body.length > 0) {
      flat.push("content-length", String(Buffer.byteLength(body)));
    }
    const req = httpRequest({
      host: "127.0.0.1",
      port: server.port,
      method,
      path: rawUrl,
      headers: flat,
      agent: false,
    });
    req.on("error", reject);
    req.on("response", (res) => {
      let text = "";
      res.setEncoding("utf8").on("data", (part: string) => (text += part));
      res.on("end", () => {
        const code = res.headers["x-amzn-errortype"];
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          text,
          code: typeof code === "string" ? code.replace(/:$/, "") : undefined,
          message: messageOf(text),
        });
      });
    });
    req.end(body);
  });
}

function messageOf(text: string): string {
  try {
    return String(JSON.parse(text).message);
  } catch {
    return "";
  }
}

export interface SignedOptions {
  readonly method?: string;
  readonly rawUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly credentials?: Credentials;
  readonly region?: string;
  readonly service?: string;
  readonly now?: number;
}

/** A request signed by our own signer, not yet sent. */
export function signed(server: TestServer, options: SignedOptions = {}): RawRequest {
  const { method = "POST", rawUrl = "/backend/d1/details", body = "{}" } = options;
  const headers = { host: `127.0.0.1:${server.port}`, "content-type": "application/json", ...options.headers };
  const out = signRequest(
    { method, rawUrl, headers, body },
    {
      credentials: options.credentials ?? credentials,
      region: options.region ?? "us-east-1",
      service: options.service ?? "amplifybackend",
      now: options.now ?? Date.now(),
    },
  );
  return { method, rawUrl, headers: Object.entries(out), body };
}
