/** A real SMTP server on a free port of this machine, and the mails it took, decoded. */

import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface TakenMail {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  /** Of the first text part. */
  readonly text: string;
  /** Of the HTML part; empty when there is none. */
  readonly html: string;
  readonly secure: boolean;
  readonly user: unknown;
}

export interface MailServer {
  readonly port: number;
  readonly mails: TakenMail[];
  /** Connections opened so far. */
  readonly connections: () => number;
  close(): Promise<void>;
}

export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: TakenMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key ? [] : ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : "",
          recipients: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
          ...decoded(Buffer.concat(chunks).toString("latin1")),
        });
        done();
      });
    },
    ...options,
  });
  // Clients that break off are part of the tests.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function decoded(raw: string): Pick<TakenMail, "headers" | "text" | "html"> {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined) return { headers, text: content(headers, body), html: "" };
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, "")));
  const find = (type: string): string => {
    const part = parts.find(({ headers }) => headers.get("content-type")?.startsWith(type));
    return part ? content(part.headers, part.body) : "";
  };
  return { headers, text: find("text/plain"), html: find("text/html") };
}

function split(raw: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(":");
    return [name.toLowerCase(), words(value.join(":").trim())];
  });
  return { headers: new Map(headers), body: raw.slice(end + 4) };
}

function content(headers: ReadonlyMap<string, string>, body: string): string {
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8").replaceAll("\r\n", "\n");
  const text =
    encoding === "quoted-printable" ? quotedPrintable(body.replace(/=\r\n/g, "")) : Buffer.from(body, "latin1");
  return text.toString("utf8").replaceAll("\r\n", "\n");
}

/** Header values with encoded words (RFC 2047) put into plain text. */
function words(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, kind: string, text: string) =>
    (kind.toLowerCase() === "b" ? Buffer.from(text, "base64") : quotedPrintable(text.replaceAll("_", " "))).toString(
      "utf8",
    ),
  );
}

function quotedPrintable(text: string): Buffer {
  const plain = text.replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(plain, "latin1");
}
