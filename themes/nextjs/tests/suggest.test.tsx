import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SearchBox } from "@/components/SearchBox";
import { addressOf, offer, suggest, type Suggestion } from "@/lib/suggest";
import { searchWords } from "@/lib/text";

const CLAUDE: Suggestion = { text: "Claude", path: "/solutions/claude/", kind: "SOLUTION" };
const pick = { action: "/compare/", slugs: ["chatgpt", "a&b"] };
const never = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

describe("a suggestion", () => {
  it.each([
    ["/solutions/claude/", "/solutions/claude/"],
    [null, "/de/search/?q=Claude"],
    ["", "/de/search/?q=Claude"],
    ["//evil.example/", "/de/search/?q=Claude"],
    ["javascript:alert(1)", "/de/search/?q=Claude"],
    ["https://evil.example/", "/de/search/?q=Claude"],
  ])("with the path %j leads to %s", (path, address) => {
    expect(addressOf("de", { text: "Claude", path }, undefined)).toBe(address);
  });

  it("is one more solution beside those of a comparison", () => {
    expect(addressOf("en", CLAUDE, pick)).toBe("/compare/?s=chatgpt&s=a%26b&s=claude");
  });

  it("is offered for a comparison where it is a solution that is not there yet", () => {
    const others: Suggestion[] = [
      { text: "ChatGPT", path: "/solutions/chatgpt/", kind: "SOLUTION" }, { text: "Anthropic", path: "/vendors/anthropic/", kind: "VENDOR" },
      { text: "assistant", path: null, kind: "SOLUTION" },
    ];
    expect(offer([...others, CLAUDE], pick)).toEqual([CLAUDE]);
    expect(offer(others, undefined)).toEqual(others);
  });
});

describe("suggestions are none", () => {
  it.each([
    ["the server refuses", async () => Response.json([CLAUDE], { status: 503 })],
    ["the answer is no JSON", async () => new Response("<html>")],
    ["the server is away", async () => Promise.reject(new TypeError("fetch failed"))],
  ])("where %s", async (_, fetcher) => {
    vi.stubGlobal("fetch", fetcher);
    expect(await suggest("en", "clau", never)).toEqual([]);
  });

  it("and what is typed is one value of the question", async () => {
    const fetcher = vi.fn(async (_: string) => Response.json([CLAUDE]));
    vi.stubGlobal("fetch", fetcher);
    expect(await suggest("en", "a&locale=de", never)).toEqual([CLAUDE]);
    expect(fetcher.mock.calls[0]?.[0]).toBe("/api/suggest/?q=a%26locale%3Dde&locale=en");
  });
});

describe("the search field", () => {
  it("is a form that the server makes whole, with a closed list that is not loaded", () => {
    const html = renderToStaticMarkup(<SearchBox locale="en" words={searchWords("en")} id="add" initial={`"x`} pick={pick} />);
    expect(html).toContain('action="/compare/"');
    expect(html).toContain('<input type="hidden" name="s" value="a&amp;b"/>');
    expect(html).toMatch(/<input id="add" type="search"[^>]* role="combobox" aria-expanded="false"[^>]* name="find" value="&quot;x"\/>/);
    expect(html).not.toContain("listbox");
  });
});
