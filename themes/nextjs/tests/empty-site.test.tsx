import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";

const answers = vi.hoisted(() => ({ current: {} as Record<string, unknown> }));
vi.mock("@/lib/api", () => ({ ask: async (name: string) => answers.current[name], askFresh: async (name: string) => answers.current[name] }));

import Categories from "@/app/[locale]/categories/page";
import Category from "@/app/[locale]/categories/[slug]/page";
import Collections from "@/app/[locale]/collections/page";
import Events from "@/app/[locale]/events/page";
import Home from "@/app/[locale]/page";
import Search from "@/app/[locale]/search/page";
import Topics from "@/app/[locale]/topics/page";

const none = { totalCount: 0, nodes: [] };
const SITE = { name: "New", locales: [], settings: null, main: null, footer: null };
const EMPTY = {
  Site: { site: SITE }, Home: { page: null, trending: none, categories: none, popular: none, coming: none, newest: none, collections: none },
  Categories: { categories: none }, Topics: { tags: none, useCases: none }, Collections: { collections: none }, Events: { events: none },
  Category: { category: { slug: "a", name: "A", description: "", ancestors: [], children: [] }, solutions: none },
  Search: { search: { totalCount: 0, edges: [], facets: [], didYouMean: null } }, Solutions: { solutions: { ...none, facets: [] } },
};
type Page = (props: { params: Promise<never>; searchParams: Promise<never> }) => Promise<React.ReactElement>;
const show = async (page: unknown, params = {}, query = {}): Promise<string> =>
  renderToStaticMarkup(await (page as Page)({ params: Promise.resolve({ locale: "en", ...params } as never), searchParams: Promise.resolve(query as never) }));

beforeEach(() => {
  answers.current = { ...EMPTY };
});

describe("a site without content says so, and shows no heading over nothing", () => {
  it.each([
    ["home", Home, {}, "Nothing is listed here yet."],
    ["categories", Categories, {}, "Nothing is listed here yet."],
    ["a category", Category, { slug: "a" }, "Nothing is listed here yet."],
    ["topics", Topics, {}, "Nothing is listed here yet."],
    ["collections", Collections, {}, "Nothing is listed here yet."],
    ["events", Events, {}, "No events in this time."],
  ])("%s", async (_, page, params, text) => {
    const html = await show(page, params);
    expect(html).toContain(text);
    expect(html).not.toMatch(/<h2[^>]* id="(?!list)/);
  });
});

it("a home page of which parts are missing shows the others, and does not call the site empty", async () => {
  answers.current.Home = { ...EMPTY.Home, popular: null, categories: { totalCount: 1, nodes: [{ name: "Models", slug: "models", solutionCount: 2 }] } };
  const html = await show(Home);
  expect(html).toContain("Models");
  expect(html).not.toContain("Nothing is listed here yet.");
});

it("a search that finds nothing says what to change", async () => {
  expect(await show(Search, {}, { q: "xqzw" })).toMatch(/Nothing fits\..*Look at the spelling/);
  expect(await show(Search, {}, { q: "xqzw", openSource: "true" })).toMatch(/Nothing fits\..*Remove a filter/);
});

it("a search that gives no answer says so, and keeps what was typed", async () => {
  answers.current.Search = { search: null };
  const html = await show(Search, {}, { q: "model" });
  expect(html).toContain("Search gives no answer at the moment.");
  expect(html).toContain('value="model"');
});
