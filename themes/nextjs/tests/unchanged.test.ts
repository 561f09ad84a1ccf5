import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEtag } from "@/cache/etag.mjs";
import { names, watchUnchanged } from "@/lib/unchanged";

const { headers } = addEtag({ kind: "APP_PAGE", html: "<p>kept</p>", headers: { "x-next-cache-tags": "a" } });
let server: Server;
let origin = "";

/** Answers as Next.js does for a kept page: its headers are appended, then the page is sent whole. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    watchUnchanged(request, response);
    await new Promise((done) => setTimeout(done, 5));
    response.appendHeader("etag", headers.etag);
    response.statusCode = request.url === "/missing/" ? 404 : 200;
    response.setHeader("Content-Type", "text/html");
    response.setHeader("Cache-Control", "s-maxage=300");
    response.end("<p>kept</p>");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

const visit = (given: HeadersInit = {}, path = "/") => fetch(origin + path, { headers: given });

describe("a kept page", () => {
  it("names its version, which changes with its text alone", () => {
    expect(headers).toEqual({ "x-next-cache-tags": "a", etag: expect.stringMatching(/^W\/"[\w-]{27}"$/) });
    const other = addEtag({ kind: "APP_PAGE", html: "<p>changed</p>", headers: {} });
    expect(other.headers.etag).not.toBe(headers.etag);
    expect(addEtag({ kind: "FETCH", data: {} })).toEqual({ kind: "FETCH", data: {} });
    expect(addEtag(null)).toBeNull();
  });

  it("is not sent again to a browser that has it", async () => {
    for (const known of [headers.etag, headers.etag.replace("W/", ""), `"x", ${headers.etag}`, "*"]) {
      const answer = await visit({ "If-None-Match": known });
      expect([answer.status, await answer.text(), answer.headers.get("etag"), answer.headers.get("cache-control")]).toEqual([304, "", headers.etag, "s-maxage=300"]);
    }
  });

  it("is sent to all others", async () => {
    for (const given of [{}, { "If-None-Match": 'W/"old"' }, { "If-None-Match": '"' }] as HeadersInit[]) {
      const answer = await visit(given);
      expect([answer.status, await answer.text(), answer.headers.get("etag")]).toEqual([200, "<p>kept</p>", headers.etag]);
    }
  });

  it("that is missing stays missing", async () => {
    expect((await visit({ "If-None-Match": headers.etag }, "/missing/")).status).toBe(404);
  });

  it("has another version as data for scripts, and names none", async () => {
    const answer = await visit({ RSC: "1", "If-None-Match": headers.etag });
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, null]);
  });
});

it("an ETag is compared whole", () => {
  expect(names('"ab"', '"a"')).toBe(false);
  expect(names("", '"a"')).toBe(false);
});
