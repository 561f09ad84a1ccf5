"use client";

import { type ComponentType, useEffect, useId, useRef, useState } from "react";
import { localPath } from "@/lib/locales";
import type { Pick } from "@/lib/suggest";
import type { SearchWords } from "@/lib/text";
import type { SuggestionsProps } from "./Suggestions";

interface Props {
  locale: string;
  words: SearchWords;
  id: string;
  initial?: string;
  large?: boolean;
  pick?: Pick;
}

/** A search form that works without scripts; with them it suggests titles while one types (ARIA combobox). */
export function SearchBox({ locale, words: t, id, initial = "", large = false, pick }: Props) {
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [Suggestions, setSuggestions] = useState<ComponentType<SuggestionsProps> | null>(null);
  const load = (): void => {
    // Where it does not come, the field searches all the same, and the next focus tries again.
    if (!Suggestions) import("./Suggestions").then((loaded) => setSuggestions(() => loaded.Suggestions), () => undefined);
  };
  useEffect(() => {
    if (document.activeElement === field.current) load(); // used before React was there
  }, []);
  return (
    <form role="search" action={pick?.action ?? localPath(locale, "/search/")} className="relative" onFocus={load}>
      {pick?.slugs.map((each) => <input key={each} type="hidden" name="s" value={each} />)}
      <label htmlFor={id} className="sr-only">{t.searchLabel}</label>
      <div className="flex">
        <input
          ref={field} id={id} name={pick ? "find" : "q"} type="search" autoComplete="off" maxLength={200} defaultValue={initial} placeholder={t.searchHint}
          role="combobox" aria-expanded="false" aria-controls={listId} aria-autocomplete="list"
          className={`field w-full min-w-0 text-ellipsis rounded-r-none! border-r-0! ${large ? "min-h-13! text-lg" : "text-[0.9375rem]"}`}
        />
        <button type="submit" className="button shrink-0 rounded-l-none! px-3.5!">
          <svg viewBox="0 0 20 20" className="size-5" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5" /><path d="M13 13l4.5 4.5" /></svg>
          <span className="sr-only">{t.search}</span>
        </button>
      </div>
      {Suggestions && <Suggestions field={field} listId={listId} locale={locale} label={t.suggestions} pick={pick} />}
    </form>
  );
}
