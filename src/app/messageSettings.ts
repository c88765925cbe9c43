/** How the settings for mail and SMS are written: `outbox`, or an address with all there is to say. */

/** Where mail goes; as the SMTP sender takes it, but for the authority, which is a path. */
export type MailSetting =
  | "outbox"
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string | undefined;
      readonly password: string | undefined;
      readonly from: string;
      readonly secure: boolean;
      readonly startTls: StartTls;
      readonly caFile: string | undefined;
    };

type StartTls = "required" | "optional" | "never";

const startTlsWords = ["required", "optional", "never"] as const;
const sender = /^(?:[^<>@\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;
const shape = "smtp://user:password@host:587?from=sender@example.org (or smtps://)";

/**
 * Reads `OHMSTEAD_MAIL`. No message repeats the text: it holds a password.
 * @throws Error with a sentence for the operator
 */
export function readMailSetting(text: string | undefined): MailSetting {
  if (!text || text === "outbox") return "outbox";
  if (!URL.canParse(text)) throw new Error(`OHMSTEAD_MAIL must be "outbox" or ${shape}`);
  const url = new URL(text);
  const secure = url.protocol === "smtps:";
  if ((!secure && url.protocol !== "smtp:") || url.hostname === "") {
    throw new Error(`OHMSTEAD_MAIL must be "outbox" or ${shape}`);
  }
  const from = url.searchParams.get("from") ?? "";
  if (!sender.test(from)) {
    throw new Error(
      "OHMSTEAD_MAIL needs ?from=, an address or Name <address>; in it + is written %2B, < is %3C and > is %3E",
    );
  }
  const user = decoded(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (secure ? 465 : 587)),
    user,
    password: decoded(url.password),
    from,
    secure,
    startTls: readStartTls(url.searchParams.get("starttls"), user !== undefined),
    caFile: url.searchParams.get("ca") ?? undefined,
  };
}

/** A password never goes out in clear text unless the operator says so. */
function readStartTls(text: string | null, hasUser: boolean): StartTls {
  if (text === null) return hasUser ? "required" : "optional";
  const found = startTlsWords.find((word) => word === text);
  if (found) return found;
  throw new Error(`starttls in OHMSTEAD_MAIL must be one of ${startTlsWords.join(", ")}`);
}

function decoded(text: string): string | undefined {
  try {
    return text === "" ? undefined : decodeURIComponent(text);
  } catch {
    throw new Error("User and password in OHMSTEAD_MAIL must be percent-encoded; a % itself is written %25");
  }
}

/**
 * Reads `OHMSTEAD_SMS`: `outbox`, or the address of a gateway.
 * @throws Error with a sentence for the operator
 */
export function readSmsSetting(text: string | undefined): "outbox" | { readonly url: string } {
  if (!text || text === "outbox") return "outbox";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error('OHMSTEAD_SMS must be "outbox" or an address such as https://gateway.example.org/sms');
  }
  if (url.username || url.password) {
    throw new Error("OHMSTEAD_SMS must not hold a user or password; put the gateway's key into OHMSTEAD_SMS_KEY");
  }
  return { url: url.href };
}
