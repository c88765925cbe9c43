/** Comments of a schema that say what AmplifyBackend has no member for: `# <name>: <text>`, each on a line of its own. */

import type { Position } from "./model.ts";

export interface CommentLine {
  readonly position: Position;
  /** What is said after the colon, without blanks around it. */
  readonly text: string;
}

/** The lines of this name, in order. */
export function commentLines(sdl: string, name: string): readonly CommentLine[] {
  if (!sdl.includes(`${name}:`)) return [];
  const line = new RegExp(`^[ \\t]*#[ \\t]*${name}:[ \\t]*(.*?)[ \\t]*$`);
  return sdl.split(/\r\n|\r|\n/).flatMap((whole, at): readonly CommentLine[] => {
    const text = line.exec(whole)?.[1];
    return text === undefined ? [] : [{ position: { line: at + 1, column: whole.indexOf("#") + 1 }, text }];
  });
}
