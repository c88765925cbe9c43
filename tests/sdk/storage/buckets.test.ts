/** Buckets and tags, what is not served, and what browsers need: errors in S3's XML, CORS. */

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectTaggingCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectAttributesCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  SelectObjectContentCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { codeOf, refusal, send, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;

describe("buckets", () => {
  test("are made, found, emptied and removed", async () => {
    const name = { Bucket: "made-here" };
    expect((await s3.client().send(new CreateBucketCommand(name))).Location).toBe("/made-here");
    expect((await s3.client().send(new HeadBucketCommand(name))).BucketRegion).toBe("us-east-1");
    expect((await s3.client().send(new GetBucketLocationCommand(name))).LocationConstraint).toBeUndefined();
    expect((await s3.client().send(new GetBucketVersioningCommand(name))).Status).toBeUndefined();
    expect(await refusal(s3.client().send(new CreateBucketCommand(name)))).toMatchObject({
      name: "BucketAlreadyOwnedByYou",
      status: 409,
    });
    await s3.client().send(new PutObjectCommand({ ...name, Key: "x", Body: "x" }));
    expect(await refusal(s3.client().send(new DeleteBucketCommand(name)))).toMatchObject({
      name: "BucketNotEmpty",
      status: 409,
    });
    await s3.raw({ method: "DELETE", target: "/made-here/x" });
    await s3.client().send(new DeleteBucketCommand(name));
    expect(await refusal(s3.client().send(new HeadBucketCommand(name)))).toMatchObject({
      name: "NotFound",
      status: 404,
    });
    expect(await refusal(s3.client().send(new DeleteBucketCommand(name)))).toMatchObject({ name: "NoSuchBucket" });
  });

  test("are made in any region a client names: there is one place", async () => {
    const client = s3.clientWith({ region: "eu-central-1" });
    const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" } as const;
    const made = await client.send(new CreateBucketCommand({ Bucket: "elsewhere", CreateBucketConfiguration }));
    expect(made.Location).toBe("/elsewhere");
    await client.send(new DeleteBucketCommand({ Bucket: "elsewhere" }));
  });

  test.each(["ab", "Upper", "under_score", "-begins", "ends-", "two..dots", "192.168.0.1", "x".repeat(64)])(
    "cannot be called %s",
    async (name) => {
      const answer = await s3.raw({ method: "PUT", target: `/${name}` });
      expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidBucketName"]);
    },
  );
});

describe("tags", () => {
  const Key = "tagged";
  const set = (TagSet: { Key: string; Value: string }[]) =>
    s3.client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
  const tags = async () => (await s3.client().send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;

  test("are set with the object, read, replaced and taken off", async () => {
    await s3.client().send(new PutObjectCommand({ Bucket, Key, Body: "x", Tagging: "colour=light%20blue&empty=" }));
    expect(await tags()).toEqual([
      { Key: "colour", Value: "light blue" },
      { Key: "empty", Value: "" },
    ]);
    expect((await s3.client().send(new HeadObjectCommand({ Bucket, Key }))).TagCount).toBe(2);
    await set([{ Key: "a", Value: "ü + b@c" }]);
    expect(await tags()).toEqual([{ Key: "a", Value: "ü + b@c" }]);
    await s3.client().send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await tags()).toEqual([]);
  });

  test.each([
    ["eleven", Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: "" }))],
    [
      "one key twice",
      [
        { Key: "a", Value: "1" },
        { Key: "a", Value: "2" },
      ],
    ],
    ["too long a key", [{ Key: "k".repeat(129), Value: "" }]],
    ["too long a value", [{ Key: "k", Value: "v".repeat(257) }]],
    ["a reserved key", [{ Key: "aws:x", Value: "" }]],
  ])("%s: refused", async (_name, TagSet) => {
    await s3.client().send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    expect(await refusal(set(TagSet))).toMatchObject({ name: "InvalidTag", status: 400 });
  });

  test("of an object that is not there", async () => {
    const place = { Bucket, Key: "not-there" };
    expect(await refusal(s3.client().send(new GetObjectTaggingCommand(place)))).toMatchObject({ name: "NoSuchKey" });
    expect(await refusal(s3.client().send(new DeleteObjectTaggingCommand(place)))).toMatchObject({ name: "NoSuchKey" });
  });
});

describe("what is not served is refused by name", () => {
  const place = { Bucket, Key: "x" };
  test.each([
    ["GetBucketAcl", () => s3.client().send(new GetBucketAclCommand({ Bucket }))],
    ["GetBucketPolicy", () => s3.client().send(new GetBucketPolicyCommand({ Bucket }))],
    [
      "PutBucketVersioning",
      () =>
        s3.client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } })),
    ],
    ["PutObjectAcl", () => s3.client().send(new PutObjectAclCommand({ ...place, ACL: "private" }))],
    [
      "GetObjectAttributes",
      () => s3.client().send(new GetObjectAttributesCommand({ ...place, ObjectAttributes: ["ETag"] })),
    ],
    [
      "SelectObjectContent",
      () =>
        s3.client().send(
          new SelectObjectContentCommand({
            ...place,
            ExpressionType: "SQL",
            Expression: "select * from s3object",
            InputSerialization: { CSV: {} },
            OutputSerialization: { CSV: {} },
          }),
        ),
    ],
  ])("%s", async (operation, ask) => {
    expect(await refusal(ask())).toEqual({
      name: "NotImplemented",
      status: 501,
      message: `The operation ${operation} is not implemented.`,
    });
  });

  test.each([
    [{ ServerSideEncryption: "aws:kms" }, "NotImplemented"],
    [{ ACL: "public-read" }, "NotImplemented"],
    [{ StorageClass: "GLACIER" }, "InvalidStorageClass"],
    [{ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date("2030-01-01T00:00:00Z") }, "NotImplemented"],
    [{ WebsiteRedirectLocation: "/other" }, "NotImplemented"],
  ] as const)("PutObject with %j", async (more, name) => {
    expect(await refusal(s3.client().send(new PutObjectCommand({ ...place, Body: "x", ...more })))).toMatchObject({
      name,
    });
  });

  test("a method that means nothing", async () => {
    const answer = await s3.raw({ method: "PATCH", target: `/${Bucket}/x` });
    expect([answer.status, codeOf(answer)]).toEqual([405, "MethodNotAllowed"]);
  });
});

describe("errors", () => {
  test("are bare Error documents with what S3 says of the case", async () => {
    const answer = await s3.raw({ method: "GET", target: `/${Bucket}/not%20there%26` });
    expect(answer.headers["content-type"]).toBe("application/xml");
    const id = answer.headers["x-amz-request-id"];
    expect(answer.body.toString()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>not there&amp;</Key><Resource>/files/not%20there%26</Resource><RequestId>${String(id)}</RequestId><HostId>${String(id)}</HostId></Error>`,
    );
  });

  test("of HEAD have no body", async () => {
    const answer = await s3.raw({ method: "HEAD", target: `/${Bucket}/not-there` });
    expect([answer.status, answer.body.length]).toEqual([404, 0]);
  });

  test.each([
    "<Delete><Object>",
    "<Delete/>",
    "nonsense",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><Delete>&b;</Delete>",
    "<Other><Object><Key>a</Key></Object></Other>",
  ])("the document %j is malformed", async (body) => {
    const answer = await s3.raw({ method: "POST", target: `/${Bucket}?delete`, body });
    expect([answer.status, codeOf(answer)]).toEqual([400, "MalformedXML"]);
  });
});

describe("browsers", () => {
  const origin = "https://app.example.com";

  test("ask before they send, without a signature, and are told what they may", async () => {
    const { hostname, port } = new URL(s3.server().url);
    const headers = {
      host: `${Bucket}.s3.us-east-1.localhost:${port}`,
      origin,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "authorization,x-amz-date,x-amz-meta-a",
    };
    const answer = await send({ method: "OPTIONS", hostname, port, path: "/x", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,HEAD,PUT,POST,DELETE",
      "access-control-allow-headers": "authorization,x-amz-date,x-amz-meta-a",
    });
  });

  test("may read the tag of an answer, and errors", async () => {
    for (const target of [`/${Bucket}`, `/${Bucket}/not-there`]) {
      const { headers } = await s3.raw({ method: "GET", target, headers: { origin } });
      expect(headers["access-control-allow-origin"]).toBe("*");
      expect(headers["access-control-expose-headers"]).toContain("ETag");
    }
  });
});
