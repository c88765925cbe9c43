/** @http: the field's value comes from an HTTP endpoint. */

import type { Directive } from "./directive.ts";

const methods = ["GET", "POST", "PUT", "DELETE", "PATCH"] as const;

type Header = Readonly<Record<"key" | "value", string>>;

export const httpDirective: Directive = {
  name: "http",
  definition: `
    directive @http(method: HttpMethod = GET, url: String!, headers: [HttpHeader] = []) on FIELD_DEFINITION
    enum HttpMethod { ${methods.join(" ")} }
    input HttpHeader { key: String value: String }`,

  onField(use, field, type, context) {
    const url = String(use.arguments["url"]);
    const what = `@http on ${type.name}.${field.name}`;
    if (!/^https?:\/\/[^/]/i.test(url)) {
      context.problem(
        use.position,
        `${what}: url ${JSON.stringify(url)} must begin with http:// or https:// and a host.`,
      );
    }
    const given = (use.arguments["headers"] ?? []) as readonly (Partial<Header> | null)[];
    const headers = given.flatMap((header) =>
      typeof header?.key === "string" ? [{ key: header.key, value: header.value ?? "" }] : [],
    );
    const method = methods.find((each) => each === use.arguments["method"]) ?? "GET";
    field.resolver = [...(field.resolver ?? []), { kind: "http", method, url, headers }];
  },
};
