import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { FILTERS, LATER_PAGES, PER_PAGE, readKeptPage, readState, toState } from "@/lib/address";
import { keptAddress } from "@/lib/kept-address";
import { LOCALES } from "@/lib/locales";
import { config, proxy } from "@/proxy";

describe("the state of a list in a path", () => {
  it("is the same for addresses that mean the same", () => {
    const state = toState({ tags: ["b", "a"], page: "2", utm_source: "x" });
    expect(state).toBe(toState({ page: "2", tags: ["a", "b", "a", "<script>"], sort: "nonsense" }));
    expect(readState(state as string)).toEqual({ tags: ["a", "b"], page: ["2"] });
  });

  it("is short for the plain list, and reads back", () => {
    expect([toState({}), toState({ page: "1", sort: "POPULARITY_DESC" })]).toEqual(["-", "-"]);
    expect(readState("-")).toEqual({});
    expect(readState("page=2")).toEqual({ page: ["2"] });
    expect(readState(toState({ tags: ["kü/n"], categories: "日本" }) as string)).toEqual({ categories: ["日本"] });
  });

  it.each(["%", "tags=b&tags=a", "page=1", "page=999", "page=x", "sort=nope", "reviews", "utm=1", "%2F..%2F", "-&page=2", ""])("is not %j", (state) => {
    expect(readState(state)).toBeNull();
  });

  it("is none where it would be too long to keep", () => {
    expect(toState({ tags: Array.from({ length: 20 }, (_, index) => `${"x".repeat(100)}${index}`) })).toBeNull();
  });

  it("is asked of the proxy for every filter, in every language", () => {
    const keys = config.matcher.flatMap(({ has }) => has.map(({ key }) => key));
    expect(keys.sort()).toEqual([...FILTERS].sort());
    for (const { source } of config.matcher) expect(source).toBe(`/:locale(${LOCALES.slice(1).join("|")})?/solutions/`);
  });

  it("is no more than the page for lists without filters", () => {
    expect([readKeptPage(undefined), readKeptPage("2"), readKeptPage("416")]).toEqual([1, 2, 416]);
    for (const page of ["1", "0", "02", "417", "-1", "x", "2;", "", "%32"]) expect(readKeptPage(page)).toBeNull();
  });

  it("has a page for each that the API reaches", () => {
    const pattern = new RegExp(`^(?:${LATER_PAGES})$`);
    const last = Math.floor(10_000 / PER_PAGE);
    expect(Array.from({ length: 1000 }, (_, page) => page).filter((page) => pattern.test(String(page)))).toEqual(Array.from({ length: last - 1 }, (_, index) => index + 2));
  });
});

describe("the address of a document with filters", () => {
  it("is that of the kept page, as the proxy would lead to it", async () => {
    for (const path of ["/solutions/?openSource=true", "/de/solutions/?tags=b&tags=a&page=2&utm=x", "/solutions/?minRating=nonsense"]) {
      const led = proxy(new NextRequest(`http://localhost${path}`)).headers.get("x-middleware-rewrite");
      expect(keptAddress(path)).toBe(new URL(led as string).pathname);
    }
  });

  it.each(["/", "/solutions/", "/solutions/?page=2", "/solutions/a/?tags=a", "/fr/solutions/?tags=a", "//solutions/?tags=a", `/solutions/?${Array.from({ length: 20 }, (_, index) => `tags=${"x".repeat(100)}${index}`).join("&")}`])(
    "stays as it is for others: %s", (path) => expect(keptAddress(path)).toBeNull(),
  );
});
