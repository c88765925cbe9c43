/** sync<Ts>: all records of a versioned model, deleted ones too, or those that changed since an earlier sync. */

import { printPage, selectConnection } from "./connection.ts";
import { pageNode } from "./pageNode.ts";
import type { Path } from "./path.ts";
import { finish } from "./repair.ts";
import type { CompileField } from "./rootField.ts";
import type { Arguments } from "./run.ts";
import { at, type Scan } from "./scan.ts";
import { selectRecord } from "./select.ts";
import { Statements } from "./statements.ts";
import { tombstoneTtl } from "./tombstones.ts";

export const compileSync: CompileField = (field) => {
  const { api, table, selected, nodes, read } = field;
  // Deleted records older than this are gone: who synced before them must see everything again.
  const since = (args: Arguments): number | undefined => {
    const last = args["lastSync"];
    return typeof last === "number" && last > api.clock.now() - tombstoneTtl ? last : undefined;
  };
  const path = (args: Arguments): Path => (since(args) === undefined ? table.whole : (table.changed ?? table.whole));
  const node = pageNode({ api, name: selected.name, read, parent: undefined, limit: undefined, path });
  const number = nodes.add({
    ...node,
    shape(args, start) {
      const shape = node.shape?.(args, start);
      return shape === undefined ? undefined : `${since(args) === undefined ? "base" : "delta"} ${shape}`;
    },
  });
  const connection = selectConnection(table, selected.sets, { ...field, parent: number, select: selectRecord });
  const statements = new Statements(field, (printing) => {
    const args = printing.run.args[number] ?? {};
    const walked = path(args);
    const page = {
      connection,
      path: walked,
      operation: "sync" as const,
      number,
      limit: undefined,
      descending: false,
      base(scan: Scan): readonly string[] {
        const [stamp] = walked.order;
        if (since(args) === undefined || stamp === undefined) return [];
        return [`${at(scan, stamp.sql)} >= ${printing.parameters.bind((run) => since(run.args[number] ?? {}) ?? 0)}`];
      },
    };
    return printPage(page, printing, api.settings.first === "limit");
  });

  return async (run) => {
    // The first page's start counts for all: what changes while a client turns pages comes with its next sync.
    const startedAt =
      startOf(run.args[number] ?? {}, (token, args) => node.payload?.(token, args)) ?? api.versions.syncStart;
    const timed = { ...run, startedAt };
    const answer = await api.database.first<{ json: string }>(statements.for(timed));
    return finish({
      json: answer?.json ?? "null",
      shape: connection.shape,
      path: [selected.key],
      marks: api.marks,
      sign: (page, place) => nodes.sign(timed, page, place),
      asking: run,
    });
  };
};

function startOf(args: Arguments, payloadOf: (token: string, args: Arguments) => unknown): number | undefined {
  const token = args["nextToken"];
  if (typeof token !== "string") return undefined;
  const payload = payloadOf(token, args) as { readonly startedAt?: unknown } | undefined;
  return typeof payload?.startedAt === "number" ? payload.startedAt : undefined;
}
