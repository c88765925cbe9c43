/** Faults are made in one file a plane, with codes the plane's clients know. */

import { expect, test } from "vitest";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { codeOnly } from "./codeOnly.ts";
import { read, sources } from "./tree.ts";

/** Codes outside the models that AWS's services answer all the same, each with the reason we do too. */
const BESIDE_THE_MODEL: Readonly<Record<string, string>> = {
  ValidationException: "AWS answers it when a job already runs; clients wait for it by this name",
  AccessDeniedException: "AWS answers it for every service when the key may not do this",
};

/** A fault made outside these is one that nobody finds again. */
const MAKERS = /^src\/(kernel\/wire\/|(\w+\/)+faults\.ts$)/;

test("planes make faults only in their faults.ts", () => {
  const strays = sources().filter((path) => !MAKERS.test(path) && /\bnew Fault\(/.test(codeOnly(read(path))));
  expect(strays).toEqual([]);
});

test("every code of the control plane is modelled, or has a reason not to be", () => {
  const codes = [...codeOnly(read("src/control/faults.ts")).matchAll(/"(\w+(?:Exception|Error))"/g)].map(
    (match) => match[1] ?? "",
  );
  const known = new Set([
    ...Object.keys(amplifyBackend.errors),
    ...Object.keys(amplify.errors),
    ...Object.keys(BESIDE_THE_MODEL),
  ]);
  expect(codes.length).toBeGreaterThan(3);
  expect(codes.filter((code) => !known.has(code))).toEqual([]);
});

test("nobody throws a bare text", () => {
  const strays = sources().filter((path) => /\bthrow ["'`]/.test(codeOnly(read(path))));
  expect(strays).toEqual([]);
});
