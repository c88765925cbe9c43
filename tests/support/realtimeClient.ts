/** A bare websocket that speaks AppSync's realtime protocol word by word, whatever the words. */

import { once } from "node:events";
import { WebSocket } from "ws";

export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly errorType: string; readonly message: string; readonly errorCode?: number }[];
    readonly connectionTimeoutMs?: number;
  };
}

export interface Style {
  readonly protocols: readonly string[];
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string>>;

/** aws-amplify 6 and Flutter: credentials in a second subprotocol. */
export function inSubprotocol(credentials: Headers): Style {
  return { protocols: ["graphql-ws", `header-${Buffer.from(JSON.stringify(credentials)).toString("base64url")}`] };
}

/** aws-amplify 5, aws-appsync and old mobile clients: credentials in the query string. */
export function inQuery(credentials: Headers): Style {
  const header = encodeURIComponent(Buffer.from(JSON.stringify(credentials)).toString("base64"));
  return { protocols: ["graphql-ws"], query: `?header=${header}&payload=e30=` };
}

/** Android and Swift: credentials are headers of the upgrade itself. */
export function inHeaders(credentials: Headers): Style {
  const { host: _host, ...headers } = credentials;
  return { protocols: ["graphql-ws"], headers };
}

export class RealtimeClient {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  closeCode: number | undefined;
  #heard: (() => void)[] = [];
  #read = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => {
      this.messages.push(JSON.parse((data as Buffer).toString("utf8")) as Message);
      this.#wake();
    });
    socket.on("close", (code) => {
      this.closeCode = code;
      this.#wake();
    });
    socket.on("error", () => undefined);
  }

  /** Opens the socket and says nothing. @param endpoint of the API, http or https */
  static async open(endpoint: string, style: Style, ca?: string): Promise<RealtimeClient> {
    const url = `${endpoint.replace(/^http/, "ws")}/realtime${style.query ?? ""}`;
    const options = { headers: { ...style.headers }, ...(ca === undefined ? {} : { ca }) };
    const socket = new WebSocket(url, [...style.protocols], options);
    const client = new RealtimeClient(socket);
    await once(socket, "open");
    return client;
  }

  /** Opens the socket and waits for the acknowledgement. */
  static async connect(endpoint: string, style: Style, ca?: string): Promise<RealtimeClient> {
    const client = await RealtimeClient.open(endpoint, style, ca);
    client.send({ type: "connection_init" });
    const ack = await client.next();
    if (ack.type !== "connection_ack") throw new Error(`No acknowledgement but ${JSON.stringify(ack)}`);
    return client;
  }

  send(message: object | string): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Sends a start message. */
  start(id: string, query: string, authorization: Headers, variables: object = {}): void {
    const data = JSON.stringify({ query, variables });
    this.send({ id, type: "start", payload: { data, extensions: { authorization } } });
  }

  /** Starts and waits for the answer, which must be an acknowledgement. */
  async subscribe(id: string, query: string, authorization: Headers, variables: object = {}): Promise<void> {
    this.start(id, query, authorization, variables);
    const answer = await this.next();
    if (answer.type !== "start_ack" || answer.id !== id) throw new Error(`Not started: ${JSON.stringify(answer)}`);
  }

  /** The next message that was not read yet; keep-alives are skipped. Throws when the socket closes or none comes. */
  async next(timeoutMs = 10_000): Promise<Message> {
    const message = await this.#next(timeoutMs);
    return message.type === "ka" ? this.next(timeoutMs) : message;
  }

  /** Messages nobody read, after a moment for more to come. */
  async rest(waitMs = 100): Promise<readonly Message[]> {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const rest = this.messages.slice(this.#read).filter(({ type }) => type !== "ka");
    this.#read = this.messages.length;
    return rest;
  }

  async closed(timeoutMs = 10_000): Promise<number> {
    const end = performance.now() + timeoutMs;
    while (this.closeCode === undefined) {
      if (performance.now() > end) throw new Error("The socket did not close.");
      await this.#change(end - performance.now());
    }
    return this.closeCode;
  }

  close(): void {
    this.socket.close();
  }

  async #next(timeoutMs: number): Promise<Message> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const message = this.messages[this.#read];
      if (message !== undefined) {
        this.#read += 1;
        return message;
      }
      if (this.closeCode !== undefined) throw new Error(`The socket was closed with ${this.closeCode}.`);
      if (performance.now() > end) throw new Error("No message came.");
      await this.#change(end - performance.now());
    }
  }

  #change(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, timeoutMs));
      this.#heard.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    const heard = this.#heard;
    this.#heard = [];
    for (const each of heard) each();
  }
}
