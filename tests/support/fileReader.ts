/** The browser's FileReader as far as aws-amplify's storage reads files with it, for Node.js, which has none. */

/** Reads a Blob whole; events are told by the three handlers only. */
class BlobReader {
  result: ArrayBuffer | undefined;
  error: unknown;
  onload: (() => void) | undefined;
  onerror: (() => void) | undefined;
  onabort: (() => void) | undefined;

  readAsArrayBuffer(blob: Blob): void {
    blob.arrayBuffer().then(
      (bytes) => {
        this.result = bytes;
        return this.onload?.();
      },
      (error: unknown) => {
        this.error = error;
        this.onerror?.();
      },
    );
  }
}

export function provideFileReader(): void {
  Object.assign(globalThis, { FileReader: BlobReader });
}
