/** The three subscriptions of a device: what others change arrives as events. */

import { WebSocket } from "ws";
import { noteFields, type Note, type NotesApi } from "../support/versionedNotes.ts";

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data?: Readonly<Record<string, Note>>; readonly errors?: unknown };
}

const fields = ["onCreateNote", "onUpdateNote", "onDeleteNote"];

export class Live {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Answers once all three are acknowledged. Throws when the server refuses or goes away before. */
  static async open(url: string, api: NotesApi, hear: (note: Note) => void, lost: () => void): Promise<Live> {
    const credentials = { host: new URL(url).host, "x-api-key": api.key };
    const header = `header-${Buffer.from(JSON.stringify(credentials)).toString("base64url")}`;
    const endpoint = `${url.replace(/^http/, "ws")}/graphql/${api.apiId}/realtime`;
    const socket = new WebSocket(endpoint, ["graphql-ws", header]);
    await new Promise<void>((resolve, reject) => {
      let acknowledged = 0;
      socket.on("open", () => socket.send('{"type":"connection_init"}'));
      socket.on("error", reject);
      socket.on("close", () => {
        reject(new Error("closed"));
        lost();
      });
      socket.on("message", (data: Buffer) => {
        const { type, payload } = JSON.parse(data.toString("utf8")) as Message;
        if (type === "connection_ack") for (const field of fields) socket.send(start(field, credentials));
        else if (type === "start_ack" && (acknowledged += 1) === fields.length) resolve();
        else if (type === "data") for (const note of Object.values(payload?.data ?? {})) hear(note);
        else if (type.endsWith("error")) reject(new Error(JSON.stringify(payload)));
      });
    });
    return new Live(socket);
  }

  close(): void {
    this.#socket.removeAllListeners("message");
    this.#socket.terminate();
  }
}

function start(field: string, authorization: object): string {
  const data = JSON.stringify({ query: `subscription { ${field} { ${noteFields} } }`, variables: {} });
  return JSON.stringify({ id: field, type: "start", payload: { data, extensions: { authorization } } });
}
