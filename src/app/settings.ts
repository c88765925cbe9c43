/** The list of settings: name, default, meaning and reading of each environment variable. The reference page is made from it. */

import { readBlobsEndpoint, readBlobsSetting } from "./blobsSetting.ts";
import { readMailSetting, readSmsSetting } from "./messageSettings.ts";

export interface Setting<T> {
  readonly variable: string;
  readonly meaning: string;
  /** As the reference page prints it. */
  readonly fallback: string;
  /** Reads the text, or the absence of it; throws an Error with a sentence for a person. */
  read(text: string | undefined): T;
}

function text(variable: string, fallback: string, meaning: string): Setting<string> {
  return { variable, meaning, fallback, read: (value) => value || fallback };
}

function optionalText(variable: string, meaning: string): Setting<string | undefined> {
  return { variable, meaning, fallback: "", read: (value) => value || undefined };
}

function whole(variable: string, fallback: number, least: number, most: number, meaning: string): Setting<number> {
  const read = (value: string | undefined): number => {
    if (!value) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Error(`${variable} must be a whole number from ${least} to ${most}, not "${value}"`);
  };
  return { variable, meaning, fallback: String(fallback), read };
}

function choice<T extends string>(variable: string, options: readonly T[], fallback: T, meaning: string): Setting<T> {
  const read = (value: string | undefined): T => {
    if (!value) return fallback;
    const found = options.find((option) => option === value);
    if (found) return found;
    throw new Error(`${variable} must be one of ${options.join(", ")}, not "${value}"`);
  };
  return { variable, meaning: `${meaning} (${options.join(", ")})`, fallback, read };
}

function matching(variable: string, fallback: string, pattern: RegExp, rule: string, meaning: string): Setting<string> {
  const read = (value: string | undefined): string => {
    if (!value) return fallback;
    if (pattern.test(value)) return value;
    throw new Error(`${variable} must be ${rule}, not "${value}"`);
  };
  return { variable, meaning, fallback, read };
}

function readPairs(variable: string, value: string | undefined): ReadonlyMap<string, string> {
  const pairs = (value ?? "").split(",").flatMap((each) => each.trim() || []);
  return new Map(
    pairs.map((pair): [string, string] => {
      const [, api, name] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (api === undefined || name === undefined)
        throw new Error(`${variable} must be api=function by commas, not "${pair}"`);
      return [api.trim(), name.trim()];
    }),
  );
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** Every setting there is. Adding a line here is all it takes; rooms receive what they name. */
export const settings = {
  port: whole("OHMSTEAD_PORT", 4600, 0, 65_535, "TCP port for http and https; 0 takes a free one"),
  host: text("OHMSTEAD_HOST", "127.0.0.1", "address to listen on"),
  data: text("OHMSTEAD_DATA", "./.ohmstead", "folder that holds everything Ohmstead keeps"),
  region: matching(
    "OHMSTEAD_REGION",
    "us-east-1",
    /^[a-z]{2}(-[a-z]+)+-\d$/,
    "a region name such as us-east-1",
    "region shown to clients, part of ARNs and ids",
  ),
  accountId: matching("OHMSTEAD_ACCOUNT_ID", "000000000000", /^\d{12}$/, "twelve digits", "account number in ARNs"),
  publicUrl: optionalText(
    "OHMSTEAD_PUBLIC_URL",
    "address clients reach this server by, when it is not http://localhost:<port>",
  ),
  rootAccessKeyId: matching(
    "OHMSTEAD_ROOT_ACCESS_KEY_ID",
    "",
    /^[A-Za-z0-9]{16,128}$/,
    "16 to 128 letters or digits",
    "chooses the root access key instead of making one",
  ),
  rootSecretAccessKey: matching(
    "OHMSTEAD_ROOT_SECRET_ACCESS_KEY",
    "",
    /^[\x21-\x7e]{32,256}$/,
    "at least 32 printable characters",
    "secret of the chosen root access key",
  ),
  masterKey: matching(
    "OHMSTEAD_MASTER_KEY",
    "",
    /^[A-Za-z0-9+/_=-]{43,44}$/,
    "32 bytes in base64",
    "key that seals secrets at rest; without it the file <data>/master.key is made",
  ),
  tlsCertificate: optionalText("OHMSTEAD_TLS_CERT", "PEM file with a certificate of your own"),
  tlsKey: optionalText("OHMSTEAD_TLS_KEY", "PEM file with the key of that certificate"),
  logLevel: choice("OHMSTEAD_LOG_LEVEL", LOG_LEVELS, "info", "least level that is logged"),
  metricsKey: optionalText("OHMSTEAD_METRICS_KEY", "bearer key for /metrics; without it only loopback may read"),
  listOrder: choice(
    "OHMSTEAD_GRAPHQL_LIMIT",
    ["filter-first", "limit-first"],
    "filter-first",
    "whether limit counts rows after the filter, or before it as DynamoDB does",
  ),
  mail: {
    variable: "OHMSTEAD_MAIL",
    fallback: "outbox",
    meaning:
      "outbox keeps mail for reading (development); smtp://user:password@host:port?from=address sends it (smtps:// for TLS at once; &starttls=required, optional or never; &ca=file.pem)",
    read: readMailSetting,
  },
  sms: {
    variable: "OHMSTEAD_SMS",
    fallback: "outbox",
    meaning: "outbox keeps text messages for reading (development); an address gets each as a POST of {to, text}",
    read: readSmsSetting,
  },
  smsKey: optionalText("OHMSTEAD_SMS_KEY", "bearer key for the address in OHMSTEAD_SMS"),
  functionsFile: optionalText("OHMSTEAD_FUNCTIONS", "JSON file that names the functions pools may call as triggers"),
  graphqlAuthorizers: {
    variable: "OHMSTEAD_GRAPHQL_AUTHORIZERS",
    fallback: "",
    meaning:
      "functions of OHMSTEAD_FUNCTIONS that decide about callers of an API (AWS_LAMBDA): api=function by commas, * for every API",
    read: (value: string | undefined) => readPairs("OHMSTEAD_GRAPHQL_AUTHORIZERS", value),
  },
  graphqlConflictHandlers: {
    variable: "OHMSTEAD_GRAPHQL_CONFLICT_HANDLERS",
    fallback: "",
    meaning:
      "functions of OHMSTEAD_FUNCTIONS that settle conflicts of an API whose strategy is LAMBDA: api=function by commas, * for every API",
    read: (value: string | undefined) => readPairs("OHMSTEAD_GRAPHQL_CONFLICT_HANDLERS", value),
  },
  outboundAllow: {
    variable: "OHMSTEAD_OUTBOUND_ALLOW",
    fallback: "",
    meaning:
      "hosts (host or host:port, by commas; * for all) that schemas and identity providers may name although they are not public",
    read: (value: string | undefined): readonly string[] =>
      (value ?? "").split(",").flatMap((each) => each.trim() || []),
  },
  blobs: {
    variable: "OHMSTEAD_BLOBS",
    fallback: "folder",
    meaning:
      "where the bytes of stored objects lie: folder (<data>/blobs), or s3://bucket/prefix of an S3-compatible engine",
    read: readBlobsSetting,
  },
  blobsEndpoint: {
    variable: "OHMSTEAD_BLOBS_ENDPOINT",
    fallback: "",
    meaning: "address of that engine; without it AWS itself is meant",
    read: readBlobsEndpoint,
  },
  blobsRegion: text("OHMSTEAD_BLOBS_REGION", "us-east-1", "region of that engine's bucket"),
  blobsPathStyle: choice(
    "OHMSTEAD_BLOBS_PATH_STYLE",
    ["yes", "no"],
    "yes",
    "whether that engine is asked at <address>/<bucket> instead of <bucket>.<address>",
  ),
  blobsAccessKeyId: text(
    "OHMSTEAD_BLOBS_ACCESS_KEY_ID",
    "",
    "access key for that engine; without it the usual AWS credential chain is used",
  ),
  blobsSecretAccessKey: text("OHMSTEAD_BLOBS_SECRET_ACCESS_KEY", "", "secret of that access key"),
  blobsGraceMinutes: whole(
    "OHMSTEAD_BLOBS_GRACE_MINUTES",
    60,
    0,
    10_080,
    "how old a blob that no object refers to must be to be removed as left over from a crash",
  ),
  smallObjectBytes: whole(
    "OHMSTEAD_SMALL_OBJECT_BYTES",
    16_384,
    0,
    1_048_576,
    "objects up to this size lie in the database, which writes them faster than a file each; 0 for none",
  ),
  uploadDays: whole(
    "OHMSTEAD_UPLOAD_DAYS",
    7,
    1,
    365,
    "days after its last part until an unfinished multipart upload is aborted",
  ),
  drainMs: whole("OHMSTEAD_DRAIN_MS", 10_000, 0, 600_000, "milliseconds that running requests get at shutdown"),
} as const;
