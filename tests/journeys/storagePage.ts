/** The page that browserStorage.test.ts opens: what an app does with files in a browser, by the unmodified library. */

import { Amplify } from "aws-amplify";
import { fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import { downloadData, getUrl, isCancelError, list, remove, uploadData } from "aws-amplify/storage";
import { parseAmplifyConfig } from "aws-amplify/utils";

/** Bytes that no two places have alike, so that parts in the wrong order are seen. */
function fileOf(size: number): File {
  const numbers = new Uint32Array(Math.ceil(size / 4));
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = Math.imul(index + size, 2654435761);
  return new File([new Uint8Array(numbers.buffer, 0, size)], "file.bin", { type: "application/octet-stream" });
}

async function sha256(bytes: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Progress {
  readonly transferredBytes: number;
  readonly totalBytes?: number | undefined;
}

/** What progress told: how often, whether it ever went back, and the last it said. */
class Told {
  readonly events: Progress[] = [];
  readonly hear = (event: Progress): void => {
    this.events.push(event);
  };

  get summary() {
    const counts = this.events.map(({ transferredBytes }) => transferredBytes);
    const grows = counts.every((count, index) => count >= (counts[index - 1] ?? 0));
    return { grows, last: this.events.at(-1), many: counts.length > 3 };
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Begins an upload and waits until it is under way. */
async function begun(path: string, size: number) {
  const data = fileOf(size);
  const told = new Told();
  const underWay = Promise.withResolvers<void>();
  const onProgress = (event: Progress): void => {
    told.hear(event);
    if (event.transferredBytes > size / 4) underWay.resolve();
  };
  const task = uploadData({ path, data, options: { onProgress } });
  await Promise.race([underWay.promise, task.result]);
  return { data, told, task };
}

/** Whether it ended as the library tells of what was cancelled. */
const cancelled = (result: Promise<unknown>): Promise<boolean> => result.then(() => false, isCancelError);

const page = {
  configure(outputs: Record<string, unknown>, endpoint: string): void {
    const config = parseAmplifyConfig(outputs);
    if (!config.Auth) throw new Error("the configuration has no auth");
    // The one thing for which the configuration has no place.
    Object.assign(config.Auth.Cognito, {
      userPoolEndpoint: endpoint,
      identityPoolEndpoint: endpoint,
      allowGuestAccess: true,
    });
    Amplify.configure(config);
  },

  async signIn(username: string, password: string) {
    await signIn({ username, password });
    return (await fetchAuthSession()).identityId;
  },

  signOut: () => signOut(),

  async upload(path: string, size: number) {
    const data = fileOf(size);
    const told = new Told();
    const { eTag } = await uploadData({ path, data, options: { onProgress: told.hear } }).result;
    return { eTag, sha256: await sha256(data), ...told.summary };
  },

  async pauseAndResume(path: string, size: number) {
    const { data, told, task } = await begun(path, size);
    task.pause();
    const { state } = task;
    // Requests that were under way may still have been told of.
    await pause(200);
    const before = told.events.length;
    await pause(500);
    const silent = told.events.length === before;
    task.resume();
    await task.result;
    return { state, silent, ended: task.state, sha256: await sha256(data), last: told.events.at(-1) };
  },

  async cancel(path: string, size: number) {
    const { task } = await begun(path, size);
    task.cancel();
    return cancelled(task.result);
  },

  async download(path: string) {
    const told = new Told();
    const { body } = await downloadData({ path, options: { onProgress: told.hear } }).result;
    return { sha256: await sha256(await body.blob()), ...told.summary };
  },

  async cancelDownload(path: string) {
    const task = downloadData({ path, options: { onProgress: () => task.cancel() } });
    return cancelled(task.result);
  },

  async links(path: string) {
    const put = await getUrl({ path, options: { method: "PUT", expiresIn: 60 } });
    const { status } = await fetch(put.url, { method: "PUT", body: "by link" });
    const get = await getUrl({ path, options: { expiresIn: 60 } });
    return { status, text: await (await fetch(get.url)).text(), host: get.url.host };
  },

  async folder(path: string) {
    for (const name of ["a", "b ü", "deep/c"]) await uploadData({ path: path + name, data: name }).result;
    const options = { listAll: true, subpathStrategy: { strategy: "exclude" } } as const;
    const shallow = await list({ path, options });
    await remove({ path });
    const left = await list({ path, options: { listAll: true } });
    return {
      items: shallow.items.map((item) => item.path),
      folders: shallow.excludedSubpaths,
      left: left.items.length,
    };
  },

  async refusal(path: string) {
    return uploadData({ path, data: "x" }).result.then(
      () => "no error",
      (error: Error) => error.name,
    );
  },
};

Object.assign(globalThis, { page });
