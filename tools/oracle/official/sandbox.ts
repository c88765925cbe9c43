/** `input AMPLIFY` of dialect 2: the command line takes it out before it transforms, and opens the sandbox by its rule. */

import { load } from "./load.ts";

interface Node {
  readonly kind: string;
  readonly name?: { readonly value: string };
}

interface InputType extends Node {
  readonly fields?: readonly (Node & { readonly defaultValue?: { readonly fields?: readonly Member[] } })[];
}

interface Member extends Node {
  readonly value: { readonly kind: string; readonly value: string };
}

interface Document {
  readonly definitions: readonly InputType[];
}

interface Graphql {
  readonly parse: (text: string) => Document;
  readonly print: (document: Document) => string;
}

/** The schema the transformer sees. Throws for a global rule that is not `{ allow: public }`. */
export function withoutAmplifyInput(sdl: string): { readonly schema: string; readonly sandbox: boolean } {
  if (!/\binput\s+AMPLIFY\b/.test(sdl)) return { schema: sdl, sandbox: false };
  const { parse, print } = load(2, "graphql") as Graphql;
  const document = parse(sdl);
  const isInput = (each: InputType): boolean =>
    each.kind === "InputObjectTypeDefinition" && each.name?.value === "AMPLIFY";
  const input = document.definitions.find(isInput);
  const rule = input?.fields?.find((field) => field.name?.value === "globalAuthRule")?.defaultValue;
  const allow = rule?.fields?.find((member) => member.name?.value === "allow");
  if (rule !== undefined && allow?.value.value !== "public") {
    throw new Error("There was a problem with your auth configuration.");
  }
  const definitions = document.definitions.filter((each) => !isInput(each));
  return { schema: print({ ...document, definitions }), sandbox: rule !== undefined };
}
