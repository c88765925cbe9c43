/** An API of the graphql plane behind a port of its own, with its realtime endpoint. */

import { type Listener, listen } from "#app/listen";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import { openPlane, type PlaneSettings, type TestApi, type TestPlane } from "./graphqlPlane.ts";

export interface RealtimeApi extends TestApi {
  readonly plane: TestPlane;
  readonly endpoint: string;
  /** The credential of an API key, as clients send it. */
  readonly byKey: Readonly<Record<string, string>>;
  readonly listener: Listener;
  close(): Promise<void>;
}

export async function openRealtimeApi(
  sdl: string,
  settings: PlaneSettings = {},
  config: Parameters<TestPlane["api"]>[1] = {},
): Promise<RealtimeApi> {
  const plane = await openPlane(settings);
  const api = await plane.api(sdl, config);
  const { graphql } = plane;
  const listener = await listen({
    port: 0,
    host: "127.0.0.1",
    handle: createNodeHandler(graphql.handle),
    upgrade: (req, socket, head) => graphql.realtime.upgrade(req, socket, head),
    farewell: () => graphql.realtime.drain(),
  });
  const host = `127.0.0.1:${listener.port}`;
  return {
    ...api,
    plane,
    endpoint: `http://${host}/graphql/${api.id}`,
    byKey: { host, "x-amz-date": "20260501T120000Z", "x-api-key": api.key },
    listener,
    async close() {
      await listener.close(1_000);
      await plane.close();
    },
  };
}
