import { describe, expect, it } from "vitest";
import { headOf, ownHead, sameInAll } from "@/lib/seo";

const SITE = "http://127.0.0.1:3000";
const SEO = { title: "A", description: "", noindex: false };

describe("languages of a page", () => {
  it("are those that the API names, with a default for all others", () => {
    const { alternates } = headOf(SEO, "/de/x/", { alternates: [{ hreflang: "de", path: "/de/x/" }, { hreflang: "en", path: "/y/" }] });
    expect(alternates).toEqual({ canonical: `${SITE}/de/x/`, languages: { de: `${SITE}/de/x/`, en: `${SITE}/y/`, "x-default": `${SITE}/y/` } });
  });

  it("have the only one as their default", () => {
    expect(headOf(SEO, "/de/x/", { alternates: [{ hreflang: "de", path: "/de/x/" }] }).alternates?.languages).toMatchObject({ "x-default": `${SITE}/de/x/` });
    expect(headOf(SEO, "/x/").alternates?.languages).toBeUndefined();
  });

  it("are all of them for pages of the theme, with the page of a list", () => {
    for (const path of ["/topics/?page=2", "/de/topics/?page=2"]) {
      expect(ownHead("T", path).alternates).toEqual({
        canonical: SITE + path,
        languages: { en: `${SITE}/topics/?page=2`, de: `${SITE}/de/topics/?page=2`, "x-default": `${SITE}/topics/?page=2` },
      });
    }
    expect(sameInAll("/")).toEqual([{ hreflang: "en", path: "/" }, { hreflang: "de", path: "/de/" }]);
  });

  it("are not named where the page is not for search engines", () => {
    const head = ownHead("T", "/search/", "", true);
    expect([head.alternates?.languages, head.robots]).toEqual([undefined, { index: false, follow: true }]);
  });

  it("name a canonical address from the API only where it is one", () => {
    expect(headOf({ ...SEO, canonicalUrl: "javascript:alert(1)" }, "/x/").alternates?.canonical).toBe(`${SITE}/x/`);
    expect(headOf({ ...SEO, canonicalUrl: "https://a.example/" }, "/x/").alternates?.canonical).toBe("https://a.example/");
  });
});
