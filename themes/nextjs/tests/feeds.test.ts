import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeApi, say } from "./support/api";

const answers = vi.hoisted(() => ({ current: {} as Record<string, unknown>, asked: [] as [string, unknown][] }));
vi.mock("@/lib/api", () => ({
  ask: async (name: string, variables: unknown) => {
    answers.asked.push([name, variables]);
    return answers.current[name];
  },
}));

import { GET as readCalendar } from "@/app/api/calendar/[slug]/route";
import { GET as readFeed } from "@/app/[locale]/feed.xml/route";
import { GET as readProgramsText } from "@/app/llms.txt/route";
import { GET as readRobots } from "@/app/robots.txt/route";
import { GET as readIndex } from "@/app/sitemap.xml/route";
import { GET as readPart } from "@/app/sitemap/[part]/route";

const SITE = "http://127.0.0.1:3000";
const HOSTILE = ']]><script>alert("1")</script>&\u0000\u0008';
const ENTRY = { path: "/solutions/a/", lastModified: "2026-11-01T10:00:00+00:00", alternates: [{ hreflang: "de", path: "/de/solutions/a/" }] };
const request = (path = "/") => new Request(SITE + path);
const part = (name: string) => readPart(request(), { params: Promise.resolve({ part: name }) });
const feed = (locale: string) => readFeed(request(), { params: Promise.resolve({ locale }) });

/** The elements of a document, checked for being closed in order; nothing but text stands between them. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const [, slash, name = "", , own] of xml.replace(/<\?xml[^>]*\?>/, "").matchAll(/<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (slash) expect(open.pop()).toBe(name);
    else found.push(name);
    if (!slash && !own) open.push(name);
  }
  expect(open).toEqual([]);
  return found;
}

beforeEach(() => {
  answers.asked = [];
  answers.current = {
    Site: { site: { name: "AiXplore", settings: { siteTitle: HOSTILE, tagline: HOSTILE } } },
    Sitemap: { sitemap: { partCount: 21, entries: [ENTRY, { ...ENTRY, path: `/solutions/${HOSTILE}/`, lastModified: null }] } },
    Newest: { solutions: { nodes: [{ title: HOSTILE, path: "/solutions/a/", summary: HOSTILE, publishedAt: "2026-11-01T10:00:00Z" }] } },
    Categories: { categories: { nodes: [{ name: "A] (\n# B", slug: "a", description: "one\n# two" }] } },
  };
});

describe("the sitemap", () => {
  it("is an index of as many parts as the API has", async () => {
    const answer = await readIndex();
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toBe("application/xml; charset=utf-8");
    expect(elementsOf(text).filter((name) => name === "sitemap")).toHaveLength(21);
    expect(text).toContain(`<loc>${SITE}/sitemap/21/</loc>`);
  });

  it("names each page once, with its languages and its change", async () => {
    const text = await (await part("2")).text();
    expect(answers.asked).toEqual([["Sitemap", { part: 2 }]]);
    expect(elementsOf(text)).toEqual(["urlset", "url", "loc", "lastmod", "xhtml:link", "url", "loc", "xhtml:link"]);
    expect(text).toContain(`<loc>${SITE}/solutions/a/</loc><lastmod>${ENTRY.lastModified}</lastmod><xhtml:link rel="alternate" hreflang="de" href="${SITE}/de/solutions/a/"/>`);
  });

  it("has no other parts", async () => {
    expect((await part("22")).status).toBe(404);
    answers.asked = [];
    for (const name of ["0", "-1", "1000", "x", "1e2", "%"]) expect((await part(name)).status).toBe(404);
    expect(answers.asked).toEqual([]);
  });
});

describe("the feed", () => {
  it("is RSS in which no text is markup", async () => {
    const answer = await feed("en");
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toBe("application/rss+xml; charset=utf-8");
    expect(elementsOf(text)).not.toContain("script");
    expect(text).toMatch(/<item><title>\]\]&gt;&lt;script&gt;alert\(&quot;1&quot;\)/);
    expect(text).toContain("<pubDate>Sun, 01 Nov 2026 10:00:00 GMT</pubDate>");
  });

  it("is there in each language and no other", async () => {
    expect(await (await feed("de")).text()).toContain("<language>de</language>");
    expect((await feed("xx")).status).toBe(404);
  });
});

it("what programs read has one line for each category, whatever its name", async () => {
  const text = await (await readProgramsText()).text();
  expect(text).toContain(`- [A  ( # B](${SITE}/categories/a/): one # two\n`);
  expect(text.match(/^# /gm)).toHaveLength(1);
});

it("robots are led to the sitemap, and away from what has no end", async () => {
  const text = await readRobots().text();
  expect(text).toContain(`Sitemap: ${SITE}/sitemap.xml`);
  for (const path of ["/search/", "/compare/", "/api/"]) expect(text).toContain(`Disallow: ${path}\n`);
  expect(text).toContain("Allow: /api/card/\n");
});

describe("the calendar file of an event", () => {
  const api = new FakeApi();
  const asked: string[] = [];
  const visit = (slug: string, query = "") => readCalendar(request(`/events/x.ics${query}`), { params: Promise.resolve({ slug }) });
  beforeAll(() => api.start());
  afterAll(() => api.stop());
  beforeEach(() => {
    asked.length = 0;
    api.answer = (incoming, response) => {
      asked.push(incoming.url ?? "");
      say("BEGIN:VCALENDAR")(incoming, response);
    };
  });

  it("is the API's, to be saved under its name", async () => {
    const answer = await visit("office-hour", "?locale=de");
    expect([answer.status, await answer.text(), answer.headers.get("content-type")]).toEqual([200, "BEGIN:VCALENDAR", "text/calendar; charset=utf-8"]);
    expect(answer.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''office-hour.ics");
    await visit("all");
    expect(asked).toEqual(["/events/office-hour.ics?locale=de", "/events/calendar.ics"]);
  });

  it("asks the API for nothing that is no name", async () => {
    for (const slug of ["..", "a/b", "%2e%2e", "a?b", "x".repeat(161)]) expect((await visit(slug)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it("is missing where the event is, and to be asked for again where the API fails", async () => {
    api.answer = say("", 404);
    expect((await visit("gone")).status).toBe(404);
    for (const answer of [say("", 500), say("", 302, { Location: "http://127.0.0.1:1/" })]) {
      api.answer = answer;
      const failed = await visit("a");
      expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "10"]);
    }
  });
});
