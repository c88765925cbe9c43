/** The ceiling: node:http and the disk work of a durable file store, and nothing else. */

import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const [folder = ""] = process.argv.slice(2);
let made = 0;

const fileOf = (request: IncomingMessage): string => join(folder, encodeURIComponent(request.url ?? ""));

async function put(request: IncomingMessage, response: ServerResponse): Promise<void> {
  made += 1;
  const temporary = join(folder, `.${made}`);
  await pipeline(request, createWriteStream(temporary, { flush: true }));
  await rename(temporary, fileOf(request));
  const directory = await open(folder);
  await directory.sync();
  await directory.close();
  response.writeHead(200, { "content-length": 0 }).end();
}

async function get(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = fileOf(request);
  const { size } = await stat(path);
  response.writeHead(200, { "content-length": size });
  await pipeline(createReadStream(path), response);
}

const server = createServer((request, response) => {
  (request.method === "PUT" ? put : get)(request, response).catch(() => response.destroy());
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address ? address.port : 0);
});
