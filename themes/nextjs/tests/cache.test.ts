import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import CacheHandler, { Store } from "@/cache/handler.mjs";
import { Memory } from "@/cache/memory.mjs";
import { Shared } from "@/cache/shared.mjs";

const page = (html: string, tags = "a,b") => ({ kind: "APP_PAGE", html, rscData: Buffer.from(html), headers: { "x-next-cache-tags": tags }, segmentData: new Map([["/x", Buffer.from("s")]]) });

function handlerOf(store: Store): CacheHandler {
  (globalThis as { aixploreStore?: Store }).aixploreStore = store;
  return new CacheHandler({});
}

afterEach(() => vi.useRealTimers());

describe("one instance", () => {
  it("keeps a page until one of its tags is dropped", async () => {
    const handler = handlerOf(new Store(null));
    await handler.set("k", page("1"), { cacheControl: { revalidate: 300 } });
    expect(await handler.get("k", {})).toMatchObject({ value: { html: "1" }, cacheControl: { revalidate: 300 } });
    await handler.revalidateTag("c");
    expect(await handler.get("k", {})).not.toBeNull();
    await handler.revalidateTag(["b"]);
    expect(await handler.get("k", {})).toBeNull();
  });

  it("drops an answer by the tags of its reader, and those of its path", async () => {
    const handler = handlerOf(new Store(null));
    await handler.set("f", { kind: "FETCH", data: { body: "x" }, revalidate: 300 }, { tags: ["t"] });
    await handler.revalidateTag("_N_T_/x");
    expect(await handler.get("f", { tags: ["t"] })).not.toBeNull();
    expect(await handler.get("f", { tags: ["t"], softTags: ["_N_T_/x"] })).toBeNull();
  });

  it("does not keep what was begun before a change and ended after it", async () => {
    vi.useFakeTimers();
    const handler = handlerOf(new Store(null));
    expect(await handler.get("k", {})).toBeNull();
    vi.advanceTimersByTime(50);
    await handler.revalidateTag("a");
    vi.advanceTimersByTime(50);
    await handler.set("k", page("old"), {});
    expect(await handler.get("k", {})).toBeNull();
    vi.advanceTimersByTime(50);
    await handler.set("k", page("new"), {});
    expect(await handler.get("k", {})).toMatchObject({ value: { html: "new" } });
  });

  it("stays within its size, and keeps what was used last", () => {
    const memory = new Memory(100_000);
    for (let index = 0; index < 20; index += 1) {
      memory.set(`k${index}`, { value: page("x".repeat(9_000)) });
      memory.get("k0");
    }
    expect(memory.bytes).toBeLessThanOrEqual(100_000);
    expect([memory.get("k0") === null, memory.get("k1") === null]).toEqual([false, true]);
    memory.set("huge", { value: page("x".repeat(60_000)) });
    expect(memory.get("huge")).toBeNull();
  });

  it("bears 10,000 distinct tags, on a page and in a call", async () => {
    const tags = Array.from({ length: 10_000 }, (_, index) => `tag-${index}`);
    const store = new Store(null);
    const handler = handlerOf(store);
    await handler.set("k", page("1", tags.join(",")), {});
    const begun = performance.now();
    for (let index = 0; index < 20; index += 1) expect(await handler.get("k", {})).not.toBeNull();
    expect(performance.now() - begun).toBeLessThan(1_000);
    for (let index = 0; index < 5; index += 1) await handler.revalidateTag(tags.map((tag) => `${tag}.${index}`));
    expect(store.drops.at.size).toBeLessThanOrEqual(20_000);
    await handler.revalidateTag("tag-9999");
    expect(await handler.get("k", {})).toBeNull();
  });
});

describe("Valkey away", () => {
  it("pages are kept and dropped by the instance itself, without delay", async () => {
    const shared = new Shared("redis://127.0.0.1:1", "test");
    const handler = handlerOf(new Store(shared));
    const begun = performance.now();
    await handler.set("k", page("1"), {});
    expect(await handler.get("k", {})).toMatchObject({ value: { html: "1" } });
    await handler.revalidateTag("a");
    expect(await handler.get("k", {})).toBeNull();
    expect(performance.now() - begun).toBeLessThan(200);
    expect([...shared.pending.keys()]).toEqual(["a"]);
    await shared.close();
  });
});

/** These are about what is shared, not about how soon. */
const BUSY_MACHINE_MS = 10_000;

/** Run by `plugins/nextjs_revalidate/tests`, which have a Valkey. */
describe.runIf(process.env.TEST_CACHE_URL)("two instances on one Valkey", () => {
  const build = `test-${process.pid}`;
  let stores: Store[];
  const ready = (shared: Shared) => vi.waitFor(() => expect(shared.client.isReady).toBe(true), 5_000);

  beforeEach(async () => {
    stores = [1, 2].map(() => new Store(new Shared(process.env.TEST_CACHE_URL as string, build, BUSY_MACHINE_MS)));
    for (const { shared } of stores) await ready(shared as Shared);
  });
  afterEach(async () => Promise.all(stores.map(({ shared }) => shared?.close())));

  it("share pages, and their drops", async () => {
    const [one, two] = stores.map(handlerOf) as [CacheHandler, CacheHandler];
    const key = `/route-cache/${Date.now()}`;
    await one.set(key, page("1", "shared-a"), { cacheControl: { revalidate: 300 } });
    const found = await two.get(key, {});
    expect(found).toMatchObject({ value: { html: "1" }, cacheControl: { revalidate: 300 } });
    expect([found?.value.segmentData.get("/x").toString(), Buffer.isBuffer(found?.value.rscData)]).toEqual(["s", true]);
    await one.revalidateTag("shared-a");
    expect([await two.get(key, {}), await one.get(key, {})]).toEqual([null, null]);
    await new Promise((done) => setTimeout(done, 2));
    await two.get(key, {});
    await two.set(key, page("2", "shared-a"), {});
    expect([await one.get(key, {}), await two.get(key, {})]).toMatchObject([{ value: { html: "2" } }, { value: { html: "2" } }]);
  });

  it("agree on what came first, though their clocks do not", async () => {
    const [one, two] = stores as [Store, Store];
    const key = `/route-cache/clock-${Date.now()}`;
    const ahead = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 3_600_000);
    expect(await one.get(key, [])).toBeNull();
    await one.set(key, page("1", "shared-c"), ["shared-c"], undefined);
    ahead.mockRestore();
    expect(await two.get(key, [])).not.toBeNull();
    await new Promise((done) => setTimeout(done, 2));
    await two.drop(["shared-c"]);
    expect([await one.get(key, []), await two.get(key, [])]).toEqual([null, null]);
  });

  it("hear of drops that were made while one of them had no Valkey", async () => {
    const [one, two] = stores as [Store, Store];
    const key = `/route-cache/away-${Date.now()}`;
    await two.set(key, page("1", "shared-b"), ["shared-b"], undefined);
    const shared = one.shared as Shared;
    shared.client.destroy();
    await new Promise((done) => setTimeout(done, 50));
    await one.drop(["shared-b"]);
    expect(await two.get(key, [])).not.toBeNull();
    await shared.client.connect();
    await vi.waitFor(() => expect(shared.pending.size).toBe(0), 5_000);
    expect(await two.get(key, [])).toBeNull();
  });
});
