/** The dumped schemas are those the migrations make. */

import { expect, test } from "vitest";
import { committed, dumps } from "./schemaDump.ts";

test("each room's committed schema is the one its migrations make; `npm run schemas` writes it", async () => {
  const made = await dumps();
  expect(made.length).toBeGreaterThan(0);
  for (const { file, text } of made) expect({ file, text: await committed(file) }).toEqual({ file, text });
});

test("a migration more is seen in the dump", async () => {
  const migration = {
    id: "0001-more",
    up: () => [{ text: "create table more (a text check (a in ('x', 'y')), b integer)", parameters: [] }],
  };
  const [dump] = await dumps([{ room: "more", folder: "nowhere", migrations: [migration] }]);
  expect(dump?.text).toContain("CREATE TABLE more (\n  a text check (a in ('x', 'y')),\n  b integer\n);");
});
