"use client";

import { useEffect, useState } from "react";
import { type Browser, type Choice, choose, readChoice, tellSearch } from "@/lib/counting";

const browser = (): Browser => window as unknown as Browser;

/** The visitor's say over being counted. Without scripts nothing is counted, and nothing shown. */
export function CountingChoice({ words }: { words: { count: string; byBrowser: string } }) {
  const [choice, setChoice] = useState<Choice | null>(null);
  useEffect(() => setChoice(readChoice(browser())), []);
  if (choice === null) return null;
  if (choice === "byBrowser") return <p className="no-print mt-4 text-sm text-muted">{words.byBrowser}</p>;
  const change = (counted: boolean): void => {
    choose(browser(), counted);
    setChoice(counted ? "counted" : "optedOut");
  };
  return (
    <label className="no-print mt-4 flex min-h-8 items-center gap-2 text-sm text-muted">
      <input type="checkbox" className="size-4 accent-brand" checked={choice === "counted"} onChange={(event) => change(event.target.checked)} />
      {words.count}
    </label>
  );
}

/** Tells what was searched, once for each question. */
export function CountSearch({ query, results }: { query: string; results: number }) {
  useEffect(() => tellSearch(browser(), query, results), [query, results]);
  return null;
}
