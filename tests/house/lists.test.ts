/** Every member of a room stands in the room's one list, and nothing is found by looking around. */

import { expect, test } from "vitest";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { s3 } from "#generated/wire/s3";
import { codeOnly } from "./codeOnly.ts";
import { importsOf, resolveImport } from "./importScanner.ts";
import { filesUnder, isTest, read, sources } from "./tree.ts";

/** Rooms where a file is a member when it declares a value of the member type, and the list that must name it. */
const LISTS: readonly { readonly room: string; readonly member: RegExp; readonly list: string }[] = [
  { room: "src/cli", member: /: CommandModule = /, list: "src/cli/program.ts" },
  { room: "src/cli/doctor", member: /: Check = /, list: "src/cli/doctor/checks.ts" },
  { room: "src/graphql/directives", member: /: Directive = /, list: "src/graphql/directives/list.ts" },
  { room: "src/graphql/scalars", member: /: Scalar = /, list: "src/graphql/scalars/list.ts" },
];

/** Folders whose every file is an operation of a wire service. */
const OPERATIONS = [
  { folder: "src/control/operations", service: amplifyBackend },
  { folder: "src/control/companion", service: amplify, some: true },
  { folder: "src/auth/userPools/operations", service: cognitoIdp, some: true },
  { folder: "src/auth/identityPools/operations", service: cognitoIdentity, some: true },
  { folder: "src/storage/operations", service: s3 },
];

test.each(LISTS)("every member of $room stands in $list", ({ room, member, list }) => {
  const inside = sources().filter((path) => path.slice(0, path.lastIndexOf("/")) === room && path !== list);
  const members = inside.filter((path) => member.test(codeOnly(read(path))));
  const named = importedBy(list);
  expect(members.length).toBeGreaterThan(0);
  expect(members.filter((path) => !named.has(path))).toEqual([]);
});

test.each(OPERATIONS)("every file of $folder is an operation of the wire, and one list names them all", (room) => {
  const files = filesUnder(room.folder).filter((path) => path.endsWith(".ts") && !isTest(path));
  const known = new Set(Object.keys(room.service.operations).map((name) => name.toLowerCase()));
  const named = files.map((path) => path.slice(path.lastIndexOf("/") + 1, -3).toLowerCase());
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  const missing = room.some ? [] : [...known].filter((name) => !named.includes(name));
  expect(missing).toEqual([]);
  const lists = sources().filter((path) => {
    const imported = importedBy(path);
    return !path.startsWith(room.folder) && files.every((file) => imported.has(file));
  });
  expect(files.length).toBeGreaterThan(0);
  expect(lists).toHaveLength(1);
});

test("no room finds its members by reading folders", () => {
  const scanners = sources().filter(
    (path) => !path.startsWith("src/adapters/") && /\b(readdir|readdirSync|glob|globSync)\(/.test(codeOnly(read(path))),
  );
  expect(scanners).toEqual([]);
});

function importedBy(path: string): Set<string | undefined> {
  return new Set(importsOf(read(path)).map(({ specifier }) => resolveImport(path, specifier)));
}
