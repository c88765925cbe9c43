/** One header out of those a request came with, without making an object of all of them first. */

/**
 * The first value of a header, or undefined.
 * @param raw names and values in turn, as Node gives them in `rawHeaders`
 * @param name in lower case
 */
export function headerIn(raw: readonly string[], name: string): string | undefined {
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const given = raw[index];
    if (given !== undefined && given.length === name.length && given.toLowerCase() === name) return raw[index + 1];
  }
  return undefined;
}
