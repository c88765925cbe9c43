/** Databases whose statements a test can read. */

import type { Database, Databases, Sql } from "#ports/database";

/** The databases, with statements on those of APIs noted; the catalogue's own are left out. */
export function listening(databases: Databases, statements: string[]): Databases {
  return new Proxy(databases, {
    get(target, name) {
      if (name === "open") {
        return async (of: string) => {
          const database = await target.open(of);
          return of.startsWith("graphql-") ? listeningTo(database, statements) : database;
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** One database, with its statements noted. */
export function listeningTo(database: Database, statements: string[]): Database {
  const note = (sql: Sql): void => {
    if (sql.text.includes("ohmstead_catalogue")) return;
    const values = sql.parameters.length === 0 ? "" : `\n--   ${JSON.stringify(sql.parameters)}`;
    statements.push(`${sql.text};${values}`);
  };
  const noted = <R extends Pick<Database, "run" | "all" | "first">>(runner: R): R =>
    new Proxy(runner, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        if (name === "transaction") {
          return (work: (transaction: Database) => Promise<unknown>) =>
            (target as unknown as Database).transaction((each) => work(noted(each as Database)));
        }
        return (...args: readonly unknown[]): unknown => {
          if (name === "batch") for (const sql of args[0] as readonly Sql[]) note(sql);
          if (name === "run" || name === "all" || name === "first") note(args[0] as Sql);
          return Reflect.apply(member, target, args);
        };
      },
    });
  return noted(database);
}
