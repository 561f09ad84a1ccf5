import { existsSync, readFileSync } from "node:fs";
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

import * as collections from "@/app/[locale]/collections/~kept/[page]/page";
import * as events from "@/app/[locale]/events/~kept/[month]/[page]/page";
import * as months from "@/app/[locale]/events/~kept/[month]/page";
import * as reviews from "@/app/[locale]/solutions/[slug]/reviews/~kept/[sort]/[page]/page";
import * as orderless from "@/app/[locale]/solutions/[slug]/reviews/~kept/[sort]/page";
import config from "@/next.config";

const SOLUTION = JSON.parse(readFileSync(`${import.meta.dirname}/fixtures/solution.json`, "utf8"));

interface Module {
  default: (props: { params: Promise<never> }) => Promise<React.ReactElement>;
}

const visit = (module: object, given: Record<string, string>) => (module as Module).default({ params: Promise.resolve({ locale: "en", ...given } as never) });

beforeEach(() => {
  answers.current = {};
  answers.asked = [];
});

describe("kept lists of events, reviews and collections", () => {
  const asked = () => answers.asked.map(([name, variables]) => [name, variables]);
  const EVENTS = { events: { totalCount: 60, nodes: [] }, eventCalendar: [] };
  const REVIEWS = { solution: { ...SOLUTION.solution, reviews: { totalCount: 60, nodes: [] } } };
  const month = new Date().toISOString().slice(0, 7);

  it("ask for their own rows, and lead on without scripts", async () => {
    answers.current = { ...answers.current, Events: EVENTS, Reviews: REVIEWS, Collections: { collections: { totalCount: 60, nodes: [] } } };
    const pages = [
      [events, { month, page: "2" }, `/events/?month=${month}&amp;page=3`], [events, { month: "-", page: "2" }, '"/events/"'],
      [reviews, { slug: "a", sort: "RATING_ASC", page: "2" }, "/reviews/?sort=RATING_ASC&amp;page=3"],
      [reviews, { slug: "a", sort: "-", page: "2" }, "/reviews/?page=3"],
      [collections, { page: "2" }, "/collections/?page=3"],
    ] as const;
    for (const [module, given, next] of pages) {
      expect([module.dynamic, module.revalidate]).toEqual(["force-static", 300]);
      expect(renderToStaticMarkup(await visit(module, given))).toContain(next);
    }
    expect(asked()).toMatchObject([
      ["Events", { filter: { months: [month] }, offset: 24 }], ["Events", { filter: { upcoming: true }, offset: 24 }],
      ["Reviews", { orderBy: ["RATING_ASC"], offset: 24 }], ["Reviews", { orderBy: ["HELPFUL_DESC"], offset: 24 }],
      ["Collections", { offset: 24 }],
    ]);
  });

  it("are what is coming, and the usual order, for other words, and no page for nonsense", async () => {
    answers.current = { ...answers.current, Events: EVENTS, Reviews: REVIEWS };
    await visit(months, { month: "9999-99" });
    await visit(orderless, { slug: "a", sort: "DROP" });
    expect(asked()).toMatchObject([["Events", { filter: { upcoming: true }, offset: 0 }], ["Reviews", { orderBy: ["HELPFUL_DESC"], offset: 0 }]]);
    for (const page of ["1", "417", "x", "%"]) {
      for (const module of [events, reviews, collections]) {
        await expect(visit(module, { month, slug: "a", sort: "-", page })).rejects.toMatchObject({ digest: expect.stringContaining("404") });
      }
    }
  });

  it("say that they end before a page, and lead to the first", async () => {
    answers.current = { ...answers.current, Events: EVENTS, Reviews: REVIEWS, Collections: { collections: { totalCount: 3, nodes: [] } } };
    const first = async (module: object, given: Record<string, string>) => /This list has fewer pages\..*?href="([^"]*)">First page/.exec(renderToStaticMarkup(await visit(module, given)))?.[1];
    expect(await first(collections, { page: "9" })).toBe("/collections/");
    expect(await first(events, { month, page: "9" })).toBe(`/events/?month=${month}`);
    expect(await first(reviews, { slug: "a", sort: "RATING_ASC", page: "9" })).toBe("/solutions/a/reviews/?sort=RATING_ASC");
  });

  it("have pages for months and orders that Next.js leads there, in every language", async () => {
    const { beforeFiles } = (await config.rewrites?.()) as { beforeFiles: { source: string; has?: { value?: string }[]; destination: string }[] };
    for (const prefix of ["/", "/de/"]) {
      const found = beforeFiles.filter(({ source }) => [`${prefix}events/`, `${prefix}solutions/:slug/reviews/`, `${prefix}collections/`].includes(source));
      expect(found.map(({ has }) => has?.length)).toEqual([2, 1, 1, 2, 1, 1, 1]);
      const folders = found.map(({ destination }) => destination.replace(/^\/(en|de)\//, "").replace(/:(\w+)/g, "[$1]").replace("/-/", "/[month]/"));
      for (const folder of folders.slice(0, 3)) expect(existsSync(`app/[locale]/${folder}page.tsx`), folder).toBe(true);
    }
  });
});
