/** update<T> of a versioned model: the next version, or what the strategy makes of a change that came too late. */

import type { CompileField } from "./rootField.ts";
import { checkValidations } from "./validate.ts";
import { seenVersion, VersionedRecord } from "./versionedRecord.ts";
import { checkIndexKeys, inputOf, keyValues, withoutVersion } from "./write.ts";
import { updateRules } from "./writeAccess.ts";

export const compileVersionedUpdate: CompileField = (field) => {
  const { api, table } = field;
  const record = new VersionedRecord(field);
  const rules = updateRules(field);
  const keyNames = new Set(table.keys.map((key) => key.field.name));

  return async (run) => {
    const args = run.args[0] ?? {};
    const given = inputOf(args);
    const input = withoutVersion(given);
    checkValidations(input, table);
    checkIndexKeys(input, table, "updating");
    const keys = keyValues(input, table);
    const entries = Object.entries(input);
    return api.versions.stamped((stamp) =>
      record.write(
        {
          operation: "update",
          keys,
          key: Object.fromEntries(entries.filter(([name]) => keyNames.has(name))),
          change: Object.fromEntries(entries.filter(([name]) => !keyNames.has(name))),
          seen: seenVersion(given),
          condition: args["condition"],
          stamp,
          terms: (printing) => rules.terms(input, printing),
          explain: rules.explain(input),
        },
        run,
      ),
    );
  };
};
