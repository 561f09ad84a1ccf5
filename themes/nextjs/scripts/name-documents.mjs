// Writes gen/documents.ts: each operation with its types and the id under which the site knows it.
import { readFileSync, writeFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../../../graphql/operations.json", import.meta.url), "utf8"));
const queries = manifest.documents.filter(({ owner, text }) => owner === "theme" && text.startsWith("query"));
const names = queries.map(({ name }) => name);
const types = names.flatMap((name) => [`${name}Query`, `${name}QueryVariables`]);

writeFileSync(
  new URL("../gen/documents.ts", import.meta.url),
  `/* Written by \`npm run generate\` from graphql/operations.json. */
import type {\n${types.map((type) => `  ${type},\n`).join("")}} from "./graphql";

export interface Operations {
${names.map((name) => `  ${name}: { data: ${name}Query; variables: ${name}QueryVariables };\n`).join("")}}

export const DOCUMENTS: Record<keyof Operations, string> = {
${queries.map(({ name, id }) => `  ${name}: "${id}",\n`).join("")}};
`,
);
