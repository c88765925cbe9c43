/** Makes a full sample value of any shape from the wire data, every optional member included. */

import type { ServiceSchema, StringShape } from "#generated/schema";
import { compilePattern } from "#kernel/wire/pattern";

/** A value by SDK names. Each text tells where it stands, so that a member in the wrong place is seen. */
export function sampleOf(schema: ServiceSchema, shapeName: string, path = shapeName): unknown {
  const shape = schema.shapes[shapeName];
  if (!shape) throw new Error(`no shape ${shapeName}`);
  switch (shape.kind) {
    case "string":
      return shape.enum ? shape.enum.at(-1) : sampleText(shape, path);
    case "integer":
    case "long":
      return shape.max ?? Math.max(7, shape.min ?? 0);
    case "double":
    case "float":
      return 8.5;
    case "boolean":
      return true;
    case "timestamp":
      return 1_617_375_907_613;
    case "list":
      return Array.from({ length: Math.min(2, shape.max ?? 2) }, (_, index) =>
        sampleOf(schema, shape.member, `${path}.${index}`),
      );
    case "map":
      return { [String(sampleOf(schema, shape.key, path))]: sampleOf(schema, shape.value, `${path}.value`) };
    case "structure":
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, member]) => [
          name,
          sampleOf(schema, member.shape, `${path}.${name}`),
        ]),
      );
    case "blob":
      return new Uint8Array([0, 127, 255]);
    default:
      return { any: ["JSON", 1, null] };
  }
}

/** Texts of the forms that patterns ask for; the first that fits is taken. */
const candidates = [
  "example",
  "example@example",
  "12345678",
  "d1",
  "us-east-1_0a1b2c3d-0000-4000-8000-000000000001",
  "us-east-1_Example1",
  "123456",
  "us-east-1:0a1b2c3d-0000-4000-8000-000000000001",
  "0a1b2c3d-0000-4000-8000-000000000001",
  "arn:aws:iam::123456789012:role/example",
  "arn:aws:iam:us-east-1:123456789012:role/example",
  "arn:aws:s3:::example",
  "code {####}",
  "click {##here##}",
  "cognito:default",
  "authenticated",
  "import-example",
  "terms-of-use",
  "0123456789abcdef0123456789abcdef",
];

function sampleText({ pattern, min = 0, max = Infinity }: StringShape, path: string): string {
  const matches = pattern === undefined ? () => true : compilePattern(pattern);
  const long = "x".repeat(Math.min(min, 5000));
  const fits = (text: string) => text.length >= min && text.length <= max && matches(text);
  const text = [`${path} ü`, ...candidates, long, "x", "1"].find(fits);
  if (text === undefined) throw new Error(`no sample for ${path}: ${pattern}`);
  return text;
}
