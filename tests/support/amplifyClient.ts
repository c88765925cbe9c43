/** Unmodified aws-amplify 6 pointed at a server of ours: one line more than against AWS. */

import { Amplify } from "aws-amplify";
import { signOut } from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import type { AuthServer, MadePool } from "./authServer.ts";

/** What a browser keeps in localStorage. */
export class MemoryStorage {
  readonly items = new Map<string, string>();
  async setItem(key: string, value: string): Promise<void> {
    this.items.set(key, value);
  }
  async getItem(key: string): Promise<string | null> {
    return this.items.get(key) ?? null;
  }
  async removeItem(key: string): Promise<void> {
    this.items.delete(key);
  }
  async clear(): Promise<void> {
    this.items.clear();
  }
}

/** Turns the library to a pool, as a browser that has never been here, or with what an earlier one kept. */
export function useAmplify(
  server: Pick<AuthServer, "url">,
  pool: MadePool,
  storage: MemoryStorage = new MemoryStorage(),
): MemoryStorage {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: pool.userPoolId,
        userPoolClientId: pool.webClientId,
        userPoolEndpoint: server.url,
      },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
  return storage;
}

/** Leaves no sign-in behind for the next test. */
export async function forgetSignIn(): Promise<void> {
  await signOut().catch(() => undefined);
}
