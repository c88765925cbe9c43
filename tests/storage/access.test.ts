/** Access levels: the whole truth table of Amplify's generated policies, and what must hold for any key. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccessKeyCaller, AnonymousCaller, IdentityCaller } from "#ports/caller";
import {
  type Action,
  createAccess,
  type Grant,
  initiatorOf,
  keyAllowed,
  mayContinue,
  maySeeAll,
  type Permission,
  permissionsHeld,
  prefixAllowed,
} from "#storage/access";
import type { Bucket, Upload } from "#storage/objects";

const ME = "us-east-1:11111111-1111-4111-8111-111111111111";
const OTHER = "us-east-1:22222222-2222-4222-8222-222222222222";
const all: readonly Permission[] = ["READ", "CREATE_AND_UPDATE", "DELETE"];
const user = { authenticated: true, identityId: ME };
const guest = { authenticated: false, identityId: ME };

/** Which single permission opens which action: `R` GetObject, `W` PutObject, `D` DeleteObject; `L` is listing by that prefix. */
const table: readonly (readonly [string, string, string])[] = [
  // key or prefix                       signed in   guest
  ["public/a", "RWDL", "RWDL"],
  ["public/", "RWDL", "RWDL"],
  [`protected/${ME}/a`, "RWDL", "RL"],
  [`protected/${ME}/`, "RWDL", "RL"],
  [`protected/${OTHER}/a`, "RL", "RL"],
  ["protected/a", "RL", "RL"],
  ["protected/", "RL", "RL"],
  [`private/${ME}/a`, "RWDL", ""],
  [`private/${ME}/`, "RWDL", ""],
  [`private/${OTHER}/a`, "", ""],
  ["private/", "", ""],
  [`private/${ME}`, "", ""],
  [`private/${ME}x/a`, "", ""],
  [`protected/${ME}`, "RL", "RL"],
  ["uploads/a", "W", "W"],
  ["uploads/", "W", "W"],
  ["public", "", ""],
  ["publicx/a", "", ""],
  ["protected", "", ""],
  ["", "", ""],
  ["a", "", ""],
  ["/public/a", "", ""],
  ["Public/a", "", ""],
  ["a/public/b", "", ""],
  ["public%2Fa", "", ""],
  [`private/${ME.toUpperCase()}/a`, "", ""],
];
const actions: readonly (readonly [string, Action, Permission])[] = [
  ["R", "GetObject", "READ"],
  ["W", "PutObject", "CREATE_AND_UPDATE"],
  ["D", "DeleteObject", "DELETE"],
];

describe.each([
  ["signed in", user, 1],
  ["guest", guest, 2],
] as const)("%s", (_who, person, column) => {
  test.each(table)("%j", (...row) => {
    const [text] = row;
    for (const [letter, action, permission] of actions) {
      const without = all.filter((each) => each !== permission);
      const expected = row[column].includes(letter);
      expect(`${letter} ${keyAllowed(person, [permission], action, text)}`).toBe(`${letter} ${expected}`);
      expect(keyAllowed(person, without, action, text)).toBe(false);
    }
    expect(prefixAllowed(person, ["READ"], text)).toBe(row[column].includes("L"));
    expect(prefixAllowed(person, ["CREATE_AND_UPDATE", "DELETE"], text)).toBe(false);
  });
});

test.each(["GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"] as const)(
  "%s stands in no generated policy",
  (action) => {
    expect(keyAllowed(user, all, action, "public/a")).toBe(false);
  },
);

const segment = fc.constantFrom(
  "public",
  "protected",
  "private",
  "uploads",
  ME,
  OTHER,
  "..",
  ".",
  "",
  "a",
  "%2f",
  "\\",
);
const key = fc.array(segment, { maxLength: 6 }).map((segments) => segments.join("/"));
const held = fc.subarray([...all]);
const action = fc.constantFrom<Action>("GetObject", "PutObject", "DeleteObject");
const person = fc.record({ authenticated: fc.boolean(), identityId: fc.constantFrom(ME, OTHER) });

describe("for any key", () => {
  test("nobody gets at what is private to another, by whatever path", () => {
    fc.assert(
      fc.property(person, held, action, key, (who, permissions, what, text) => {
        const owner = who.identityId === ME ? OTHER : ME;
        const target = `private/${owner}/${text}`;
        expect(keyAllowed(who, permissions, what, target)).toBe(false);
        expect(prefixAllowed(who, permissions, target)).toBe(false);
      }),
    );
  });

  test("nobody changes what is protected of another, and guests change nothing that is protected or private", () => {
    fc.assert(
      fc.property(person, held, key, (who, permissions, text) => {
        const owner = who.identityId === ME ? OTHER : ME;
        for (const what of ["PutObject", "DeleteObject"] as const) {
          expect(keyAllowed(who, permissions, what, `protected/${owner}/${text}`)).toBe(false);
          if (who.authenticated) continue;
          expect(keyAllowed(who, permissions, what, `protected/${text}`)).toBe(false);
          expect(keyAllowed(who, permissions, what, `private/${text}`)).toBe(false);
        }
      }),
    );
  });

  test("what is allowed begins with one of the four areas, and more permissions never allow less", () => {
    fc.assert(
      fc.property(person, held, action, key, (who, permissions, what, text) => {
        const isAllowed = keyAllowed(who, permissions, what, text);
        const isInArea = /^(public|protected|private|uploads)\//.test(text);
        const withAll = keyAllowed(who, all, what, text);
        const asGuest = keyAllowed({ ...who, authenticated: false }, permissions, what, text);
        const asUser = keyAllowed({ ...who, authenticated: true }, permissions, what, text);
        expect({
          isInArea: isInArea || !isAllowed,
          withAll: withAll || !isAllowed,
          asUser: asUser || !asGuest,
        }).toEqual({
          isInArea: true,
          withAll: true,
          asUser: true,
        });
      }),
    );
  });
});

describe("who holds what", () => {
  const use = {
    environments: [{ appId: "app", environment: "dev" }],
    authenticatedRole: "arn:auth",
    unauthenticatedRole: "arn:unauth",
  };
  const grant = (environment: string, authenticated: Permission[], unauthenticated: Permission[] = []): Grant => ({
    appId: "app",
    environment,
    permissions: { authenticated, unauthenticated },
  });
  const caller = (change: Partial<IdentityCaller> = {}): IdentityCaller => ({
    kind: "identity",
    accessKeyId: "ASIA1",
    identityId: ME,
    identityPoolId: "us-east-1:pool",
    authenticated: true,
    roleArn: "arn:auth",
    expiresAt: 0,
    ...change,
  });
  const guestCaller = caller({ authenticated: false, roleArn: "arn:unauth" });

  test("the permissions of the pool's own environment, and no other's", () => {
    const grants = [grant("dev", ["READ"], ["DELETE"]), grant("prod", all as Permission[], all as Permission[])];
    expect(permissionsHeld(caller(), use, grants)).toEqual(["READ"]);
    expect(permissionsHeld(guestCaller, use, grants)).toEqual(["DELETE"]);
    expect(permissionsHeld(caller(), { ...use, environments: [] }, grants)).toEqual([]);
    const otherApp = { ...use, environments: [{ appId: "app2", environment: "dev" }] };
    expect(permissionsHeld(caller(), otherApp, grants)).toEqual([]);
  });

  test("a role of one's own holds none, as the policies hang on the environment's two roles", () => {
    const grants = [grant("dev", all as Permission[], all as Permission[])];
    expect(permissionsHeld(caller({ roleArn: "arn:group" }), use, grants)).toEqual([]);
    expect(permissionsHeld(caller({ roleArn: "arn:unauth" }), use, grants)).toEqual([]);
    expect(permissionsHeld(caller(), { ...use, authenticatedRole: undefined }, grants)).toEqual([]);
  });

  test("every question asks anew; access keys may do everything, strangers nothing", async () => {
    const bucket: Bucket = { id: 1, name: "files", createdAt: 0 };
    let grants = [grant("dev", ["READ"])];
    const access = createAccess({
      grantsOf: async (id) => (id === 1 ? grants : []),
      poolUse: async (id) => (id === "us-east-1:pool" ? use : undefined),
    });
    const may = (who: IdentityCaller | AccessKeyCaller | AnonymousCaller, what: Action, of = bucket) =>
      access.allows(who, what, of, "public/a");
    expect(await may(caller(), "GetObject")).toBe(true);
    expect(await may(caller(), "PutObject")).toBe(false);
    expect(await access.allowsList(caller(), bucket, "public/")).toBe(true);
    expect(await may(caller(), "GetObject", { ...bucket, id: 2 })).toBe(false);
    expect(await may(caller({ identityPoolId: "gone" }), "GetObject")).toBe(false);
    grants = [grant("dev", ["CREATE_AND_UPDATE"])];
    expect(await may(caller(), "GetObject")).toBe(false);
    expect(await may(caller(), "PutObject")).toBe(true);
    expect(await access.allowsList(caller(), bucket, "public/")).toBe(false);
    const accessKey: AccessKeyCaller = { kind: "accessKey", accessKeyId: "AKIA1", root: false };
    expect(await may(accessKey, "DeleteObjectTagging")).toBe(true);
    expect(await access.allowsList(accessKey, bucket, "")).toBe(true);
    expect(await may({ kind: "anonymous" }, "GetObject")).toBe(false);
    expect([accessKey, caller(), { kind: "anonymous" } as const].map(maySeeAll)).toEqual([true, false, false]);
  });

  test("an upload is its initiator's", () => {
    const upload = (initiator: string) => ({ initiator }) as Upload;
    const accessKey: AccessKeyCaller = { kind: "accessKey", accessKeyId: "AKIA1", root: false };
    expect(mayContinue(caller(), upload(initiatorOf(caller({ accessKeyId: "ASIA2" }))))).toBe(true);
    expect(mayContinue(caller(), upload(initiatorOf(caller({ identityId: OTHER }))))).toBe(false);
    expect(mayContinue(caller(), upload(initiatorOf(accessKey)))).toBe(false);
    expect(mayContinue(accessKey, upload(initiatorOf(caller())))).toBe(true);
    expect(mayContinue({ kind: "anonymous" }, upload("anonymous"))).toBe(false);
  });
});
