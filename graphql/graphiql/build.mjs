/** Builds GraphiQL into content_api/static: one script, one style sheet, three workers, licences and a manifest. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const OUT = "../content_api/static/content_api/graphiql";
const SOURCES = ["package.json", "package-lock.json", "build.mjs", ...readdirSync("src").map((name) => `src/${name}`)];

/** graphiql/style.css has the style sheets of Monaco; the modules of Monaco would bring them a second time. */
function dropMonacoStyles(plugin) {
  plugin.onLoad({ filter: /monaco-editor.*\.css$/ }, () => ({ contents: "", loader: "css" }));
}

const options = {
  bundle: true,
  define: { "process.env.NODE_ENV": '"production"' },
  entryNames: "[name]",
  entryPoints: {
    graphiql: "src/main.jsx",
    "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
    "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
    "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
  },
  format: "iife",
  jsx: "automatic",
  keepNames: true, // GraphiQL titles its icons by the names of their functions
  legalComments: "none", // LICENSES.txt has the licences of all packages in full
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir: OUT,
  plugins: [{ name: "monaco-styles", setup: dropMonacoStyles }],
  target: "es2022",
};

const FONTS = "Fonts in graphiql.css: Roboto (Apache-2.0), Fira Code (OFL-1.1), Codicons (CC-BY-4.0)\n";
const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const hashes = (folder, names) => Object.fromEntries(names.sort().map((name) => [name, sha256(join(folder, name))]));

/** The folders of the packages that the bundles contain, such as node_modules/@graphiql/react. */
function findPackages({ inputs }) {
  const folders = Object.keys(inputs).map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(folders.filter(Boolean))].sort();
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each) && existsSync(join(folder, each)));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "The package carries no licence file.";
  return `${name} ${version} (${license})\n\n${text}\n`;
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const { metafile } = await build(options);
const licences = findPackages(metafile).map(describePackage);
writeFileSync(join(OUT, "LICENSES.txt"), [FONTS, ...licences].join(`\n${"-".repeat(80)}\n\n`));
const manifest = { sources: hashes(".", SOURCES), files: hashes(OUT, readdirSync(OUT)) };
writeFileSync(join(OUT, "build.json"), `${JSON.stringify(manifest, null, 2)}\n`);
