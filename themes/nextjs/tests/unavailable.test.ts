import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onRequestError, register } from "@/instrumentation";
import { ApiError } from "@/lib/errors";

const SHOW = { headers: { Accept: "text/html" } };
let server: Server;
let origin = "";
/** What the next request meets while its page is being made. */
let fails: unknown = null;

const tell = (error: unknown) => onRequestError(error, { path: "", method: "GET", headers: {} }, {} as never);

/** Answers as Next.js does: the error is told before anything is sent, and then 500 with a page for scripts. */
beforeAll(async () => {
  process.env.NEXT_RUNTIME = "nodejs";
  await register();
  server = createServer(async (request, response) => {
    const error = fails;
    await new Promise((done) => setTimeout(done, 20));
    if (error && !request.url?.includes("late")) await tell(error);
    response.statusCode = error && !request.url?.includes("stale") ? 500 : 200;
    response.setHeader("Cache-Control", "private");
    response.setHeader("Content-Type", "text/html");
    response.setHeader("X-Frame-Options", "DENY");
    if (request.url?.includes("streamed")) response.write("<script>");
    response.end("</script>");
    if (error && request.url?.includes("late")) await tell(error);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

async function visit(path: string, error: unknown, init: RequestInit = SHOW) {
  fails = error;
  const response = await fetch(origin + path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("a page that could not be made because the API gave no answer", () => {
  it.each(["/a/", "/streamed/"])("is 503 under %s, with a page that needs no script", async (path) => {
    const { status, headers, text } = await visit(path, new ApiError("down", "UNREACHABLE"));
    expect([status, headers.get("retry-after"), headers.get("cache-control")]).toEqual([503, "5", "no-store"]);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('<a href="">Try again</a>');
    expect(text).not.toContain("script");
  });

  it("says how long the API asked to wait, and speaks the language of the address", async () => {
    const { headers, text } = await visit("/de/b/", new ApiError("busy", "RATE_LIMITED", 30));
    expect(headers.get("retry-after")).toBe("30");
    expect(text).toContain('<html lang="de">');
  });

  it("is a line of text for programs and scripts", async () => {
    for (const headers of [{ Accept: "application/json" }, { Accept: "text/html", RSC: "1" }] as HeadersInit[]) {
      const { status, text, headers: given } = await visit("/c/", new ApiError("down", "UNREACHABLE"), { headers });
      expect([status, given.get("content-type"), text]).toEqual([503, "text/plain; charset=utf-8", "The directory does not answer at the moment.\n"]);
    }
  });

  it("shows nothing of the address, whatever it holds", async () => {
    const { text } = await visit("//evil.example/%22%3E<script>", new ApiError("down", "UNREACHABLE"));
    expect(text).not.toMatch(/evil|script/);
  });
});

describe("answers that stay as they are", () => {
  it("a page that was kept, and is shown while its renewal fails", async () => {
    const { status, headers, text } = await visit("/stale/", new ApiError("down", "UNREACHABLE"));
    expect([status, headers.get("retry-after"), text]).toEqual([200, null, "</script>"]);
  });

  it("a failure that was told after its answer", async () => {
    expect((await visit("/late/", new ApiError("down", "UNREACHABLE"))).status).toBe(500);
  });

  it("a fault of our own is 500, and so is the next one of another address", async () => {
    expect((await visit("/d/", new TypeError("a fault"))).status).toBe(500);
    await visit("/e/", new ApiError("down", "UNREACHABLE"));
    expect((await visit("/f/", new TypeError("a fault"))).status).toBe(500);
  });
});

it("who waits for the same page gets the same answer", async () => {
  fails = new ApiError("down", "UNREACHABLE");
  const first = fetch(`${origin}/same/`, SHOW);
  await new Promise((done) => setTimeout(done, 30));
  const others = await Promise.all([first, fetch(`${origin}/same/`, SHOW), fetch(`${origin}/same/`, SHOW)]);
  expect(others.map(({ status }) => status)).toEqual([503, 503, 503]);
  expect((await visit("/same/", null)).status).toBe(200);
});
