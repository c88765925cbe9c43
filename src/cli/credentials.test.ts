/** The root key is found in the file the server writes. */

import { expect, test } from "vitest";
import { parseCredentials } from "./credentials.ts";

test("reads profile ohmstead among others", () => {
  const text =
    "[default]\naws_access_key_id = AKIAOTHER\n\n[ohmstead]\naws_access_key_id = AKIAONE\naws_secret_access_key=s/e+c=\n[x]\n";
  expect(parseCredentials(text, "file")).toEqual({ accessKeyId: "AKIAONE", secretAccessKey: "s/e+c=", origin: "file" });
});

test.each([
  "",
  "[ohmstead]\n",
  "[ohmstead]\naws_access_key_id = A\n",
  "[other]\naws_access_key_id = A\naws_secret_access_key = b\n",
])("finds nothing in %j", (text) => {
  expect(parseCredentials(text, "file")).toBeUndefined();
});
