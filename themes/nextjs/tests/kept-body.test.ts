import { createRequire } from "node:module";
import { createServer, get, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEtag, ETAG } from "@/cache/etag.mjs";
import { choose, names, watchBody } from "@/lib/kept-body";

const HTML = `<p>kept – ${"words ".repeat(2_000)}</p>`;
const { headers } = addEtag({ kind: "APP_PAGE", html: HTML, headers: { "x-next-cache-tags": "a" } });
const compress = createRequire(import.meta.url)("next/dist/compiled/compression")() as (request: unknown, response: unknown, next: () => void) => void;
let server: Server;
let port = 0;

/** Answers as Next.js does for a kept page: compression is put in place, its headers are appended, and the page is sent whole. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    watchBody(request, response);
    compress(request, response, () => undefined);
    await Promise.resolve();
    response.setHeader("Vary", "rsc");
    if (request.url !== "/other/") response.appendHeader("etag", headers.etag);
    response.statusCode = request.url === "/missing/" ? 404 : 200;
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Cache-Control", "s-maxage=300");
    response.setHeader("Content-Length", Buffer.byteLength(HTML));
    response.end(request.method === "HEAD" ? null : HTML);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer as it came, not decompressed. */
function visit(given: Record<string, string> = {}, path = "/", method = "GET"): Promise<Answer> {
  return new Promise((done, fail) => {
    const sent = get({ port, path, method, headers: given }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
    });
    sent.on("error", fail);
  });
}

/** Until the compressed form has been made, a page is compressed as it is sent. */
async function visitCompressed(form: string): Promise<Answer> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await visit({ "Accept-Encoding": form });
    if (answer.headers["content-encoding"] === form && answer.headers["content-length"]) return answer;
    expect(answer.status).toBe(200);
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error("no compressed form was kept");
}

describe("a kept page", () => {
  it("names its version, which changes with its text alone", () => {
    expect(headers).toEqual({ "x-next-cache-tags": "a", etag: expect.stringMatching(ETAG) });
    expect(addEtag({ kind: "APP_PAGE", html: "<p>changed</p>", headers: {} }).headers.etag).not.toBe(headers.etag);
    expect(addEtag({ kind: "FETCH", data: {} })).toEqual({ kind: "FETCH", data: {} });
    expect(addEtag(null)).toBeNull();
  });

  it("is sent as it is to who takes no other form, again and again", async () => {
    for (const given of [{}, {}, { "Accept-Encoding": "identity" }, { "If-None-Match": 'W/"old"' }, { "If-None-Match": '"' }] as Record<string, string>[]) {
      const answer = await visit(given);
      expect([answer.status, answer.body.toString(), answer.headers.etag, answer.headers["content-encoding"]]).toEqual([200, HTML, headers.etag, undefined]);
    }
  });

  it.each([["br", brotliDecompressSync], ["gzip", gunzipSync]] as const)("is kept as %s, and says so to caches", async (form, read) => {
    const answer = await visitCompressed(form);
    expect([answer.headers["content-encoding"], answer.headers.vary, answer.headers["content-length"]]).toEqual([form, "rsc, Accept-Encoding", String(answer.body.length)]);
    expect(read(answer.body).toString()).toBe(HTML);
    expect(answer.body.length).toBeLessThan(HTML.length / 10);
  });

  it("is not sent again to a browser that has it, in whatever form", async () => {
    for (const known of [headers.etag, headers.etag.replace("W/", ""), `"x", ${headers.etag}`, "*"]) {
      const answer = await visit({ "If-None-Match": known, "Accept-Encoding": "br" });
      expect([answer.status, answer.body.length, answer.headers.etag, answer.headers["cache-control"], answer.headers["content-encoding"]]).toEqual([304, 0, headers.etag, "s-maxage=300", undefined]);
    }
    expect((await visit({ "If-None-Match": headers.etag }, "/", "HEAD")).status).toBe(304);
  });

  it("answers HEAD without a body", async () => {
    const answer = await visit({}, "/", "HEAD");
    expect([answer.status, answer.body.length, answer.headers.etag]).toEqual([200, 0, headers.etag]);
  });
});

describe("answers that stay as they are", () => {
  it("a missing page, and one that is not kept", async () => {
    expect((await visit({ "If-None-Match": headers.etag }, "/missing/")).status).toBe(404);
    const answer = await visit({ "If-None-Match": "*", "Accept-Encoding": "gzip" }, "/other/");
    expect([answer.status, gunzipSync(answer.body).toString(), answer.headers.etag]).toEqual([200, HTML, undefined]);
  });

  it("data for scripts, which is another text and has no ETag", async () => {
    const answer = await visit({ RSC: "1", "If-None-Match": headers.etag });
    expect([answer.status, answer.body.toString(), answer.headers.etag]).toEqual([200, HTML, undefined]);
  });
});

it("forms are chosen as browsers rank them, and none that they refuse", () => {
  expect(["gzip, deflate, br, zstd", "gzip;q=1.0", "br;q=0, gzip", "identity", "", "brotli", "*"].map(choose)).toEqual(["br", "gzip", "gzip", null, null, null, null]);
});

it("an ETag is compared whole", () => {
  expect([names('"ab"', '"a"'), names("", '"a"')]).toEqual([false, false]);
});
