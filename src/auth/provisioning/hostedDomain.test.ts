/** Where hosted pages are, for every kind of server address. */

import { expect, test } from "vitest";
import { hostedDomain } from "./hostedDomain.ts";

test.each([
  ["https://auth.example.test", "club.auth.auth.example.test"],
  ["http://localhost:4600", "club.auth.localhost:4600"],
  ["http://127.0.0.1:4600", "club.auth.localhost:4600"],
  ["http://[::1]:4600", "club.auth.localhost:4600"],
  ["https://127.0.0.1", "club.auth.localhost"],
  ["https://192.0.2.7:8443", "192.0.2.7:8443/hosted/club"],
  ["https://[2001:db8::7]", "[2001:db8::7]/hosted/club"],
])("%s -> %s", (baseUrl, expected) => {
  expect(hostedDomain(baseUrl, "club")).toBe(expected);
});
