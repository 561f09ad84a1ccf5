// Fails when gen/ is not what codegen makes of graphql/; writes nothing.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const read = (folder) => new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));

const kept = mkdtempSync(join(tmpdir(), "gen-"));
cpSync("gen", kept, { recursive: true });
const before = read("gen");
try {
  const { status } = spawnSync("npm", ["run", "--silent", "generate"], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exitCode = 1;
  const after = read("gen");
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
  for (const name of names) console.error(`themes/nextjs/gen/${name} is out of date: run \`make theme-types\`.`);
  if (names.length > 0) process.exitCode = 1;
} finally {
  rmSync("gen", { recursive: true });
  cpSync(kept, "gen", { recursive: true });
  rmSync(kept, { recursive: true });
}
