import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";

const answers = vi.hoisted(() => ({ current: {} as Record<string, unknown>, asked: [] as [string, unknown][] }));
vi.mock("@/lib/api", () => ({
  ask: async (name: string, variables: unknown) => {
    answers.asked.push([name, variables]);
    return answers.current[name];
  },
}));
vi.mock("next/link", () => ({ default: ({ prefetch, ...rest }: { prefetch?: boolean }) => <a {...rest} data-prefetch={String(prefetch)} /> }));

import KeptSolutions from "@/app/[locale]/solutions/~kept/[state]/page";
import Solutions from "@/app/[locale]/solutions/page";
import Event, { generateMetadata as eventHead } from "@/app/[locale]/events/[slug]/page";
import Solution, { generateMetadata as solutionHead } from "@/app/[locale]/solutions/[slug]/page";
import * as category from "@/app/[locale]/categories/[slug]/~kept/[page]/page";
import * as tag from "@/app/[locale]/tags/[slug]/~kept/[page]/page";
import * as useCase from "@/app/[locale]/use-cases/[slug]/~kept/[page]/page";
import * as vendor from "@/app/[locale]/vendors/[slug]/~kept/[page]/page";
import { Blocks } from "@/components/Blocks";
import { Pages } from "@/components/Parts";
import { PER_PAGE, readKeptPage } from "@/lib/address";
import { Histogram } from "@/components/Rating";
import { readMonth } from "@/lib/months";

const SOLUTION = JSON.parse(readFileSync(`${import.meta.dirname}/fixtures/solution.json`, "utf8"));
const LIST = { solutions: { totalCount: 1, facets: [], nodes: [SOLUTION.solution], pageInfo: {} } };
const params = (slug: string) => Promise.resolve({ locale: "en", slug });

beforeEach(() => {
  answers.current = { Solution: SOLUTION, Solutions: LIST, Page: { page: null, redirect: null } };
  answers.asked = [];
});

/** The same answer with a text in every place that holds one; names of types and members stay. */
function poison(value: unknown, text: string, key = ""): unknown {
  if (Array.isArray(value)) return value.map((each) => poison(each, text, key));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poison(each, text, name)]));
  const fixed = key === "__typename" || (typeof value === "string" && /^([A-Z][A-Z_]*|\d{4}-.*)$/.test(value));
  return typeof value === "string" && !fixed ? text : value;
}

/** Elements of some HTML with their attributes. */
function elementsOf(html: string): [string, [string, string][]][] {
  return [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(([, name = "", attributes = ""]) => [
    name.toLowerCase(),
    [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, attribute = "", value = ""]) => [attribute.toLowerCase(), value]),
  ]);
}

const HOSTILE = [
  "<script>alert(1)</script>", "javascript:alert(1)", " JaVa\tScript:alert(1)", "data:text/html,<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>', "</script><script>alert(1)</script>", "' onmouseover='alert(1)", "vbscript:x", "//evil.example/x",
  '<a href="javascript:alert(1)">a</a>', "<svg onload=alert(1)>", "]]><!--", "\u2028</title><script>",
];

describe.each(HOSTILE)("%j in every field of a solution", (text) => {
  it("runs nowhere, and is no link to elsewhere", async () => {
    answers.current.Solution = poison(SOLUTION, text);
    const html = renderToStaticMarkup(await Solution({ params: params("a") }));
    for (const [name, attributes] of elementsOf(html)) {
      if (name === "script") expect(attributes).toEqual([["type", "application/ld+json"]]);
      expect(["iframe", "object", "embed", "svg:script", "base", "meta"]).not.toContain(name);
      for (const [attribute, value] of attributes) {
        expect(attribute).not.toMatch(/^on/);
        if (["href", "src", "action", "formaction"].includes(attribute)) expect(value).toMatch(/^(https?:\/\/(?!evil)|\/(?![/\\])|#|mailto:)/);
      }
    }
    for (const [, data = ""] of html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) expect(() => JSON.parse(data)).not.toThrow();
  });
});

describe("blocks", () => {
  it("that the theme does not know are left out, and the others stay", () => {
    const body = [{ __typename: "HologramBlock", text: "x" }, { __typename: "ParagraphBlock", text: "<p>Known</p>" }, {}, { __typename: "constructor" }];
    const html = renderToStaticMarkup(<Blocks locale="en" body={body} />);
    expect(html).toContain("<p>Known</p>");
    expect(html).not.toContain("Hologram");
  });
});

describe("a solution that was deleted", () => {
  const missing = { digest: "NEXT_HTTP_ERROR_FALLBACK;404" };

  it("is a 404 under its old address", async () => {
    answers.current.Solution = { solution: null, events: null };
    await expect(Solution({ params: params("gone") })).rejects.toMatchObject(missing);
  });

  it("leads on where its address has moved, and never off the site by a script", async () => {
    answers.current.Solution = { solution: null, events: null };
    answers.current.Page = { page: null, redirect: { to: "/solutions/new/", permanent: true } };
    await expect(Solution({ params: params("gone") })).rejects.toMatchObject({ digest: expect.stringContaining("/solutions/new/") });
    answers.current.Page = { page: null, redirect: { to: "javascript:alert(1)", permanent: true } };
    await expect(Solution({ params: params("gone") })).rejects.toMatchObject(missing);
  });

  it("takes no other place with it: what names it shows the rest", async () => {
    const { solution } = SOLUTION;
    answers.current.Solution = { ...SOLUTION, solution: { ...solution, related: [{ solution: null, text: "gone" }], vendor: null, category: null, rating: null, logo: null } };
    expect(renderToStaticMarkup(await Solution({ params: params("a") }))).toContain(solution.title);
  });
});

describe("a page asks the API once", () => {
  const EVENT = {
    id: "1", title: "Hour", slug: "hour", path: "/events/hour/", summary: "", startsAt: "2027-01-05T16:00:00Z", endsAt: "2027-01-05T17:00:00Z", timeZone: "Europe/Berlin", allDay: false,
    nextOccurrence: null, status: "SCHEDULED", attendanceMode: "ONLINE", venue: null, body: [], speakers: [], solutions: [], occurrences: [], organiser: null, organiserName: "", joinUrl: "", capacity: null, alternates: [],
  };

  it("for its head and its body: a solution, an event, a list", async () => {
    answers.current.Event = { event: { ...EVENT, seo: { title: "Hour", description: "", noindex: false } } };
    await solutionHead({ params: params("a") });
    await Solution({ params: params("a") });
    await eventHead({ params: params("hour") });
    await Event({ params: params("hour") });
    await resolveTree(await Solutions({ params: Promise.resolve({ locale: "en" }), searchParams: Promise.resolve({}) }));
    const asked = answers.asked.map(([name, variables]) => `${name} ${JSON.stringify(variables)}`);
    expect([...new Set(asked)].map((each) => each.split(" ")[0])).toEqual(["Solution", "Event", "Solutions"]);
  });
});

describe("nonsense in addresses", () => {
  const NONSENSE = { categories: ["../..", "\u0000", "x".repeat(500)], minRating: "9e9", openSource: "maybe", page: "-1", sort: "DROP TABLE", after: "cursor", pricingModel: ["FREE", "nope"] };

  it("is a list without those filters, asked with values that the API takes", async () => {
    const html = renderToStaticMarkup(await resolveTree(await Solutions({ params: Promise.resolve({ locale: "en" }), searchParams: Promise.resolve(NONSENSE) })));
    expect(html).toContain(SOLUTION.solution.title);
    expect(answers.asked).toEqual([["Solutions", { filter: { pricingModel: ["FREE"] }, orderBy: ["POPULARITY_DESC"], locale: "en", first: 24, offset: 0 }]]);
  });

  it("is no kept list, and asks the API for nothing", async () => {
    for (const state of ["%", "x", "page%3D0", "tags%3Da%26tags%3Da", "..%2F"]) {
      await expect(KeptSolutions({ params: Promise.resolve({ locale: "en", state }) })).rejects.toMatchObject({ digest: expect.stringContaining("404") });
    }
    expect(answers.asked).toEqual([]);
  });

  it("is a 404 in a slug, and the present month in the calendar", async () => {
    answers.current.Solution = { solution: null, events: null };
    for (const slug of ["%", "%00", "..%2F..", "a".repeat(5_000)]) await expect(Solution({ params: params(slug) })).rejects.toMatchObject({ digest: expect.stringContaining("404") });
    expect(readMonth("9999-99")).toBeNull();
  });
});

describe.each([["Category", category], ["Tag", tag], ["UseCase", useCase], ["Vendor", vendor]] as const)("later pages of a list: %s", (name, module) => {
  const visit = (page?: string) => module.default({ params: Promise.resolve({ locale: "en", slug: "a", page }) });
  const ROW = { slug: "a", name: "A", description: "", ancestors: [], children: [], website: "", logo: null, events: { nodes: [] } };
  const solutions = { totalCount: 60, nodes: [SOLUTION.solution] };

  it("are kept, ask for their own rows, and lead on without scripts", async () => {
    answers.current[name] = name === "Category" ? { category: ROW, solutions } : { [name[0]?.toLowerCase() + name.slice(1)]: { ...ROW, solutions } };
    expect([module.dynamic, module.revalidate]).toEqual(["force-static", 300]);
    const html = renderToStaticMarkup(await visit("2"));
    expect(answers.asked[0]).toEqual([name, { slug: "a", locale: "en", first: 24, offset: 24 }]);
    expect(html).toMatch(/href="\/[a-z-]+\/a\/\?page=3"/);
    expect(html).toMatch(/href="\/[a-z-]+\/a\/"/);
    await visit();
    expect(answers.asked[1]).toEqual([name, { slug: "a", locale: "en", first: 24, offset: 0 }]);
  });

  it("are none for nonsense, and ask the API for nothing", async () => {
    for (const page of ["1", "417", "x", "%"]) await expect(visit(page)).rejects.toMatchObject({ digest: expect.stringContaining("404") });
    expect(answers.asked).toEqual([]);
  });
});

describe("a list without rows", () => {
  const show = async (total: number) => {
    answers.current.Solutions = { solutions: { totalCount: total, facets: [], nodes: [] } };
    const query = { sort: "RATING_DESC", page: "400" };
    return renderToStaticMarkup(await resolveTree(await Solutions({ params: Promise.resolve({ locale: "en" }), searchParams: Promise.resolve(query) })));
  };

  it("says that its pages end where there are others, and leads to the first in the same state", async () => {
    const html = await show(50);
    expect(html).toContain("This list has fewer pages.");
    expect(html).toContain('href="/solutions/?sort=RATING_DESC">First page</a>');
    expect(html).not.toContain("Nothing fits.");
  });

  it("says that nothing fits where there is none at all", async () => {
    expect(await show(0)).toMatch(/Nothing fits\..*href="\/solutions\/">Clear all<\/a>/);
  });
});

it("a list of more rows than the API pages through ends with the last page that there is", () => {
  const html = renderToStaticMarkup(<Pages locale="en" page={200} total={20_000} size={PER_PAGE} href={(page) => `?page=${page}`} />);
  const offered = [...html.matchAll(/\?page=(\d+)/g)].map(([, page]) => Number(page));
  expect(Math.max(...offered)).toBe(416);
  expect(offered.filter((page) => page > 1).map((page) => readKeptPage(String(page)))).not.toContain(null);
});

it("a histogram shows shares of all reviews", () => {
  const html = renderToStaticMarkup(<Histogram locale="en" histogram={[1, 0, 0, 1, 2]} />);
  expect([...html.matchAll(/width:([\d.]+)%/g)].map(([, width]) => Number(width))).toEqual([50, 25, 0, 0, 25]);
  expect(html).toMatch(/2 stars<.*1 star</);
});

/** Await the one async component that a page consists of. */
async function resolveTree(element: React.ReactElement): Promise<React.ReactElement> {
  const { type, props } = element as { type: unknown; props: object };
  return typeof type === "function" ? ((await (type as (props: object) => unknown)(props)) as React.ReactElement) : element;
}
