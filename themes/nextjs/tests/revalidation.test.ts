import { describe, expect, it, vi } from "vitest";
import { DOCUMENTS } from "@/gen/documents";
import { forget, recall, remember } from "@/lib/last-good";
import { refuse, sign, WINDOW_SECONDS } from "@/lib/signature";
import { ALL, KINDS, tagsFor, tagsOf } from "@/lib/tags";

const SECRET = "s".repeat(32);
const NOW = 1_800_000_000_000;
const at = (seconds: number): string => String(NOW / 1000 + seconds);

describe("signed calls", () => {
  it("are taken once", () => {
    const body = '{"kinds":["a"]}';
    const signature = sign(SECRET, at(0), body);
    expect(refuse(SECRET, at(0), signature, body, NOW)).toBeNull();
    expect(refuse(SECRET, at(0), signature, body, NOW)).toBe("replay");
  });

  it("are refused when forged, changed, old, early or unsigned", () => {
    const signature = sign(SECRET, at(0), "body");
    expect(refuse(SECRET, at(0), "0".repeat(64), "body", NOW)).toBe("signature");
    expect(refuse(SECRET, at(0), signature, "other", NOW)).toBe("signature");
    expect(refuse(SECRET, at(1), signature, "body", NOW)).toBe("signature");
    expect(refuse(SECRET, null, null, "body", NOW)).toBe("signature");
    for (const seconds of [-WINDOW_SECONDS - 1, WINDOW_SECONDS + 1]) {
      expect(refuse(SECRET, at(seconds), sign(SECRET, at(seconds), "b"), "b", NOW)).toBe("age");
    }
    expect(refuse(SECRET, "soon", sign(SECRET, "soon", "b"), "b", NOW)).toBe("age");
  });

  it("need a secret that cannot be guessed", () => {
    expect(refuse("", at(0), sign("", at(0), "b"), "b", NOW)).toBe("secret");
    expect(refuse("short", at(0), sign("short", at(0), "b"), "b", NOW)).toBe("secret");
  });
});

describe("tags", () => {
  it("stand in the manifest for every operation, and are short", () => {
    expect(Object.keys(KINDS).sort()).toEqual(Object.keys(DOCUMENTS).sort());
    for (const name of Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[]) {
      expect(tagsOf(name)).toContain(ALL);
      expect(tagsOf(name).every((tag) => tag.length < 256)).toBe(true);
    }
  });

  it("drop no more than what shows votes, trends and ratings", () => {
    const showing = (kind: string) => Object.keys(DOCUMENTS).filter((name) => tagsOf(name as keyof typeof DOCUMENTS).includes(kind));
    expect(tagsFor(["reviews.vote", "analytics.trending"])).toEqual(["reviews.vote", "analytics.trending"]);
    expect(showing("reviews.vote")).toEqual(["Reviews", "Solution"]);
    expect(showing("analytics.trending")).toEqual(["Home"]);
    expect(showing("reviews.rating")).toEqual(expect.arrayContaining(["Compare", "Reviews", "Solution", "Solutions", "Home"]));
    expect(showing("reviews.rating")).not.toContain("Events");
  });

  it("drop everything for kinds that the theme does not know", () => {
    expect(tagsFor(["solutions.solution", "solutions.solution"])).toEqual(["solutions.solution"]);
    expect(tagsFor(["solutions.solution", "shop.offer"])).toEqual([ALL]);
    expect(tagsFor(Array.from({ length: 10_000 }, (_, index) => `a.k${index}`))).toEqual([ALL]);
  });
});

describe("last good answers", () => {
  it("are forgotten with their tags, and after an hour", async () => {
    remember("a", 1, ["x"], NOW);
    remember("b", 2, ["y"], NOW);
    forget(["x"]);
    expect([await recall("a", NOW), await recall("b", NOW), await recall("b", NOW + 3_600_001)]).toEqual([null, 2, null]);
  });

  it("are not shown after another instance heard of a change", async () => {
    remember("c", 3, ["x"], NOW);
    const isDropped = vi.fn(async () => true);
    vi.stubGlobal("aixploreStore", { isDropped });
    expect(await recall("c", NOW)).toBeNull();
    expect(isDropped).toHaveBeenCalledWith(["x"], NOW);
    vi.unstubAllGlobals();
  });

  it("are bounded", async () => {
    for (let index = 0; index < 600; index += 1) remember(`k${index}`, index, [], NOW);
    expect([await recall("k0", NOW), await recall("k599", NOW)]).toEqual([null, 599]);
  });
});
