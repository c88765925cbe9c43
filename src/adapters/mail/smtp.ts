/** Mail through an SMTP server: a few kept connections, encryption checked, every wait bounded. */

import type { MailSender } from "#ports/mail";
import { MailFailure } from "./failure.ts";
import { htmlToText, isHtml } from "./html.ts";
import { outgoing, senderOf } from "./outgoing.ts";

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** The sender of mails whose pool names none: an address, or `Name <address>`. */
  readonly from: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** True: TLS from the first byte. False: STARTTLS as `startTls` says. */
  readonly secure: boolean;
  /** `optional` encrypts when the server offers it, and then as strictly as `required`. */
  readonly startTls: "required" | "optional" | "never";
  /** PEM of the authorities to trust in place of the usual ones. */
  readonly ca?: string | undefined;
  /** Milliseconds from the call of `send` until it gives up, connecting included; 20 seconds. */
  readonly timeoutMs?: number;
}

export interface SmtpMail extends MailSender {
  /** Ends the connections; mails not handed over by then fail. */
  close(): void;
}

/** Nothing is loaded and no connection is made before the first mail. */
export function createSmtpMail(options: SmtpOptions): SmtpMail {
  const timeoutMs = options.timeoutMs ?? 20_000;
  let pool: ReturnType<typeof openPool> | undefined;
  let closed = false;
  return {
    async send(mail) {
      const { to, subject, body, from = options.from } = outgoing(mail);
      if (closed) throw new MailFailure("unavailable", "The server is stopping; no mail is sent any more");
      pool ??= openPool(options, timeoutMs);
      const transport = await pool;
      const content = isHtml(body) ? { html: body, text: htmlToText(body) } : { text: body };
      const message = { from: senderOf(from), to: { name: "", address: to }, subject, ...content };
      await withDeadline(options, timeoutMs, transport.sendMail(message));
    },
    close() {
      closed = true;
      void pool?.then((transport) => transport.close());
      pool = undefined;
    },
  };
}

async function openPool(options: SmtpOptions, timeoutMs: number) {
  const { createTransport } = await import("nodemailer");
  const { host, port, user, password, secure, startTls, ca } = options;
  return createTransport({
    pool: true,
    host,
    port,
    secure,
    requireTLS: !secure && startTls === "required",
    ignoreTLS: !secure && startTls === "never",
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    maxConnections: 3,
    maxRequeues: 1,
    idleTimeout: 30_000,
    connectionTimeout: Math.min(10_000, timeoutMs),
    greetingTimeout: Math.min(10_000, timeoutMs),
    socketTimeout: timeoutMs,
    // A body is text, whatever it looks like: nothing is read from disk or fetched for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function withDeadline({ host, port }: SmtpOptions, timeoutMs: number, sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    const late = `The mail server ${host}:${port} did not take the message within ${timeoutMs} ms`;
    timer = setTimeout(() => reject(new MailFailure("unavailable", late)), timeoutMs);
  });
  try {
    await Promise.race([sending, deadline]);
  } catch (error) {
    throw error instanceof MailFailure ? error : toFailure(`${host}:${port}`, error);
  } finally {
    clearTimeout(timer);
  }
}

/** 5xx replies are final; 4xx, and connections that fail, may do better later. */
function toFailure(server: string, error: unknown): MailFailure {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  const refused = responseCode !== undefined && responseCode >= 500;
  const said = message ?? String(error);
  return refused
    ? new MailFailure("refused", `The mail server ${server} refused the message: ${said}`, error)
    : new MailFailure("unavailable", `The mail server ${server} could not be used: ${said}`, error);
}
