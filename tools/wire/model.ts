/** What the reading steps hand to the printing steps: a service as the published client describes it. Leaf types. */

import type { ErrorSchema, Location, ServiceSchema } from "#generated/schema";

export interface SimpleType {
  readonly kind: "string" | "number" | "boolean" | "timestamp" | "blob" | "document";
  /** Shape name, where the client has one. */
  readonly name?: string;
  /** Name of the enumeration a string is limited to. */
  readonly enumeration?: string;
  readonly sensitive?: true;
  readonly format?: "epochSeconds" | "dateTime" | "httpDate";
  readonly streaming?: true;
}

export interface ListType {
  readonly kind: "list";
  readonly name?: string;
  readonly member: ClientType;
  /** Name of its XML elements. */
  readonly element?: string;
}

export interface MapType {
  readonly kind: "map";
  readonly name?: string;
  readonly key: ClientType;
  readonly value: ClientType;
}

export interface StructureType {
  readonly kind: "structure";
  readonly name: string;
}

export type ClientType = SimpleType | ListType | MapType | StructureType;

export interface ClientMember {
  readonly name: string;
  readonly wire: string;
  readonly required: boolean;
  readonly location?: Location;
  readonly flattened?: true;
  readonly type: ClientType;
}

export interface ClientStructure {
  readonly members: readonly ClientMember[];
  readonly sensitive: boolean;
  /** Root element of an XML body. */
  readonly xmlName?: string;
}

export interface ClientModel
  extends Pick<
    ServiceSchema,
    "service" | "version" | "signingName" | "protocol" | "targetPrefix" | "xmlNamespace" | "others" | "operations"
  > {
  /** Name and version of the package it was read from. */
  readonly source: string;
  readonly errors: Readonly<Record<string, ErrorSchema>>;
  /** All structures the operations and errors reach. */
  readonly structures: Readonly<Record<string, ClientStructure>>;
  readonly enumerations: Readonly<Record<string, readonly string[]>>;
}
