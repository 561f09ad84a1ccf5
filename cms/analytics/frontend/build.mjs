/** Builds the script of frontends and the charts of the admin, with the licence of the chart library and a manifest. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const OUT = "../static/analytics";
const SOURCES = ["package.json", "package-lock.json", "build.mjs", ...readdirSync("src").map((name) => `src/${name}`)];

const options = {
  bundle: true,
  entryNames: "[name]",
  entryPoints: ["src/collect.js", "src/charts.js"].filter((each) => existsSync(each)),
  format: "iife",
  legalComments: "none", // LICENSES.txt has the licence of the library in full
  logLevel: "warning",
  minify: true,
  outdir: OUT,
  target: "es2021",
};

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const hashes = (folder, names) => Object.fromEntries(names.sort().map((name) => [name, sha256(join(folder, name))]));

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await build(options);
const { version, license } = JSON.parse(readFileSync("node_modules/uplot/package.json"));
const text = readFileSync("node_modules/uplot/LICENSE", "utf8").trim();
writeFileSync(join(OUT, "LICENSES.txt"), `uplot ${version} (${license})\n\n${text}\n`);
const manifest = { sources: hashes(".", SOURCES), files: hashes(OUT, readdirSync(OUT)) };
writeFileSync(join(OUT, "build.json"), `${JSON.stringify(manifest, null, 2)}\n`);
