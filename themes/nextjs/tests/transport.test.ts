import { beforeEach, describe, expect, it, vi } from "vitest";
import { readRetryAfter } from "@/lib/errors";
import { send } from "@/lib/transport";

type Waits = { aixploreWaits: { until: number } };
const answer = (body: unknown, init: ResponseInit = {}) => vi.fn<typeof fetch>(async () => new Response(typeof body === "string" ? body : JSON.stringify(body), init));

beforeEach(() => {
  (globalThis as unknown as Waits).aixploreWaits.until = 0;
});

describe("a request", () => {
  it("asks by id over GET, with a trace and no id of its own", async () => {
    const fetcher = answer({ data: { site: { name: "A" } } });
    expect(await send("sha256:1", { path: "/ä/" }, fetcher)).toEqual({ data: { site: { name: "A" } }, partial: [] });
    const [address, init] = fetcher.mock.calls[0] ?? [];
    const url = new URL(String(address));
    expect([url.searchParams.get("documentId"), url.searchParams.get("variables")]).toEqual(["sha256:1", '{"path":"/ä/"}']);
    const headers = init?.headers as Record<string, string>;
    expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers).not.toHaveProperty("x-request-id");
  });

  it("gives what is there of a partial answer", async () => {
    const fetcher = answer({ data: { a: 1, b: null }, errors: [{ message: "no b" }] });
    expect(await send("x", {}, fetcher)).toEqual({ data: { a: 1, b: null }, partial: ["no b"] });
  });

  it("takes null for absence only without errors", async () => {
    expect((await send("x", {}, answer({ data: { page: null } }))).data).toEqual({ page: null });
    const failed = answer({ data: { page: null }, errors: [{ message: "down", extensions: { code: "SEARCH_UNAVAILABLE" } }] });
    await expect(send("x", {}, failed)).rejects.toMatchObject({ code: "SEARCH_UNAVAILABLE" });
  });

  it("waits as long as the API asks", async () => {
    const busy = answer({}, { status: 429, headers: { "Retry-After": "7" } });
    await expect(send("x", {}, busy)).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfter: 7 });
    const fetcher = answer({ data: { a: 1 } });
    await expect(send("x", {}, fetcher)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(fetcher).not.toHaveBeenCalled();
  });

  it("throws for an API that is away, or answers no JSON", async () => {
    const away = vi.fn<typeof fetch>(async () => Promise.reject(new TypeError("fetch failed")));
    await expect(send("x", {}, away)).rejects.toMatchObject({ code: "UNREACHABLE" });
    await expect(send("x", {}, answer("<html>", { status: 502 }))).rejects.toMatchObject({ code: "UNREADABLE" });
    await expect(send("x", {}, answer({}, { status: 500 }))).rejects.toMatchObject({ code: "NO_DATA" });
  });
});

it("reads Retry-After as seconds or a date", () => {
  const now = Date.parse("2027-01-01T00:00:00Z");
  expect([readRetryAfter("5"), readRetryAfter(null), readRetryAfter("x"), readRetryAfter("999999"), readRetryAfter("Fri, 01 Jan 2027 00:00:09 GMT", now)]).toEqual([5, null, null, 3600, 9]);
});
