import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { collectUrl } from "@/lib/collect";
import { type Browser, choose, readChoice, tellSearch } from "@/lib/counting";

const SCRIPT = readFileSync(`${import.meta.dirname}/../../../cms/analytics/frontend/src/collect.js`, "utf8");

/** A browser with the site's real script in it; `load` runs the script. */
function openBrowser({ globalPrivacyControl = false, doNotTrack = "", forbidden = false } = {}) {
  const sent: { events: { type: string; subject?: object; props?: object }[] }[] = [];
  const cookies: string[] = [];
  const kept: Record<string, string> = {};
  const localStorage = forbidden ? undefined : new Proxy(kept, {
    get: (_, name) => ({ getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => void (kept[key] = value) })[name as "getItem"] ?? kept[name as string],
  });
  const window: Record<string, unknown> = {
    navigator: { globalPrivacyControl, doNotTrack, sendBeacon: (_: string, body: string) => sent.push(JSON.parse(body)) },
    get localStorage() {
      if (!localStorage) throw new Error("forbidden");
      return localStorage;
    },
    document: {
      currentScript: { src: "https://api.example/collect.js?v=1", hasAttribute: () => false },
      referrer: "", querySelector: () => ({ content: "SOLUTION U29s" }),
      set cookie(value: string) { cookies.push(value); }, get cookie() { return ""; },
    },
    location: { pathname: "/solutions/a/", host: "site.example", hostname: "site.example" },
    history: { pushState: () => undefined }, addEventListener: () => undefined,
    crypto, setTimeout: () => 1, clearTimeout: () => undefined, Blob, URL, console,
  };
  window.window = window;
  const load = () => runInContext(`{${SCRIPT}}`, createContext(window));
  const flush = () => (window.aixplore as { flush(): void }).flush();
  return { window: window as unknown as Browser, load, flush, sent, cookies, types: () => sent.flatMap(({ events }) => events.map(({ type }) => type)) };
}

afterEach(() => vi.unstubAllEnvs());

describe("counting", () => {
  it("tells a view of what the page is about, and searches from before the script came, without a cookie", () => {
    const { window, load, flush, sent, cookies, types } = openBrowser();
    tellSearch(window, "speech", 3);
    load();
    tellSearch(window, "nothing", 0);
    flush();
    expect(types()).toEqual(["search", "view", "search_without_result"]);
    expect(sent[0]?.events[1]?.subject).toEqual({ kind: "SOLUTION", id: "U29s" });
    expect([readChoice(window), cookies]).toEqual(["counted", []]);
  });

  it("ends when the visitor says so, on later pages too, and begins again", () => {
    const { window, load, flush, types } = openBrowser();
    load();
    flush();
    choose(window, false);
    tellSearch(window, "a", 1);
    load();
    flush();
    expect([readChoice(window), types()]).toEqual(["optedOut", ["view"]]);
    choose(window, true);
    tellSearch(window, "b", 1);
    flush();
    expect([readChoice(window), types()]).toEqual(["counted", ["view", "search"]]);
  });

  it("is refused before the script has come", () => {
    const { window, load, flush, types } = openBrowser();
    choose(window, false);
    load();
    flush();
    expect(types()).toEqual([]);
  });

  it.each([{ globalPrivacyControl: true }, { doNotTrack: "1" }])("never begins with %j", (signal) => {
    const { window, load, flush, sent } = openBrowser(signal);
    load();
    choose(window, true);
    tellSearch(window, "a", 1);
    flush();
    expect([readChoice(window), sent]).toEqual(["byBrowser", []]);
  });

  it("bears a browser without storage", () => {
    const { window, load, flush, sent } = openBrowser({ forbidden: true });
    load();
    choose(window, false);
    flush();
    expect(sent).toEqual([]);
  });
});

it("has the script's address from COLLECT_URL alone", () => {
  expect(collectUrl()).toBeNull();
  vi.stubEnv("COLLECT_URL", "https://api.example/collect/?x=1");
  expect(collectUrl()).toBe("https://api.example/collect");
  for (const address of ["javascript:alert(1)", "/collect", "data:text/javascript,1"]) {
    vi.stubEnv("COLLECT_URL", address);
    expect(collectUrl()).toBeNull();
  }
});
