/** RSA-2048 key pairs for signing tokens, made in OpenSSL's threads and not in the event loop. */

import { createHash, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

export interface NewKeyPair {
  /** The key's RFC 7638 thumbprint in base64, 44 characters. */
  readonly kid: string;
  /** PKCS #8 PEM. */
  readonly privateKey: string;
  /** base64url, as in a JWK. */
  readonly modulus: string;
  readonly exponent: string;
}

const generate = promisify(generateKeyPair);

/** Takes a tenth of a second or more, off the event loop. */
export async function makeKeyPair(): Promise<NewKeyPair> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: 2048 });
  const { modulus, exponent } = publicParts(publicKey);
  return {
    kid: thumbprint(modulus, exponent),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    modulus,
    exponent,
  };
}

function publicParts(key: KeyObject): { readonly modulus: string; readonly exponent: string } {
  const { n, e } = key.export({ format: "jwk" });
  if (n === undefined || e === undefined) throw new Error("The key that was made is no RSA key.");
  return { modulus: n, exponent: e };
}

function thumbprint(modulus: string, exponent: string): string {
  return createHash("sha256").update(`{"e":"${exponent}","kty":"RSA","n":"${modulus}"}`).digest("base64");
}
