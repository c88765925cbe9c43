/** Lines of a schema by which its writer gives up data that a change would lose. */

const line = /^[ \t]*#[ \t]*allow-loss:[ \t]*(model|field|key)[ \t]+([\w.]+)[ \t]*$/gm;

/** What may be lost: `model Todo`, `field Todo.title`, `key Todo`. */
export function consentsIn(sdl: string): ReadonlySet<string> {
  return new Set([...sdl.matchAll(line)].map(([, kind, name]) => `${kind} ${name}`));
}

/** The line that gives something up. */
export function consentLine(consent: string): string {
  return `# allow-loss: ${consent}`;
}
