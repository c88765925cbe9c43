/** Directives Amplify knows and this plane cannot serve, each with the reason a schema's author is told. */

const sql =
  "it is for models kept in a database of your own, which this server does not reach; records live in the API's own database";
const ai =
  "it needs a hosted model of language, which this server does not have; use @function with a function that asks one";

export const refusedDirectives: ReadonlyMap<string, string> = new Map([
  ["refersTo", sql],
  ["sql", sql],
  ["conversation", ai],
  ["generation", ai],
]);
