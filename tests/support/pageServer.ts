/** Serves one module as a page, with the packages it imports, by the server that the test runner brings along. */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createViteServer } from "vitest/node";

const root = join(import.meta.dirname, "../..");

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param packages made ready before the page asks for them, which would otherwise load twice */
export async function servePage(module: string, packages: readonly string[]): Promise<PageServer> {
  const cacheDir = mkdtempSync(join(tmpdir(), "ohmstead-page-"));
  const html = `<!doctype html><title>Page of a test</title><script type="module" src="/@fs${module}"></script>`;
  const server = await createViteServer({
    root,
    cacheDir,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { entries: [module], include: [...packages] },
    server: {
      host: "127.0.0.1",
      port: 0,
      hmr: false,
      watch: null,
      fs: { allow: [root, realpathSync(join(root, "node_modules")), cacheDir] },
    },
    plugins: [
      {
        name: "page",
        configureServer: ({ middlewares }) => {
          middlewares.use((req, res, next) => {
            if (req.url !== "/") {
              next();
              return;
            }
            res.writeHead(200, { "content-type": "text/html" }).end(html);
          });
        },
      },
    ],
  });
  await server.listen();
  const address = server.httpServer?.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      await server.close();
      rmSync(cacheDir, { recursive: true, force: true });
    },
  };
}
