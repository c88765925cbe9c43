/** Unmodified aws-amplify 6 stores files: configured by what `ohmstead config` prints, as a guest and signed in, each access level allowed and refused. */

import { randomBytes } from "node:crypto";
import { Amplify } from "aws-amplify";
import { fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import { copy, downloadData, getProperties, getUrl, list, remove, uploadData } from "aws-amplify/storage";
import { parseAmplifyConfig } from "aws-amplify/utils";
import { beforeAll, describe, expect, test } from "vitest";
import { forgetSignIn } from "../support/amplifyClient.ts";
import { type Backend, password } from "../support/authBackends.ts";
import { provideFileReader } from "../support/fileReader.ts";
import { trustLocalNames } from "../support/localNames.ts";
import { printedConfig } from "../support/printedConfig.ts";
import { allPermissions, useStorage } from "../sdk/storage/support.ts";

const MEBIBYTE = 1024 * 1024;
const storage = useStorage();
let backend: Backend;
let bucket = "";

beforeAll(async () => {
  backend = await storage.withPeople();
  bucket = await storage.makeStorage(backend, {
    Permissions: { Authenticated: [...allPermissions], UnAuthenticated: ["READ"] },
  });
  for (const name of ["anna", "bert"]) await storage.member(backend, name);
  trustLocalNames(storage.clients().server.data);
  provideFileReader();
  configure("amplify-outputs");
}, 60_000);

/** The configuration as `ohmstead config` prints it; only the endpoints of sign-in are added, for which no form has a place. */
function configure(format: "amplify-outputs" | "aws-exports"): void {
  const { server } = storage.clients();
  const { url } = server;
  const config = parseAmplifyConfig(printedConfig(server, backend, format));
  if (!config.Auth) throw new Error("the configuration has no auth");
  const endpoints = { userPoolEndpoint: `${url}/`, identityPoolEndpoint: `${url}/`, allowGuestAccess: true };
  Object.assign(config.Auth.Cognito, endpoints);
  Amplify.configure(config);
}

async function as(name: "anna" | "bert" | "guest"): Promise<string> {
  await forgetSignIn();
  if (name !== "guest") await signIn({ username: name, password });
  return (await fetchAuthSession({ forceRefresh: true })).identityId ?? "";
}

const put = (path: string, data: string | Uint8Array<ArrayBuffer>, options: object = {}) =>
  uploadData({ path, data: typeof data === "string" ? data : new Blob([data]), options }).result;
const get = async (path: string, options: object = {}) =>
  Buffer.from(await (await (await downloadData({ path, options }).result).body.blob()).arrayBuffer());
const refused = (work: PromiseLike<unknown>) =>
  expect(Promise.resolve(work)).rejects.toMatchObject({ name: "AccessDenied" });
const missing = (path: string) => expect(getProperties({ path })).rejects.toMatchObject({ name: "NotFound" });

describe.each(["amplify-outputs", "aws-exports"] as const)("%s", (format) => {
  test("the region form leads the library here, over https and by the bucket's own host", async () => {
    configure(format);
    await as("anna");
    await put("public/by-config.txt", format);
    expect((await get("public/by-config.txt")).toString()).toBe(format);
    const { url } = await getUrl({ path: "public/by-config.txt" });
    const { port } = new URL(storage.clients().server.url);
    expect(url.host).toBe(`${bucket}.s3.us-east-1.localhost:${port}`);
  });
});

describe("signed in", () => {
  test("puts, describes, reads and removes an object with type, metadata and headers", async () => {
    await as("anna");
    const options = {
      contentType: "text/plain",
      metadata: { author: "anna" },
      contentDisposition: "attachment",
      contentEncoding: "identity",
    };
    const done = await put("public/note é+&.txt", "hello", options);
    expect(done).toMatchObject({ path: "public/note é+&.txt", eTag: '"5d41402abc4b2a76b9719d911017c592"' });
    expect(await getProperties({ path: "public/note é+&.txt" })).toMatchObject({
      size: 5,
      contentType: "text/plain",
      metadata: { author: "anna" },
      eTag: '"5d41402abc4b2a76b9719d911017c592"',
    });
    expect((await get("public/note é+&.txt")).toString()).toBe("hello");
    expect((await get("public/note é+&.txt", { bytesRange: { start: 1, end: 3 } })).toString()).toBe("ell");
    await remove({ path: "public/note é+&.txt" });
    await missing("public/note é+&.txt");
  });

  // Progress is told by browsers only: browserStorage.test.ts has it.
  test("uploads 50 MB in parts, and reads it back byte for byte, whole and by range", async () => {
    await as("anna");
    const data = randomBytes(50_000_000);
    const done = await put("public/big.bin", data);
    expect(done.eTag).toMatch(/^"[0-9a-f]{32}-10"$/);
    expect((await get("public/big.bin")).equals(data)).toBe(true);
    const range = { start: 5 * MEBIBYTE - 10, end: 5 * MEBIBYTE + 10 };
    const across = await get("public/big.bin", { bytesRange: range });
    expect(across.equals(data.subarray(range.start, range.end + 1))).toBe(true);
  }, 120_000);

  test("pauses, resumes and cancels an upload", async () => {
    await as("anna");
    const data = randomBytes(30 * MEBIBYTE);
    const paused = uploadData({ path: "public/paused.bin", data: new Blob([data]) });
    await new Promise((resolve) => setTimeout(resolve, 150));
    paused.pause();
    expect(paused.state).toBe("PAUSED");
    await new Promise((resolve) => setTimeout(resolve, 300));
    paused.resume();
    await paused.result;
    expect((await get("public/paused.bin")).equals(data)).toBe(true);

    const open = async () =>
      (await storage.root().listMultipartUploads({ Bucket: bucket, Prefix: "public/cancelled" })).Uploads ?? [];
    const cancelled = uploadData({ path: "public/cancelled.bin", data: new Blob([data]) });
    // The library aborts only an upload whose id it has been told: there is a part of it, then.
    const parts = async () => {
      const [upload] = await open();
      if (!upload) return 0;
      const { Key, UploadId } = upload;
      return (await storage.root().listParts({ Bucket: bucket, Key, UploadId })).Parts?.length ?? 0;
    };
    await expect.poll(parts, { timeout: 5000, interval: 5 }).toBeGreaterThan(0);
    cancelled.cancel();
    await expect(cancelled.result).rejects.toMatchObject({ name: "CanceledError" });
    await expect.poll(open, { timeout: 5000 }).toEqual([]);
    await missing("public/cancelled.bin");
  }, 120_000);

  test("does not overwrite what is there when told so, in one piece and in parts", async () => {
    await as("anna");
    await put("public/once.txt", "first", { preventOverwrite: true });
    await expect(put("public/once.txt", "second", { preventOverwrite: true })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    await expect(put("public/once.txt", randomBytes(6 * MEBIBYTE), { preventOverwrite: true })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    expect((await get("public/once.txt")).toString()).toBe("first");
  });

  test("lists by page and whole, with and without what lies in subfolders", async () => {
    await as("anna");
    const paths = Array.from({ length: 25 }, (_, n) => `public/list/${String(n).padStart(2, "0")}`);
    await Promise.all(
      [...paths, "public/list/deep/a", "public/list/deep/b", "public/list/deeper/c"].map((path) => put(path, "x")),
    );
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await list({ path: "public/list/", options: { pageSize: 10, ...(nextToken && { nextToken }) } });
      seen.push(...page.items.map((item) => item.path));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual([...paths, "public/list/deep/a", "public/list/deep/b", "public/list/deeper/c"]);
    const shallow = await list({
      path: "public/list/",
      options: { listAll: true, subpathStrategy: { strategy: "exclude" } },
    });
    expect(shallow.items.map((item) => item.path)).toEqual(paths);
    expect(shallow.excludedSubpaths).toEqual(["public/list/deep/", "public/list/deeper/"]);
  });

  test("copies an object, and removes a folder with all in it", async () => {
    const identity = await as("anna");
    await put("public/folder/a", "to copy");
    const to = `private/${identity}/copy ü+.txt`;
    await copy({ source: { path: "public/folder/a" }, destination: { path: to } });
    expect((await get(to)).toString()).toBe("to copy");
    await Promise.all(Array.from({ length: 12 }, (_, n) => put(`public/folder/x/${n} & <b>`, "x")));
    await remove({ path: "public/folder/" });
    expect((await list({ path: "public/folder/", options: { listAll: true } })).items).toEqual([]);
    expect((await get(to)).toString()).toBe("to copy");
  });

  test("gives addresses that read and write without credentials until they expire", async () => {
    await as("anna");
    await put("public/shared.txt", "shared");
    const read = await getUrl({
      path: "public/shared.txt",
      options: { expiresIn: 60, contentDisposition: { type: "attachment", filename: "my file.txt" } },
    });
    const answer = await fetch(read.url);
    expect(await answer.text()).toBe("shared");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    const write = await getUrl({ path: "public/written.txt", options: { method: "PUT", expiresIn: 60 } });
    expect((await fetch(write.url, { method: "PUT", body: "by address" })).status).toBe(200);
    expect((await get("public/written.txt")).toString()).toBe("by address");
    expect((await fetch(read.url, { method: "PUT", body: "no" })).status).toBe(403);
    const tampered = new URL(read.url);
    tampered.pathname = tampered.pathname.replace("shared.txt", "written.txt");
    expect((await fetch(tampered)).status).toBe(403);
    const validated = getUrl({ path: "public/nobody.txt", options: { validateObjectExistence: true } });
    await expect(validated).rejects.toMatchObject({ name: "NotFound" });
  });

  test("access levels: everything in one's own, reading in what others protect, nothing in what is private to them", async () => {
    const anna = await as("anna");
    for (const level of ["protected", "private"]) {
      await put(`${level}/${anna}/mine.txt`, level);
      expect((await get(`${level}/${anna}/mine.txt`)).toString()).toBe(level);
    }
    await as("bert");
    expect((await get(`protected/${anna}/mine.txt`)).toString()).toBe("protected");
    expect((await list({ path: `protected/${anna}/` })).items).toHaveLength(1);
    await refused(put(`protected/${anna}/mine.txt`, "theirs"));
    await refused(remove({ path: `protected/${anna}/mine.txt` }));
    await refused(get(`private/${anna}/mine.txt`));
    await refused(list({ path: `private/${anna}/` }));
    await refused(put(`private/${anna}/planted.txt`, "theirs"));
    await refused(list({ path: "" }));
    await as("anna");
    expect((await get(`protected/${anna}/mine.txt`)).toString()).toBe("protected");
    for (const level of ["protected", "private"]) await remove({ path: `${level}/${anna}/mine.txt` });
    expect((await list({ path: `private/${anna}/mine` })).items).toEqual([]);
  });

  test("the older calls by key and access level reach the same objects", async () => {
    const anna = await as("anna");
    await uploadData({ key: "old.txt", data: "guest level" }).result;
    expect((await get("public/old.txt")).toString()).toBe("guest level");
    await uploadData({ key: "old.txt", data: "mine", options: { accessLevel: "private" } }).result;
    expect((await get(`private/${anna}/old.txt`)).toString()).toBe("mine");
    const { items } = await list({ prefix: "", options: { accessLevel: "private", listAll: true } });
    expect(items.map(({ key }) => key)).toContain("old.txt");
  });
});

describe("a guest", () => {
  test("reads public and protected objects and changes nothing while guests may only read", async () => {
    const anna = await as("anna");
    await put("public/open.txt", "open");
    await put(`protected/${anna}/seen.txt`, "seen");
    await signOut();
    const guest = await as("guest");
    expect(guest).not.toBe(anna);
    expect((await get("public/open.txt")).toString()).toBe("open");
    expect((await get(`protected/${anna}/seen.txt`)).toString()).toBe("seen");
    await refused(put("public/open.txt", "mine"));
    await refused(remove({ path: "public/open.txt" }));
    await refused(put(`private/${guest}/x`, "x"));
    await refused(get(`private/${guest}/x`));
  });

  test("uploads in one piece and in parts, where guests may, at once after UpdateBackendStorage", async () => {
    await as("guest");
    await refused(put("public/guest.txt", "x"));
    const Permissions = { Authenticated: [...allPermissions], UnAuthenticated: [...allPermissions] };
    expect(await storage.updateStorage(backend, { Permissions })).toBe("");
    await put("public/guest.txt", "from a guest");
    const data = randomBytes(12 * MEBIBYTE);
    await put("public/guest.bin", data);
    expect((await get("public/guest.bin")).equals(data)).toBe(true);
    await remove({ path: "public/guest.txt" });
    await missing("public/guest.txt");
  });
});
