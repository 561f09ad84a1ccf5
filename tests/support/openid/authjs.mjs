// A website with Auth.js: the files of docs/howto/sign-in-from-nextjs.md, served as Next.js serves them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "amaro";
import { answerWith } from "./next_auth.mjs";

const [page, folder] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const HOME = `<!doctype html><title>Website</title><h1>Website</h1>
  <form method="post" action="/sign-out"><button>Leave the website</button></form>`;

function locate(name) {
  if (name === "next-auth") return pathToFileURL(join(here, "next_auth.mjs")).href;
  return name.startsWith("@/") ? pathToFileURL(join(folder, `${name.slice(2)}.mjs`)).href : import.meta.resolve(name);
}

// Each block of the page that begins with its name, without types.
function writeFiles() {
  const blocks = readFileSync(page, "utf8").matchAll(/```ts\n(\/\/ (\S+)\.ts\n.*?)```/gs);
  return Array.from(blocks, ([, code, name]) => {
    const target = join(folder, `${name}.mjs`);
    mkdirSync(dirname(target), { recursive: true });
    const plain = transformSync(code, { mode: "strip-only" }).code;
    writeFileSync(target, plain.replace(/(from|import) "([^"]+)"/g, (_, word, from) => `${word} "${locate(from)}"`));
    return name;
  });
}

function match(name) {
  const place = name.replace(/^app|\/route$/g, "");
  return place.includes("[") ? (path) => path.startsWith(place.split("[")[0]) : (path) => path === place;
}

async function findRoutes() {
  const names = writeFiles().filter((name) => name.endsWith("/route"));
  return Promise.all(names.map(async (name) => ({ fits: match(name), ...(await import(locate(`@/${name}`))) })));
}

async function read(incoming) {
  const url = new URL(incoming.url, process.env.AUTH_URL);
  const body = incoming.method === "POST" ? await buffer(incoming) : undefined;
  return new Request(url, { method: incoming.method, headers: incoming.headers, body });
}

function moveClock() {
  const before = Date.now;
  Date.now = () => before() + 600_000;
  return new Response(null, { status: 204 });
}

async function answer(request, routes) {
  const { pathname } = new URL(request.url);
  if (pathname === "/") return new Response(HOME, { headers: { "Content-Type": "text/html" } });
  if (pathname === "/favicon.ico") return new Response(null, { status: 204 });
  if (pathname === "/ten-minutes-later") return moveClock();
  const route = routes.find((each) => each.fits(pathname))?.[request.method];
  return route ? answerWith(route, request) : new Response(null, { status: 404 });
}

const routes = await findRoutes();
const server = createServer(async (incoming, outgoing) => {
  const given = await answer(await read(incoming), routes).catch((error) => {
    console.error(error);
    return new Response(null, { status: 500 });
  });
  const { "set-cookie": _, ...headers } = Object.fromEntries(given.headers);
  outgoing.writeHead(given.status, { ...headers, "set-cookie": given.headers.getSetCookie() });
  outgoing.end(Buffer.from(await given.arrayBuffer()));
});
server.listen(new URL(process.env.AUTH_URL).port, "127.0.0.1", () => console.log("ready"));
process.stdin.resume().on("end", () => process.exit(0));
