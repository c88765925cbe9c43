/** What was worked out last, kept for the next who asks for the same: cheaper than a map where most ask for one thing in a row. */

/** `make`, called again only for another key than the last. Keys are compared by identity. A throw is not kept. */
export function latest<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  let known: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (known === undefined || known.key !== key) known = { key, value: make(key) };
    return known.value;
  };
}
