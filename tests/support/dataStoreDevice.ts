/** A program: unmodified aws-amplify 6 DataStore as one device, told what to do by JSON lines and telling what happens by JSON lines. */

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type * as AwsAmplify from "aws-amplify";
import type * as AmplifyAuth from "aws-amplify/auth";
import type * as AmplifyDataStore from "aws-amplify/datastore";
import type * as AmplifyUtils from "aws-amplify/utils";

interface Line {
  readonly n: number;
  readonly call: string;
  readonly with: Readonly<Record<string, unknown>>;
}

type Listener = () => void;
type Fields = Readonly<Record<string, unknown>>;
type ModelClass = (new (
  fields: Fields,
) => Fields) & {
  copyOf(source: Fields, change: (draft: Record<string, unknown>) => void): Fields;
};

// DataStore takes a window for the place where it hears of being offline.
const listeners = new Map<string, Set<Listener>>();
const window = {
  navigator: { onLine: true },
  addEventListener: (name: string, listener: Listener): void => {
    listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
  },
  removeEventListener: (name: string, listener: Listener): void => void listeners.get(name)?.delete(listener),
};
Object.assign(globalThis, { window });

// Its DataStore is CommonJS for Node: everything must come from there, or there would be two configurations.
const require = createRequire(import.meta.url);
const { Amplify } = require("aws-amplify") as typeof AwsAmplify;
const { Hub } = require("aws-amplify/utils") as typeof AmplifyUtils;
const { signIn } = require("aws-amplify/auth") as typeof AmplifyAuth;
const { AuthModeStrategyType, DataStore, DISCARD, initSchema, syncExpression } =
  require("aws-amplify/datastore") as typeof AmplifyDataStore;

let models: Readonly<Record<string, ModelClass>> = {};

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const modelOf = (given: Fields): ModelClass => {
  const model = models[String(given["model"])];
  if (model === undefined) throw new Error(`The schema has no ${String(given["model"])}.`);
  return model;
};
const one = async (given: Fields): Promise<Fields> => {
  const found = await DataStore.query(modelOf(given) as never, given["id"] as never);
  if (found === undefined) throw new Error(`There is no ${String(given["model"])} ${String(given["id"])} here.`);
  return found as Fields;
};

interface Expression {
  readonly model: string;
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

function selective({ model, field, operator, value }: Expression): ReturnType<typeof syncExpression> {
  type Fields = Readonly<Record<string, Readonly<Record<string, (value: unknown) => unknown>>>>;
  const chosen = (record: Fields): unknown => record[field]?.[operator]?.(value);
  return syncExpression(models[model] as never, () => chosen as never);
}

const calls: Readonly<Record<string, (given: Fields) => Promise<unknown>>> = {
  async configure(given) {
    const { graphql, auth, schema, dataStore, expression, discards, multiAuth } = given as {
      graphql: Fields;
      auth?: Fields;
      schema: Fields;
      dataStore: Fields;
      expression?: Expression;
      discards?: boolean;
      multiAuth?: boolean;
    };
    const Auth = auth === undefined ? {} : { Auth: { Cognito: auth as never } };
    Amplify.configure({ API: { GraphQL: graphql as never }, ...Auth });
    models = initSchema(schema as never) as unknown as typeof models;
    const syncExpressions = expression === undefined ? [] : [selective(expression)];
    DataStore.configure({
      ...dataStore,
      syncExpressions,
      ...(multiAuth === true ? { authModeStrategyType: AuthModeStrategyType.MULTI_AUTH } : {}),
      ...(discards === true ? { conflictHandler: (() => DISCARD) as never } : {}),
      errorHandler: ({ message, operation, errorType, localModel }) =>
        tell({ error: message, operation, errorType, localModel }),
    });
    Hub.listen("datastore", ({ payload }) => tell({ hub: payload.event, data: dataOf(payload.data) }));
  },
  async signIn(given) {
    return (await signIn(given as unknown as AmplifyAuth.SignInInput)).isSignedIn;
  },
  start: () => DataStore.start(),
  stop: () => DataStore.stop(),
  clear: () => DataStore.clear(),
  async save(given) {
    const links = Object.entries((given["links"] ?? {}) as Readonly<Record<string, Fields>>);
    const linked = await Promise.all(links.map(async ([field, link]) => [field, await one(link)] as const));
    const fields = { ...(given["fields"] as Fields), ...Object.fromEntries(linked) };
    return DataStore.save(new (modelOf(given))(fields) as never);
  },
  async update(given) {
    const change = (draft: Record<string, unknown>): void => void Object.assign(draft, given["fields"]);
    return DataStore.save(modelOf(given).copyOf(await one(given), change) as never);
  },
  async delete(given) {
    await DataStore.delete((await one(given)) as never);
  },
  /** The records, or the one, a relation leads to. */
  async related(given) {
    const led = (await one(given))[String(given["field"])] as { toArray?(): Promise<unknown> } | Promise<unknown>;
    return "toArray" in led && led.toArray !== undefined ? led.toArray() : led;
  },
  query: (given) => DataStore.query(modelOf(given) as never),
  async observe(given) {
    DataStore.observe(modelOf(given) as never).subscribe(({ opType, element }) => tell({ observed: opType, element }));
  },
  async observeQuery(given) {
    DataStore.observeQuery(modelOf(given) as never).subscribe(({ items, isSynced }) =>
      tell({ snapshot: items.length, isSynced }),
    );
  },
  /** What a browser does when the network goes or comes. */
  async network(given) {
    window.navigator.onLine = given["online"] === true;
    for (const listener of listeners.get(window.navigator.onLine ? "online" : "offline") ?? []) listener();
  },
};

/** Events carry model classes, which are no data. */
function dataOf(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null)) as unknown;
}

createInterface({ input: process.stdin }).on("line", (text) => {
  const { n, call, with: given } = JSON.parse(text) as Line;
  const done = calls[call]?.(given) ?? Promise.reject(new Error(`There is no call ${call}.`));
  done.then(
    (answer) => tell({ n, answer: dataOf(answer) }),
    (error: unknown) => tell({ n, failed: String(error) }),
  );
});
