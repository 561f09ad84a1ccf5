import { beforeEach, describe, expect, it, vi } from "vitest";

const dropped = vi.hoisted(() => [] as [string, unknown][]);
vi.mock("next/cache", () => ({ revalidateTag: (tag: string, life: unknown) => dropped.push([tag, life]) }));

import { POST } from "@/app/api/revalidate/route";
import { sign, WINDOW_SECONDS } from "@/lib/signature";

const SECRET = "k".repeat(40);
let nonce = 0;

function call(kinds: unknown, { age = 0, secret = SECRET, change = (body: string) => body } = {}): Request {
  const body = JSON.stringify({ kinds, nonce: (nonce += 1) });
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const headers = { "X-Timestamp": timestamp, "X-Signature": sign(secret, timestamp, body) };
  return new Request("http://theme/api/revalidate/", { method: "POST", headers, body: change(body) });
}

beforeEach(() => {
  dropped.length = 0;
  vi.stubEnv("REVALIDATE_SECRET", SECRET);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

describe("the revalidation route", () => {
  it("drops at once what a signed call names", async () => {
    const response = await POST(call(["solutions.solution", "pages.menu"]));
    expect([response.status, await response.json()]).toEqual([200, { dropped: ["solutions.solution", "pages.menu"] }]);
    expect(dropped).toEqual([["solutions.solution", { expire: 0 }], ["pages.menu", { expire: 0 }]]);
  });

  it.each([
    ["forged", () => call(["solutions.solution"], { secret: "x".repeat(40) })],
    ["changed", () => call(["solutions.solution"], { change: (body) => body.replace("solution", "other") })],
    ["old", () => call(["solutions.solution"], { age: WINDOW_SECONDS + 5 })],
    ["early", () => call(["solutions.solution"], { age: -WINDOW_SECONDS - 5 })],
    ["unsigned", () => new Request("http://theme/", { method: "POST", body: "{}" })],
  ])("refuses a call that is %s", async (_, make) => {
    expect((await POST(make())).status).toBe(401);
    expect(dropped).toEqual([]);
  });

  it("takes a call once", async () => {
    const first = call(["events.event"]);
    const again = first.clone();
    expect([(await POST(first)).status, (await POST(again)).status, dropped.length]).toEqual([200, 401, 1]);
  });

  it("is closed without a secret", async () => {
    vi.stubEnv("REVALIDATE_SECRET", "");
    expect((await POST(call(["events.event"], { secret: "" }))).status).toBe(503);
  });

  it.each([[[]], [null], ["events.event"], [[1]], [{}]])("says what it expects instead of %j", async (kinds) => {
    expect((await POST(call(kinds))).status).toBe(400);
  });

  it("reads no more of a body than it may have, whatever its length claims", async () => {
    let given = 0;
    const body = new ReadableStream({ pull: (controller) => { given += 1; controller.enqueue(new Uint8Array(16 * 1024)); } });
    const endless = new Request("http://theme/", { method: "POST", body, duplex: "half" } as RequestInit);
    expect([(await POST(endless)).status, given < 10]).toEqual([413, true]);
    const large = new Request("http://theme/", { method: "POST", body: "x", headers: { "Content-Length": "999999" } });
    expect((await POST(large)).status).toBe(413);
  });

  it("drops everything for more kinds than it knows, with one tag", async () => {
    const response = await POST(call(Array.from({ length: 5_000 }, (_, index) => `k.${index}`)));
    expect([response.status, dropped]).toEqual([200, [["all", { expire: 0 }]]]);
  });
});
