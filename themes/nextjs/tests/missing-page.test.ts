import { describe, expect, it } from "vitest";
import { addMissingNote } from "@/lib/missing-page";

const EMPTY = '<!DOCTYPE html><html id="__next_error__"><head></head><body class="a"><script src="/x.js"></script></body></html>';

describe("the page of a 404 without scripts", () => {
  it.each([
    ["/missing/", "There is nothing here", 'href="/"'],
    ["/de/missing/", "Hier ist nichts", 'href="/de/"'],
    ["/demo/", "There is nothing here", 'href="/"'],
  ])("says so in the language of %s", (url, heading, link) => {
    const page = addMissingNote(EMPTY, url) ?? "";
    expect(page).toContain(`<body class="a"><noscript>`);
    expect(page).toContain(`<h1>${heading}</h1>`);
    expect(page).toContain(link);
    expect(page.endsWith(`<script src="/x.js"></script></body></html>`)).toBe(true);
  });

  it("leaves a page with a heading, and what is no page, as it is", () => {
    expect(addMissingNote("<html><body><h1 class='x'>404</h1></body></html>", "/missing/")).toBeNull();
    expect(addMissingNote('{"error":"missing"}', "/api/missing/")).toBeNull();
  });
});
