#!/usr/bin/env bash
# next 16.2.0: ImageResponse of next/og asks fonts.googleapis.com for fonts while it renders a text with letters that the given
# fonts lack. A site that brings its own fonts and renders on its own server still calls another company's server, once such a
# title is published, and no option turns that off. Where the host cannot be reached, the image is answered with status 200 and
# without those letters; the error is only printed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts next@16.2.0 react@19.2.0 react-dom@19.2.0

cat >render.mjs <<'JAVASCRIPT'
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const asked = [];
const original = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const address = String(input?.url ?? input);
  if (/^(file|data):/.test(address)) return original(input, init);
  asked.push(address);
  return Promise.reject(new Error("no network in this experiment"));
};
const { createElement } = require("react");
const { ImageResponse } = require("next/og");

async function render(text) {
  asked.length = 0;
  const answer = new ImageResponse(createElement("div", { style: { display: "flex" } }, text), { width: 200, height: 100 });
  const bytes = (await answer.arrayBuffer()).byteLength;
  console.log(`${JSON.stringify(text)}: status ${answer.status}, ${bytes} bytes, asked for ${JSON.stringify(asked)}`);
  return [...asked];
}

const plain = await render("Plain title");
const other = await render("Titel 機密");
console.log(`next ${require("next/package.json").version}`);
if (plain.length || !other.some((address) => new URL(address).hostname === "fonts.googleapis.com")) {
  console.error("No font is asked for now: the finding is out of date.");
  process.exit(1);
}
JAVASCRIPT
node render.mjs
