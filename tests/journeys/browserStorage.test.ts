/** Unmodified aws-amplify 6 stores files from a real browser: what only browsers do, such as progress, files and XMLHttpRequest across origins. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allPermissions, useStorage } from "../sdk/storage/support.ts";
import { type Backend, password } from "../support/authBackends.ts";
import { type Browser, findBrowser, openBrowser, type Page } from "../support/browser.ts";
import { type PageServer, servePage } from "../support/pageServer.ts";
import { printedConfig } from "../support/printedConfig.ts";

const MEBIBYTE = 1024 * 1024;
const found = findBrowser();
if ("missing" in found) console.log(`storage in a browser is skipped: ${found.missing}`);

describe.skipIf("missing" in found)("in Chromium", () => {
  const storage = useStorage();
  let backend: Backend;
  let bucket = "";
  let pages: PageServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if ("missing" in found) return;
    const { server } = storage.clients();
    backend = await storage.withPeople();
    bucket = await storage.makeStorage(backend, {
      Permissions: { Authenticated: [...allPermissions], UnAuthenticated: ["READ"] },
    });
    await storage.member(backend, "anna");
    pages = await servePage(join(import.meta.dirname, "./storagePage.ts"), [
      "aws-amplify",
      "aws-amplify/auth",
      "aws-amplify/storage",
      "aws-amplify/utils",
    ]);
    browser = await openBrowser(found.program, readFileSync(join(server.data, "tls/leaf.pem"), "utf8"));
    page = await browser.open(pages.url);
    await page.call("page.configure", printedConfig(server, backend, "amplify-outputs"), `${server.httpsUrl}/`);
    await page.call("page.signIn", "anna", password);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await pages?.stop();
  });

  /** SHA-256 of what the server has. */
  async function stored(Key: string): Promise<string> {
    const { Body } = await storage.root().getObject({ Bucket: bucket, Key });
    return createHash("sha256")
      .update((await Body?.transformToByteArray()) ?? new Uint8Array())
      .digest("hex");
  }

  const whole = (size: number) => ({ grows: true, last: { transferredBytes: size, totalBytes: size } });

  test("uploads and downloads tell how far they are, in one piece and in parts", async () => {
    for (const size of [3 * MEBIBYTE, 50_000_000]) {
      const path = `public/browser/${size}`;
      const up = (await page.call("page.upload", path, size)) as { sha256: string };
      expect(up).toMatchObject(whole(size));
      expect(await stored(path)).toBe(up.sha256);
      const down = await page.call("page.download", path);
      expect(down).toMatchObject({ ...whole(size), sha256: up.sha256 });
    }
  });

  test("an upload is paused, stands still, and goes on where it was", async () => {
    await page.slowUploads(20 * MEBIBYTE);
    const size = 30 * MEBIBYTE;
    const done = (await page.call("page.pauseAndResume", "public/paused", size)) as { sha256: string };
    expect(done).toMatchObject({ state: "PAUSED", silent: true, ended: "SUCCESS", last: whole(size).last });
    expect(await stored("public/paused")).toBe(done.sha256);
  });

  test("a cancelled upload leaves no object and no parts; a cancelled download ends", async () => {
    expect(await page.call("page.cancel", "public/cancelled", 30 * MEBIBYTE)).toBe(true);
    const uploads = async () => (await storage.root().listMultipartUploads({ Bucket: bucket })).Uploads ?? [];
    await expect.poll(uploads, { timeout: 5000 }).toEqual([]);
    await expect(storage.root().headObject({ Bucket: bucket, Key: "public/cancelled" })).rejects.toMatchObject({
      name: "NotFound",
    });
    expect(await page.call("page.cancelDownload", "public/paused")).toBe(true);
  });

  test("links write and read, folders are listed and removed", async () => {
    const { port } = new URL(storage.clients().server.url);
    const host = `${bucket}.s3.us-east-1.localhost:${port}`;
    expect(await page.call("page.links", "public/by link.txt")).toEqual({ status: 200, text: "by link", host });
    expect(await page.call("page.folder", "public/folder/")).toEqual({
      items: ["public/folder/a", "public/folder/b ü"],
      folders: ["public/folder/deep/"],
      left: 0,
    });
  });

  test("a guest reads and is refused to write", async () => {
    await page.call("page.signOut");
    expect(await page.call("page.refusal", "public/by guest")).toBe("AccessDenied");
    expect(await page.call("page.download", "public/by link.txt")).toMatchObject({ last: { transferredBytes: 7 } });
  });

  test("every request of storage went to the bucket's own host, over https with the wildcard certificate", () => {
    const { port } = new URL(storage.clients().server.url);
    const ours = page.fetched().filter(({ host }) => host.includes(".s3."));
    const methods = new Set(ours.map(({ method }) => method));
    expect(methods).toEqual(new Set(["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE"]));
    for (const { host, names, issuer } of ours) {
      expect(host).toBe(`${bucket}.s3.us-east-1.localhost:${port}`);
      expect(names).toContain("*.s3.us-east-1.localhost");
      expect(issuer).toContain("Ohmstead");
    }
  });
});
