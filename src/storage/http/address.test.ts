/** Hosts and paths that mean a bucket, and those that mean nothing of S3. */

import { expect, test } from "vitest";
import { bucketOfHost, isS3Host, readAddress } from "./address.ts";

const bases = ["localhost", "app.example.com"];

test.each([
  ["localhost:4600", undefined],
  ["127.0.0.1:4600", undefined],
  ["[::1]:4600", undefined],
  ["s3.localhost", undefined],
  ["s3.us-east-1.localhost:4600", undefined],
  ["files.localhost", "files"],
  ["FILES.S3.localhost", "files"],
  ["files.s3.us-east-1.localhost:4600", "files"],
  ["files.s3-eu-west-1.app.example.com", "files"],
  ["files.s3.dualstack.us-east-1.app.example.com", "files"],
  ["with.dots.s3.us-east-1.localhost", "with.dots"],
  ["app.example.com", undefined],
  ["files.s3.us-east-1.amazonaws.com", "files"],
  ["elsewhere.example.org", undefined],
])("the bucket of %s is %s", (host, bucket) => {
  expect(bucketOfHost(host, bases)).toBe(bucket);
});

test.each([
  ["localhost", false],
  ["files.localhost", false],
  ["s3.localhost", true],
  ["files.s3.us-east-1.localhost", true],
  ["pages.auth.localhost", false],
  ["s3.example.org", true],
  ["127.0.0.1", false],
])("%s can only mean S3: %s", (host, only) => {
  expect(isS3Host(host, bases)).toBe(only);
});

test("a server that is itself called s3 is not taken for S3 alone", () => {
  expect(isS3Host("s3.example.com", ["s3.example.com"])).toBe(false);
  expect(bucketOfHost("files.s3.example.com", ["s3.example.com"])).toBe("files");
});

test.each([
  ["/", undefined, undefined],
  ["/files", "files", undefined],
  ["/files/", "files", undefined],
  ["/files/a/../b//c", "files", "a/../b//c"],
  ["/files//leading", "files", "/leading"],
  ["/files/a%2Fb+c%20d", "files", "a/b+c d"],
])("%s in path style", (path, bucket, key) => {
  expect(readAddress("localhost", path, bases)).toEqual({ bucket, key, virtualHost: false });
});

test.each([
  ["/", undefined],
  ["/a", "a"],
  ["//a", "/a"],
])("%s below a bucket's own host", (path, key) => {
  expect(readAddress("files.localhost", path, bases)).toEqual({ bucket: "files", key, virtualHost: true });
});
