import { describe, expect, it } from "vitest";
import { facetField, readChoices, readOrder, readPage, toFilter, toQuery } from "@/lib/address";
import { addMonths, lastDay, readMonth, weeksOf } from "@/lib/months";

describe("state in the address", () => {
  it("goes there and back", () => {
    const chosen = { categories: ["language-models", "speech-audio"], pricingModel: ["FREE"], openSource: ["true"], minRating: ["4"] };
    const query = toQuery(chosen, { sort: "RATING_DESC", page: 3 });
    const params = new URLSearchParams(query);
    const read = Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
    expect(readChoices(read)).toEqual(chosen);
    expect([readOrder(read), readPage(read)]).toEqual(["RATING_DESC", 3]);
    expect(toFilter(chosen)).toEqual({ categories: chosen.categories, pricingModel: ["FREE"], openSource: true, minRating: 4 });
  });

  it("leaves nonsense out", () => {
    const params = {
      pricingModel: ["NOPE", "FREE"], openSource: "maybe", minRating: "99", tags: ["../x", "<script>", "ok"], page: "zz", sort: "DROP TABLE", other: "x",
    };
    expect(readChoices(params)).toEqual({ pricingModel: ["FREE"], tags: ["ok"] });
    expect([readPage(params), readOrder(params)]).toEqual([1, "POPULARITY_DESC"]);
  });

  it.each([["0", 1], ["-5", 1], ["999999", 416], ["1e9", 1], ["2", 2]])("page %s is %i", (page, expected) => {
    expect(readPage({ page })).toBe(expected);
  });

  it("takes no more than 20 values of a filter", () => {
    expect(readChoices({ tags: Array.from({ length: 100 }, (_, index) => `t${index}`) }).tags).toHaveLength(20);
  });

  it("knows facets by either spelling", () => {
    expect([facetField("PRICING_MODEL"), facetField("pricingModel"), facetField("months")]).toEqual(["pricingModel", "pricingModel", undefined]);
  });
});

describe("months", () => {
  const now = new Date("2026-11-29T00:00:00Z");

  it("are read leniently", () => {
    expect(readMonth("2027-04", now)).toBe("2027-04");
    for (const text of ["2027-13", "9999-01", "", "2027-4", "abc", "2020-01"]) expect(readMonth(text, now)).toBeNull();
  });

  it("go over the year, and know their last day", () => {
    expect([addMonths("2026-12", 1), addMonths("2027-01", -1), lastDay("2028-02")]).toEqual(["2027-01", "2026-12", "2028-02-29"]);
  });

  it("begin weeks on Monday", () => {
    const weeks = weeksOf("2026-11");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeks.at(-1)?.[0]).toBe("2026-11-30");
  });
});
