/** s3rver over a folder, with one bucket. */

import { createRequire } from "node:module";

const [folder = "", manifest = ""] = process.argv.slice(2);

interface S3rver {
  run(): Promise<{ readonly port: number }>;
}
type Make = new (options: object) => S3rver;

const make = createRequire(manifest)("s3rver") as Make;
const server = new make({
  port: 0,
  address: "127.0.0.1",
  silent: true,
  directory: folder,
  configureBuckets: [{ name: "bench" }],
});
const { port } = await server.run();
process.send?.(port);
