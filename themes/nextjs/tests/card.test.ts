import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const answers = vi.hoisted(() => ({ current: {} as Record<string, unknown>, asked: [] as string[] }));
vi.mock("@/lib/api", () => ({
  ask: async (name: string) => {
    answers.asked.push(name);
    return answers.current[name];
  },
}));

import { GET } from "@/app/api/card/route";
import { draw, loadCard } from "@/lib/card";
import { headOf, ownHead } from "@/lib/seo";

const FOREIGN = "百度文心 🚀 منصة भाषा";

beforeEach(() => {
  answers.asked = [];
  answers.current = {
    Site: { site: { name: "AiXplore", settings: { siteTitle: "", tagline: "Find AI" } } },
    Solution: { solution: { title: "Atlas", summary: "Maps.", vendor: { name: "Maps & Co" } } },
    Page: { page: { title: "Office hour", seo: { description: "Ask us." } } },
  };
});
afterEach(() => vi.unstubAllGlobals());

describe("the card of a page", () => {
  it("shows what the page says of itself", async () => {
    expect(await loadCard("/solutions/atlas/")).toEqual({ eyebrow: "Maps & Co", title: "Atlas", text: "Maps.", site: "AiXplore" });
    expect(await loadCard("/de/events/hour/")).toEqual({ eyebrow: "", title: "Office hour", text: "Ask us.", site: "AiXplore" });
    expect(await loadCard("/")).toEqual({ eyebrow: "", title: "AiXplore", text: "Find AI", site: "AiXplore" });
  });

  it("is none for a page that is gone, or for what is no path", async () => {
    answers.current = { ...answers.current, Solution: { solution: null }, Page: { page: null } };
    expect([await loadCard("/solutions/gone/"), await loadCard("/gone/")]).toEqual([null, null]);
    answers.asked = [];
    for (const path of ["//evil.example/", "https://evil.example/", "/a", `/${"a".repeat(200)}/`, "/\\x/", "/a/?b"]) expect(await loadCard(path)).toBeNull();
    expect(answers.asked).toEqual([]);
  });

  it("is named in the head of every page, with the site's for lists", () => {
    const image = (head: ReturnType<typeof headOf>) => (head.openGraph?.images as { url: string }[])[0]?.url;
    expect(image(headOf({ title: "A", description: "", noindex: false }, "/events/a/"))).toBe("/api/card/?path=%2Fevents%2Fa%2F");
    expect([image(ownHead("T", "/topics/")), image(ownHead("T", "/de/topics/"))]).toEqual(["/api/card/", "/api/card/?path=/de/"]);
  });
});

describe("letters that the renderer has no font for", () => {
  it("are left out, and texts are cut after a word", () => {
    expect(draw(`Baidu ${FOREIGN} – ERNIE`, 80)).toBe("Baidu – ERNIE");
    expect(draw("one two three", 9)).toBe("one two…");
    expect(draw("Cafe\u0301 Größe", 80)).toBe("Café Größe");
  });

  it("lead to no server elsewhere: a picture is drawn with what is here", async () => {
    const asked: string[] = [];
    const own = fetch;
    vi.stubGlobal("fetch", async (address: string, init?: RequestInit) => {
      if (!String(address).startsWith("data:")) asked.push(String(address));
      return own(address, init);
    });
    answers.current.Solution = { solution: { title: FOREIGN, summary: `${FOREIGN} ${"x".repeat(10_000)}`, vendor: { name: FOREIGN } } };
    const picture = await GET(new Request("http://127.0.0.1:3000/api/card/?path=/solutions/x/"));
    const bytes = new Uint8Array(await picture.arrayBuffer());
    expect([picture.status, picture.headers.get("content-type"), [...bytes.slice(1, 4)]]).toEqual([200, "image/png", [80, 78, 71]]);
    expect(asked).toEqual([]);
  }, 30_000);
});
