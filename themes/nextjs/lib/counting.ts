// Whether this visitor's visits are counted. The site's own script (`/collect.js`) counts, without cookies; it reads the same key.
const OPTED_OUT = "aixplore-opt-out";

interface Counter {
  push(call: [string, object]): void;
  optOut?(choice: boolean): void;
}

export interface Browser {
  navigator: { globalPrivacyControl?: boolean; doNotTrack?: string | null };
  localStorage: Pick<Storage, "getItem" | "setItem">;
  aixplore?: Counter | unknown[];
}

export type Choice = "counted" | "optedOut" | "byBrowser";

/** What holds for this visitor. A signal of the browser (Global Privacy Control, Do Not Track) stands above the choice made here. */
export function readChoice({ navigator, localStorage }: Browser): Choice {
  if (navigator.globalPrivacyControl || navigator.doNotTrack === "1") return "byBrowser";
  try {
    return localStorage.getItem(OPTED_OUT) ? "optedOut" : "counted";
  } catch {
    return "counted";
  }
}

/** Count this visitor or not, from now on. */
export function choose(browser: Browser, counted: boolean): void {
  const counter = browser.aixplore;
  if (counter && "optOut" in counter) counter.optOut?.(!counted);
  try {
    browser.localStorage.setItem(OPTED_OUT, counted ? "" : "1");
  } catch {
    // A browser without storage keeps the choice for as long as the page lives.
  }
}

/** Tell of a search, or leave it for the script to find when it arrives. */
export function tellSearch(browser: Browser, query: string, results: number): void {
  const call: [string, object] = results > 0 ? ["search", { props: { query, results } }] : ["search_without_result", { props: { query } }];
  (browser.aixplore ??= []).push(call);
}
