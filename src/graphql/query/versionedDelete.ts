/** delete<T> of a versioned model: the record stays, marked as deleted, until every client has had time to hear of it. */

import type { CompileField } from "./rootField.ts";
import { purge } from "./tombstones.ts";
import { seenVersion, VersionedRecord } from "./versionedRecord.ts";
import { inputOf, keyValues } from "./write.ts";
import { deleteRules } from "./writeAccess.ts";

export const compileVersionedDelete: CompileField = (field) => {
  const { api, table } = field;
  const record = new VersionedRecord(field);
  const rules = deleteRules(field);

  return async (run) => {
    const args = run.args[0] ?? {};
    const input = inputOf(args);
    const keys = keyValues(input, table);
    const key = Object.fromEntries(table.keys.map(({ field: { name } }) => [name, input[name]]));
    // Only deletions leave something to let go.
    if (api.versions.isPurgeDue) await api.database.run(purge(table, api.clock.now()));
    return api.versions.stamped((stamp) =>
      record.write(
        {
          operation: "delete",
          keys,
          key,
          change: {},
          seen: seenVersion(input),
          condition: args["condition"],
          stamp,
          terms: (printing) => rules.terms(printing),
          explain: rules.explain,
        },
        run,
      ),
    );
  };
};
