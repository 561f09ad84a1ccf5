/** What may stand at a place in a document: a walk over the tokens before it that keeps a stack of types. */

import { tokens } from "./language.js";
import { inner } from "./schema.js";

const START = ["query", "mutation", "subscription", "fragment"].map((name) => ({ name }));
const DIRECTIVES = [{ name: "include" }, { name: "skip" }];
const IF = [{ name: "if", type: { kind: "SCALAR", name: "Boolean" } }];
const TYPENAME = { name: "__typename", description: "The name of this object's type." };
const BOOLEANS = [{ name: "true" }, { name: "false" }];

/** {from, items}: where the word being typed begins, and what it can become ({name, type, description}). */
export function suggestions(text, offset, schema) {
  const before = tokens(text.slice(0, offset));
  const last = before.at(-1);
  const touching = last && last.start + last.text.length === offset ? last.kind : "";
  if (["comment", "string"].includes(touching)) return { from: offset, items: [] };
  const typing = touching === "name" ? before.pop() : null;
  const word = typing?.text.toLowerCase() ?? "";
  const place = ({ name }) => name.toLowerCase().indexOf(word);
  const items = offers(walk(before, schema), before, text, schema).filter((item) => place(item) >= 0);
  items.sort((a, b) => Math.sign(place(a)) - Math.sign(place(b)));
  return { from: typing?.start ?? offset, items };
}

/** The innermost open bracket: its kind (selection, arguments, input, variables) and what may stand in it. */
function walk(before, schema) {
  const stack = [];
  let pending = schema.roots.query;
  for (const [index, { kind, text }] of before.entries()) {
    const [top, previous, earlier] = [stack.at(-1), before[index - 1]?.text, before[index - 2]?.text];
    if (text === "{" && top?.value) stack.push({ kind: "input", fields: inputsOf(top.field, schema) });
    else if (text === "{") stack.push({ kind: "selection", type: schema.type(pending) });
    else if (text === "(" && !top) stack.push({ kind: "variables" });
    else if (text === "(") stack.push({ kind: "arguments", fields: earlier === "@" ? IF : top.field?.args });
    else if (text === "}" || text === ")") pending = close(stack) ? pending : schema.roots.query;
    else if (!top) pending = schema.roots[text] ?? (previous === "on" ? text : pending);
    else if (top.kind === "selection") pending = select(top, text, kind, previous, pending);
    else if (top.fields) assign(top, text, kind, previous);
  }
  return stack.at(-1);
}

/** Leaves the innermost bracket; the one around it, if any. */
function close(stack) {
  stack.pop();
  const top = stack.at(-1);
  if (top?.fields && !top.list) top.value = false;
  return top;
}

function select(top, text, kind, previous, pending) {
  if (text === "...") return top.type?.name;
  if (kind !== "name" || previous === "@" || text === "on") return pending;
  if (previous === "on") return text;
  top.field = top.type?.fields?.find(({ name }) => name === text);
  return previous === "..." ? pending : inner(top.field?.type);
}

function assign(top, text, kind, previous) {
  if (text === ":") top.value = true;
  else if (text === "[" || text === "]") [top.list, top.value] = [text === "[", text === "["];
  else if (top.value && text !== "$") top.value = Boolean(top.list);
  else if (kind === "name" && previous !== "$") top.field = top.fields.find(({ name }) => name === text);
}

function offers(top, before, text, schema) {
  const [previous, earlier] = [before.at(-1)?.text, before.at(-2)?.text];
  if (previous === "@") return DIRECTIVES;
  if (previous === "$") return names(text, "$").map((name) => ({ name }));
  if (!top) return previous === "on" ? schema.composites : START;
  if (top.kind === "variables") return [":", "["].includes(previous) ? schema.inputs : [];
  if (top.kind !== "selection") return top.value ? values(typeOf(top.field, schema)) : top.fields ?? [];
  if (previous === "on" && earlier === "...") return (top.type?.possibleTypes ?? [top.type]).filter(Boolean);
  if (previous === "...") return [{ name: "on" }, ...names(text, "fragment").map((name) => ({ name }))];
  return [...(top.type?.fields ?? []), TYPENAME];
}

const typeOf = (field, schema) => schema.type(inner(field?.type));
const inputsOf = (field, schema) => typeOf(field, schema)?.inputFields;
const values = (type) => type?.enumValues ?? (type?.name === "Boolean" ? BOOLEANS : []);

/** The names that follow a certain token anywhere in the document, once each. */
function names(text, after) {
  const follows = ({ kind }, index, list) => kind === "name" && list[index - 1]?.text === after;
  const found = tokens(text).filter(follows);
  return [...new Set(found.map((token) => token.text))];
}
