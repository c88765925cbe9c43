/** The shape of `src/generated/wire/*`: an AWS service model as data. Written by hand; the generator and the wire room share it. */

export interface StringShape {
  readonly kind: "string";
  readonly enum?: readonly string[];
  /** ECMAScript source for flag `u`; the whole value must match, as in `^(?:pattern)$`. */
  readonly pattern?: string;
  /** Length in Unicode code points. */
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: true;
}

export interface NumberShape {
  readonly kind: "integer" | "long" | "double" | "float";
  readonly min?: number;
  readonly max?: number;
}

export interface SimpleShape {
  readonly kind: "boolean" | "timestamp" | "blob" | "document";
  /** Only where a timestamp departs from its protocol's default form. */
  readonly format?: "epochSeconds" | "dateTime" | "httpDate";
  readonly sensitive?: true;
  /** A blob that may be too large to hold: it travels as the body and is read piece by piece. */
  readonly streaming?: true;
}

export interface ListShape {
  readonly kind: "list";
  readonly member: string;
  /** Name of its XML elements, where it is not `member`. */
  readonly element?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly kind: "map";
  readonly key: string;
  readonly value: string;
  readonly min?: number;
  readonly max?: number;
}

/** Where a member travels; absent means the body. */
export type Location = "label" | "query" | "header" | "prefixHeaders" | "payload" | "status";

export interface Member {
  /** Key into `ServiceSchema.shapes`. */
  readonly shape: string;
  /** Name on the wire: JSON key, label, query key or header name. */
  readonly wire: string;
  readonly required?: true;
  readonly location?: Location;
  /** A list whose XML elements stand in the structure itself, each under `wire`. */
  readonly flattened?: true;
}

export interface StructureShape {
  readonly kind: "structure";
  /** By SDK name (first letter as the SDKs write it). */
  readonly members: Readonly<Record<string, Member>>;
  readonly sensitive?: true;
  /** Root element of an XML body, where it is not the name of the shape. */
  readonly xmlName?: string;
}

export type Shape = StringShape | NumberShape | SimpleShape | ListShape | MapShape | StructureShape;

export interface OperationSchema {
  readonly method: string;
  /** Template such as `/backend/{AppId}/api`, labels by SDK member name. */
  readonly uri: string;
  readonly status: number;
  readonly input: string;
  readonly output: string;
  /** Names of the modelled errors, keys into `ServiceSchema.errors`. */
  readonly errors: readonly string[];
}

export interface ErrorSchema {
  readonly status: number;
  readonly fault: "client" | "server";
  /** Structure with the error's members. */
  readonly shape: string;
}

export interface ServiceSchema {
  /** As the SDKs call it: `AmplifyBackend`. */
  readonly service: string;
  readonly version: string;
  readonly signingName: string;
  readonly protocol: "restJson1" | "awsJson1_1" | "restXml";
  /** Prefix of X-Amz-Target for awsJson1_1. */
  readonly targetPrefix?: string;
  /** Of the elements of restXml bodies. */
  readonly xmlNamespace?: string;
  /** Operations of the service that this data leaves out: method and URI template by name, so that requests for them are known. */
  readonly others?: Readonly<Record<string, readonly [method: string, uri: string]>>;
  readonly operations: Readonly<Record<string, OperationSchema>>;
  readonly errors: Readonly<Record<string, ErrorSchema>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
