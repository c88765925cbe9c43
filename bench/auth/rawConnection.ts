/** A keep-alive connection that speaks HTTP/1.1 in ready-made texts, so that the load generator costs next to nothing. */

import { connect, type Socket } from "node:net";

export interface RawConnection {
  /** Sends one request and waits for its answer, whatever it is. */
  exchange(request: string): Promise<RawAnswer>;
  /** The same. @throws Error with the body of any answer but 200 */
  send(request: string): Promise<string>;
  close(): void;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

interface Waiting {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The text of a POST of `body`, which must be ASCII. */
export function requestText(url: string, operation: string, body: unknown): string {
  const text = JSON.stringify(body);
  const head = [
    "POST / HTTP/1.1",
    `host: ${new URL(url).host}`,
    "content-type: application/x-amz-json-1.1",
    `x-amz-target: AWSCognitoIdentityProviderService.${operation}`,
    `content-length: ${text.length}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${text}`;
}

export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true).setEncoding("latin1");
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve).once("error", reject);
  });
  return speakOn(socket);
}

function speakOn(socket: Socket): RawConnection {
  let waiting: Waiting | undefined;
  let received = "";
  const fail = (reason: string): void => {
    waiting?.reject(new Error(reason));
    waiting = undefined;
  };
  socket.on("data", (chunk: string) => {
    received += chunk;
    const answer = wholeAnswer(received);
    if (!answer || !waiting) return;
    received = "";
    const { resolve } = waiting;
    waiting = undefined;
    resolve(answer);
  });
  socket.on("error", (error) => fail(error.message));
  socket.on("close", () => fail("The server closed the connection."));
  const exchange = (request: string): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(request, "latin1");
    });
  return {
    exchange,
    async send(request) {
      const { status, body } = await exchange(request);
      if (status !== 200) throw new Error(`${status} ${body}`);
      return body;
    },
    close: () => socket.destroy(),
  };
}

function wholeAnswer(text: string): RawAnswer | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
  if (length === undefined) throw new Error("An answer without content-length cannot be read here.");
  const body = text.slice(end + 4);
  return body.length < Number(length) ? undefined : { status: Number(text.slice(9, 12)), body };
}
