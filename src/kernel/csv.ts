/** Comma-separated values (RFC 4180), read piece by piece and written line by line. */

export interface CsvRecord {
  readonly fields: readonly string[];
  /** Line the record begins in, counted from 1. */
  readonly line: number;
}

export interface CsvReader {
  /** Records that are complete with this piece. */
  read(piece: string): CsvRecord[];
  /** The last record, when the text does not end with a line break. @throws Error for a quote that is never closed */
  end(): CsvRecord[];
}

/** Quotes may hold commas, line breaks and doubled quotes. Lines without a character are no records. */
export function createCsvReader(): CsvReader {
  let fields: string[] = [];
  let field = "";
  /** A quote within quotes may be the closing one or the first of two: the next character tells. */
  let state: "plain" | "quoted" | "quote" = "plain";
  let line = 1;
  let begun = 1;
  let isEmpty = true;

  function endRecord(records: CsvRecord[]): void {
    if (!isEmpty) records.push({ fields: [...fields, field], line: begun });
    fields = [];
    field = "";
    state = "plain";
    isEmpty = true;
  }

  function take(character: string, records: CsvRecord[]): void {
    if (isEmpty) begun = line;
    if (state === "quote" && character === '"') {
      field += character;
      state = "quoted";
    } else if (state === "quoted") {
      if (character === '"') state = "quote";
      else field += character;
    } else if (character === ",") {
      fields.push(field);
      field = "";
      state = "plain";
      isEmpty = false;
    } else if (character === "\n") {
      endRecord(records);
    } else if (character !== "\r") {
      isEmpty = false;
      if (character === '"' && field === "") state = "quoted";
      else field += character;
    }
    if (character === "\n") line += 1;
  }

  return {
    read(piece) {
      const records: CsvRecord[] = [];
      for (const character of piece) take(character, records);
      return records;
    },
    end() {
      if (state === "quoted") throw new Error(`The quote in the record of line ${begun} is never closed.`);
      const records: CsvRecord[] = [];
      endRecord(records);
      return records;
    },
  };
}

/** All records of a whole text. @throws Error for a quote that is never closed */
export function readCsv(text: string): CsvRecord[] {
  const reader = createCsvReader();
  return [...reader.read(text), ...reader.end()];
}

/** One line, without a line break at its end. */
export function csvLine(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}
