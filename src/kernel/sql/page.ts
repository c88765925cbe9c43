/** Cuts rows that were read one beyond the limit into a page and the place where the next one begins. */

export interface Page<Item, Position> {
  readonly items: readonly Item[];
  /** Where to go on, or undefined on the last page. */
  readonly next: Position | undefined;
}

/** `rows` holds up to `limit + 1` rows in order; `position` names the place of the page's last row. */
export function pageOf<Item, Position>(
  rows: readonly Item[],
  limit: number,
  position: (last: Item) => Position,
): Page<Item, Position> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? position(last) : undefined };
}
