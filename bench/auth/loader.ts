/** The load generator, a process of its own: told a target, it runs one burst an order and tells what it saw. */

import { processCpuMs } from "../support/processCpu.ts";
import { type Act, prepareAct } from "./acts.ts";
import { openConnection, type RawConnection } from "./rawConnection.ts";
import type { Burst, OperationName, Order, Target } from "./subject.ts";

const target = JSON.parse(process.argv[2] ?? "{}") as Target;
const warmUpSeconds = 0.5;
const known = new Map<OperationName, Act>();
let turns = 0;

process.on("message", (order: Order) => {
  obey(order).then(
    (burst) => process.send?.(burst),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});

async function obey({ operation, connections, seconds }: Order): Promise<Burst> {
  const act = known.get(operation) ?? (await prepareAct(target, operation));
  known.set(operation, act);
  const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(target.url)));
  try {
    await runFor(warmUpSeconds, act, opened);
    const before = { server: processCpuMs(target.pid), own: processCpuMs(process.pid), at: performance.now() };
    const times = await runFor(seconds, act, opened);
    const elapsed = performance.now() - before.at;
    const each = (now: number, then: number): number => (now - then) / times.length;
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
    return {
      perSecond: (times.length / elapsed) * 1000,
      p50: at(0.5),
      p99: at(0.99),
      serverCpu: each(processCpuMs(target.pid), before.server),
      loaderCpu: each(processCpuMs(process.pid), before.own),
    };
  } finally {
    for (const connection of opened) connection.close();
  }
}

/** Milliseconds of each operation begun within the time; all are waited for. */
async function runFor(seconds: number, act: Act, connections: readonly RawConnection[]): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  const side = async (connection: RawConnection): Promise<void> => {
    for (let started = performance.now(); started < until; started = performance.now()) {
      turns += 1;
      await act(connection, turns);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(connections.map(side));
  return times;
}
