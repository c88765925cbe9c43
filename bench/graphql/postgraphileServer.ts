/** The program behind postgraphile.ts: one argument, the database's address; tells its port to its parent. */

import { createServer, type RequestListener } from "node:http";
import { peerRequire } from "./peers.ts";

interface Postgraphile {
  readonly postgraphile: (url: string, schema: string, options: object) => RequestListener;
}
const { postgraphile } = peerRequire("postgraphile") as Postgraphile;

const server = createServer(
  postgraphile(process.argv[2] ?? "", "public", { disableQueryLog: true, graphiql: false, enableCors: false }),
);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" && address !== null ? address.port : 0);
});
