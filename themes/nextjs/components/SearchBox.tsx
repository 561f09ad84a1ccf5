"use client";

import { useEffect, useId, useRef, useState } from "react";
import { localPath } from "@/lib/locales";
import type { SearchWords } from "@/lib/text";

interface Suggestion {
  text: string;
  path: string | null;
  kind?: string;
}

/** For a field that adds a solution to those of an address, and searches nothing else. */
interface Pick {
  action: string;
  slugs: readonly string[];
}

interface Props {
  locale: string;
  words: SearchWords;
  id: string;
  initial?: string;
  large?: boolean;
  pick?: Pick;
}

const PAUSE_MS = 180;

/** A search form that works without scripts; with them it suggests titles while one types (ARIA combobox). */
export function SearchBox({ locale, words: t, id, initial = "", large = false, pick }: Props) {
  const listId = useId();
  const [text, setText] = useState(initial);
  const [found, setFound] = useState<Suggestion[]>([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const query = text.trim();
    if (query.length < 2 || !open) return setFound([]);
    const stop = new AbortController();
    const timer = setTimeout(() => void suggest(locale, query, stop.signal).then((next) => {
      if (stop.signal.aborted) return;
      setFound(pick ? next.filter(({ path, kind }) => path && kind === "SOLUTION" && !pick.slugs.includes(slugOf(path))) : next);
      setActive(-1);
    }), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, open, locale]);

  const follow = ({ text: title, path }: Suggestion): void => {
    if (pick && path) return location.assign(`${pick.action}?${new URLSearchParams([...pick.slugs, slugOf(path)].map((each) => ["s", each]))}`);
    location.assign(path?.startsWith("/") && !path.startsWith("//") ? path : `${localPath(locale, "/search/")}?q=${encodeURIComponent(title)}`);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[active];
    if (step && found.length) {
      event.preventDefault();
      setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      follow(chosen);
    } else if (event.key === "Escape" && open) {
      setOpen(false);
    }
  };
  const shown = open && found.length > 0;
  return (
    <form ref={form} role="search" action={pick?.action ?? localPath(locale, "/search/")} className="relative" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      {pick?.slugs.map((each) => <input key={each} type="hidden" name="s" value={each} />)}
      <label htmlFor={id} className="sr-only">{t.searchLabel}</label>
      <div className="flex">
        <input
          id={id} name={pick ? "find" : "q"} type="search" autoComplete="off" maxLength={200} value={text} placeholder={t.searchHint}
          role="combobox" aria-expanded={shown} aria-controls={listId} aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          onChange={(event) => { setText(event.target.value); setOpen(true); }} onKeyDown={onKeyDown}
          className={`field w-full min-w-0 text-ellipsis rounded-r-none! border-r-0! ${large ? "min-h-13! text-lg" : "text-[0.9375rem]"}`}
        />
        <button type="submit" className="button shrink-0 rounded-l-none! px-3.5!">
          <svg viewBox="0 0 20 20" className="size-5" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5" /><path d="M13 13l4.5 4.5" /></svg>
          <span className="sr-only">{t.search}</span>
        </button>
      </div>
      <ul id={listId} role="listbox" aria-label={t.suggestions} hidden={!shown} className="card absolute z-40 mt-1 w-full overflow-hidden py-1">
        {found.map((each, index) => (
          <li
            key={`${each.path} ${each.text}`} id={`${listId}-${index}`} role="option" aria-selected={index === active}
            onMouseDown={(event) => { event.preventDefault(); follow(each); }}
            className={`cursor-pointer px-4 py-2 text-[0.9688rem] ${index === active ? "bg-brand text-brand-ink" : "hover:bg-brand-soft"}`}
          >
            {each.text}
          </li>
        ))}
      </ul>
    </form>
  );
}

/** The last part of a path. */
function slugOf(path: string): string {
  return decodeURIComponent(path.split("/").filter(Boolean).at(-1) ?? "");
}

async function suggest(locale: string, query: string, signal: AbortSignal): Promise<Suggestion[]> {
  try {
    const response = await fetch(`/api/suggest/?${new URLSearchParams({ q: query, locale })}`, { signal });
    return response.ok ? ((await response.json()) as Suggestion[]) : [];
  } catch {
    return [];
  }
}
