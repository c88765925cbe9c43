/** Finds the users in a stream of JSON without holding it whole: JSON lines, arrays, and answers of ListUsers. */

export interface JsonObject {
  readonly text: string;
  /** Line the object begins in, counted from 1. */
  readonly line: number;
}

export interface JsonObjects {
  /** Objects that are complete with this piece. */
  read(piece: string): JsonObject[];
  /** @throws Error when an object is still open, or what was read is no JSON of users */
  end(): void;
}

/** Members of an answer that hold its users. */
const listMember = "Users";

/** Where we are outside of a user: nowhere yet, in a bare array, in an answer's list, or in an answer beside its list. */
type Place = "outside" | "array" | "list" | "answer";

/** Brackets and quotes alone are looked at; whether an object is good JSON shows when it is parsed. */
export function createJsonObjects(): JsonObjects {
  let place: Place = "outside";
  /** Brackets open within the object being collected, and within what an answer has beside its list. */
  let depth = 0;
  let beside = 0;
  let text = "";
  let begun = 1;
  let line = 1;
  let isText = false;
  let isEscaped = false;
  /** The last whole text, which before a colon is a member's name. */
  let word = "";

  function open(bracket: string): void {
    if (depth === 1 && bracket === "[" && place === "outside" && word === listMember) {
      // What holds the list of users is no user itself.
      place = "list";
      depth = 0;
      text = "";
    } else if (depth === 0 && place === "answer") beside += 1;
    else if (depth === 0 && place === "outside" && bracket === "[") place = "array";
    else {
      if (depth === 0) begun = line;
      depth += 1;
    }
  }

  function close(bracket: string, found: JsonObject[]): void {
    if (depth > 0) {
      depth -= 1;
      if (depth > 0) return;
      found.push({ text: text + bracket, line: begun });
      text = "";
    } else if (place === "list") place = "answer";
    else if (place === "answer" && beside > 0) beside -= 1;
    else place = "outside";
  }

  function takeText(character: string): void {
    if (isEscaped) isEscaped = false;
    else if (character === "\\") isEscaped = true;
    else if (character === '"') isText = false;
    if (isText) word += character;
  }

  function take(character: string, found: JsonObject[]): void {
    if (isText) takeText(character);
    else if (character === '"') {
      isText = true;
      word = "";
    } else if (character === "{" || character === "[") open(character);
    else if (character === "}" || character === "]") close(character, found);
    if (depth > 0) text += character;
    if (character === "\n") line += 1;
  }

  return {
    read(piece) {
      const found: JsonObject[] = [];
      for (const character of piece) take(character, found);
      return found;
    },
    end() {
      if (depth > 0) throw new Error(`The object that begins in line ${begun} is not closed.`);
      if (place !== "outside" || isText) throw new Error("The JSON ends before it is complete.");
    },
  };
}
