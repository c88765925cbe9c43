/** The SRP client of amazon-cognito-identity-js, unmodified, as an oracle for the server's side. */

import { createHmac } from "node:crypto";
import { createRequire } from "node:module";

interface BigInteger {
  toString(radix: number): string;
}

type Callback<T> = (error: unknown, value: T) => void;

interface AuthenticationHelper {
  getLargeAValue(callback: Callback<BigInteger>): void;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverB: BigInteger,
    salt: BigInteger,
    callback: Callback<Uint8Array>,
  ): void;
  generateHashDevice(groupKey: string, deviceKey: string, callback: Callback<null>): void;
  getRandomPassword(): string;
  getSaltDevices(): string;
  getVerifierDevices(): string;
}

const require = createRequire(import.meta.url);
const { default: Helper } = require("amazon-cognito-identity-js/lib/AuthenticationHelper.js") as {
  default: new (pool: string) => AuthenticationHelper;
};
const { default: BigIntegerOf } = require("amazon-cognito-identity-js/lib/BigInteger.js") as {
  default: new (text: string, radix: number) => BigInteger;
};

export interface SrpClient {
  /** A in hexadecimal. */
  readonly publicValue: string;
  /** The HKDF key the client arrives at. */
  key(user: string, password: string, serverPublic: string, salt: string): Promise<Uint8Array>;
}

function settled<T>(start: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}

/** A client for one sign-in; `pool` is the pool name, or the device group key. */
export async function createSrpClient(pool: string): Promise<SrpClient> {
  const helper = new Helper(pool);
  const a = await settled<BigInteger>((callback) => helper.getLargeAValue(callback));
  return {
    publicValue: a.toString(16),
    key: (user, password, serverPublic, salt) =>
      settled((callback) => {
        helper.getPasswordAuthenticationKey(
          user,
          password,
          new BigIntegerOf(serverPublic, 16),
          new BigIntegerOf(salt, 16),
          callback,
        );
      }),
  };
}

/** What a client sends to ConfirmDevice (hexadecimal), and the password it keeps. */
export async function makeDeviceVerifier(groupKey: string, deviceKey: string) {
  const helper = new Helper(groupKey);
  await settled<null>((callback) => helper.generateHashDevice(groupKey, deviceKey, callback));
  return { password: helper.getRandomPassword(), salt: helper.getSaltDevices(), verifier: helper.getVerifierDevices() };
}

/** PASSWORD_CLAIM_SIGNATURE. */
export function signProof(key: Uint8Array, pool: string, user: string, secretBlock: string, timestamp: string): string {
  return createHmac("sha256", key)
    .update(pool + user)
    .update(Buffer.from(secretBlock, "base64"))
    .update(timestamp)
    .digest("base64");
}
