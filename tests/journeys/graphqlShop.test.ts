/** A shop on a whole server with unmodified aws-amplify 6: composite keys, conditions, defaults, nested documents, search, and a function that takes orders. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetSignIn } from "../support/amplifyClient.ts";
import { type AmplifyApi, type Record1, signInAs, useAmplifyApi } from "../support/amplifyApi.ts";
import { type Backends, openBackends } from "../support/backends.ts";
import { openPeople, password, type People } from "../support/people.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const TransformSchema = `
type Product @model @searchable @auth(rules: [{ allow: public, operations: [read] }, { allow: private, operations: [read] }, { allow: groups, groups: ["Staff"] }]) {
  id: ID!
  name: String!
  price: Float!
  stock: Int! @default(value: "10")
  photo: Photo
  category: String @index(name: "byCategory", sortKeyFields: ["price"], queryField: "productsByCategory")
}
type Photo { url: AWSURL! sizes: [Int!]! }
type Order @model @auth(rules: [{ allow: owner }]) {
  customer: ID! @primaryKey(sortKeyFields: ["year", "number"])
  year: Int!
  number: Int!
  paid: Boolean
  lines: [Line] @hasMany
}
type Line @model @auth(rules: [{ allow: owner }]) {
  id: ID!
  product: Product @hasOne
  quantity: Int!
}
type Query { quote(products: [ID!]!): Quote @function(name: "quote-\${env}") @auth(rules: [{ allow: public }, { allow: private }]) }
type Quote { total: Float! currency: String! }`;

const quote = `export async function handler({ arguments: { products }, identity }) {
  return { total: products.length * 2.5, currency: identity === null ? "EUR" : "USD" };
}`;

let folder = "";
let server: RunningServer;
let backends: Backends;
let people: People;
let api: AmplifyApi;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-shop-"));
  writeFileSync(join(folder, "quote.mjs"), quote);
  writeFileSync(join(folder, "functions.json"), JSON.stringify({ "quote-dev": { module: "quote.mjs" } }));
  server = await startServer({ env: { OHMSTEAD_FUNCTIONS: join(folder, "functions.json") } });
  backends = openBackends(server);
  await backends.backend("dshop");
  const auth = await backends.auth("dshop");
  const outputs = {
    auth,
    api: await backends.api("dshop", {
      ApiName: "shop",
      TransformSchema,
      AdditionalAuthTypes: [{ Mode: "AMAZON_COGNITO_USER_POOLS" }],
    }),
  };
  people = openPeople(server, auth);
  await people.join("sam", ["Staff"]);
  await people.join("carla");
  api = await useAmplifyApi(server, backends, "dshop", outputs, "apiKey");
});
afterAll(async () => {
  await forgetSignIn();
  people.close();
  backends.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const asUser = { authMode: "userPool" };
const unauthorized = { errorType: "Unauthorized" };

describe("products", () => {
  it("are made by staff, with defaults and documents, and read by everybody", async () => {
    await signInAs("sam", password);
    const photo = { url: "https://shop.test/lamp.png", sizes: [64, 256] };
    const names = ["Lamp", "Desk lamp", "Chair"];
    for (const [index, name] of names.entries()) {
      const input = { id: `p${index}`, name, price: 10 * (index + 1), stock: 5, category: "home", photo };
      expect((await api.model("Product").create(input, asUser)).errors).toBeUndefined();
    }
    expect((await api.model("Product").create({ name: "Free", price: 0, stock: 1 })).errors).toMatchObject([
      unauthorized,
    ]);
    expect((await api.model("Product").get({ id: "p0" })).data).toMatchObject({ name: "Lamp", stock: 5, photo });
  });

  it("are found by category and price, and by words", async () => {
    const byCategory = api.model("Product")["productsByCategory"] as (
      input: object,
      options?: object,
    ) => Promise<{
      readonly data: readonly Record1[];
    }>;
    const { data } = await byCategory({ category: "home", price: { lt: 25 } }, { sortDirection: "DESC" });
    expect(data.map(({ name }) => name)).toEqual(["Desk lamp", "Lamp"]);
    const found = await api.graphql(`query {
      searchProducts(filter: { name: { match: "lamp" } }, sort: [{ field: price, direction: asc }],
        aggregates: [{ name: "mean", type: avg, field: price }]) {
        items { name } total
        aggregateItems { result { ... on SearchableAggregateScalarResult { value } } }
      } }`);
    expect(found["searchProducts"]).toEqual({
      items: [{ name: "Lamp" }, { name: "Desk lamp" }],
      total: 2,
      aggregateItems: [{ result: { value: 15 } }],
    });
  });

  it("change only while a condition holds", async () => {
    await signInAs("sam", password);
    const update = `mutation ($left: Int!) {
      updateProduct(input: { id: "p0", stock: 4 }, condition: { stock: { eq: $left } }) { stock } }`;
    expect(await api.graphql(update, { left: 5 }, asUser)).toMatchObject({ updateProduct: { stock: 4 } });
    await expect(api.graphql(update, { left: 5 }, asUser)).rejects.toMatchObject({
      errors: [{ errorType: "DynamoDB:ConditionalCheckFailedException" }],
    });
  });
});

describe("orders", () => {
  it("are kept by customer, year and number, in order", async () => {
    await signInAs("carla", password);
    for (const [year, number] of [
      [2025, 2],
      [2026, 1],
      [2025, 1],
    ]) {
      const made = await api.model("Order").create({ customer: "carla", year, number }, asUser);
      expect(made.errors).toBeUndefined();
    }
    const list = `query ($from: ModelOrderPrimaryCompositeKeyInput) {
      listOrders(customer: "carla", yearNumber: { ge: $from }) { items { year number } } }`;
    const { listOrders } = await api.graphql(list, { from: { year: 2025, number: 2 } }, asUser);
    expect((listOrders as unknown as { items: unknown }).items).toEqual([
      { year: 2025, number: 2 },
      { year: 2026, number: 1 },
    ]);
  });

  it("have lines that lead to products", async () => {
    await signInAs("carla", password);
    const line = {
      orderLinesCustomer: "carla",
      orderLinesYear: 2025,
      orderLinesNumber: 1,
      lineProductId: "p2",
      quantity: 3,
    };
    const made = await api.model("Line").create({ id: "l1", ...line }, asUser);
    expect(made.errors).toBeUndefined();
    const { getOrder } = await api.graphql(
      'query { getOrder(customer: "carla", year: 2025, number: 1) { lines { items { quantity product { name } } } } }',
      {},
      asUser,
    );
    expect(getOrder).toEqual({ lines: { items: [{ quantity: 3, product: { name: "Chair" } }] } });
    await signInAs("sam", password);
    expect((await api.model("Line").get({ id: "l1" }, asUser)).errors).toMatchObject([unauthorized]);
  });
});

it("quotes come from a function, which knows who asks", async () => {
  const query = "query ($products: [ID!]!) { quote(products: $products) { total currency } }";
  const products = ["p0", "p1"];
  expect(await api.graphql(query, { products })).toEqual({ quote: { total: 5, currency: "EUR" } });
  await signInAs("carla", password);
  expect(await api.graphql(query, { products }, asUser)).toEqual({ quote: { total: 5, currency: "USD" } });
});
