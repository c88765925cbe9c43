/** How big a request may be. Every check is linear in the request. */

export const limits = {
  /** Lexical tokens of a document. */
  tokens: 15_000,
  /** Nested selections. */
  depth: 75,
  /** Fields after fragments are spread out. */
  fields: 10_000,
  /** Root fields of one operation, aliases included. */
  rootFields: 500,
  /** Depth of JSON values in variables. */
  valueDepth: 100,
  /** Comparisons in one filter. */
  filterTerms: 2_000,
  /** Nested and/or/not. */
  filterDepth: 50,
  /** Characters of the SQL that selects a record; deep and broad selections of documents multiply. */
  selectionText: 300_000,
  /** Records of one page. */
  page: 10_000,
  /** Relations nested in one another; engines bound how deep an expression is. */
  relationDepth: 30,
  /** Aliases of one connection's items. */
  itemAliases: 100,
  /** Records one root field may read, those its filters leave out included. */
  records: 100_000,
  /** Bytes of a request body. */
  body: 1_000_000,
} as const;
