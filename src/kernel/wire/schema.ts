/** The wire room's name for the leaf types of generated service models. */

export type * from "#generated/schema";
