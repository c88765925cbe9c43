/** A list of the operator API, page after page. */

import type { Server } from "#cli/server";

/** Where an answer keeps its entries, and the token of the next page. */
export interface PageMembers {
  readonly entries: string;
  readonly next: string;
}

export const usualMembers = (entries: string): PageMembers => ({ entries, next: "next" });

/**
 * @param path of the list
 * @param query what the list is narrowed by, and `limit`: how many entries to ask for at once
 */
export async function* pagesOf<Entry>(
  server: Server,
  path: string,
  query: Readonly<Record<string, string>>,
  members: PageMembers,
): AsyncGenerator<readonly Entry[]> {
  let token: string | undefined;
  do {
    const text = new URLSearchParams({ ...query, ...(token !== undefined && { token }) }).toString();
    const answer = await server.call<Readonly<Record<string, unknown>>>({
      service: "ohmstead",
      method: "GET",
      path: `${path}?${text}`,
    });
    yield answer[members.entries] as readonly Entry[];
    token = answer[members.next] as string | undefined;
  } while (token !== undefined);
}
