/** What random schemas are made of. */

export const typeNames = [
  "Ship",
  "Port",
  "Category",
  "person",
  "News",
  "Box",
  "HTTPLog",
  "Log_line",
  "X",
  "Item2",
  "Fish",
  "dataPoint",
  "Mouse",
  "ABC",
  "Quiz",
  "_Hidden",
  "iPhone",
  "Harbour",
  "Sheep",
  "Analysis",
] as const; // prettier-ignore

export const objectNames = ["Place", "size", "Doc_part", "Detail", "XY", "Inner"] as const;
export const enumNames = ["Kind", "state", "LEVEL", "Colour_of"] as const;

export const fieldNames = [
  "name",
  "title",
  "Weight",
  "snake_case",
  "count",
  "x1",
  "URL",
  "_low",
  "day",
  "at",
  "price",
  "open",
  "note",
  "code",
  "zone",
  "rank",
  "text",
  "flag",
  "mail",
  "ref",
] as const; // prettier-ignore

export const relationNames = [
  "parts",
  "owner_",
  "Main",
  "link_to",
  "others",
  "peer",
  "HOME",
  "back",
  "tags",
  "self1",
] as const;

export const scalars = [
  "ID",
  "String",
  "Int",
  "Float",
  "Boolean",
  "AWSDate",
  "AWSTime",
  "AWSDateTime",
  "AWSTimestamp",
  "AWSEmail",
  "AWSJSON",
  "AWSURL",
  "AWSPhone",
  "AWSIPAddress",
] as const; // prettier-ignore

/** Scalars a key may be made of. */
export const keyScalars = [
  "ID",
  "String",
  "Int",
  "Float",
  "AWSDate",
  "AWSDateTime",
  "AWSTimestamp",
  "AWSEmail",
] as const;

/** A literal that suits @default of each type. */
export const defaults: Readonly<Record<string, string>> = {
  ID: "x",
  String: "words",
  Int: "3",
  Float: "1.5",
  Boolean: "true",
  AWSDate: "2024-02-29",
  AWSJSON: "{}",
};
