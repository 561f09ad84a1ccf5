import { localPath } from "./locales";

export interface Suggestion {
  text: string;
  path: string | null;
  kind?: string;
}

/** For a field that adds a solution to those of an address, and searches nothing else. */
export interface Pick {
  action: string;
  slugs: readonly string[];
}

/** Titles for what was typed; none where the server gives no answer. */
export async function suggest(locale: string, query: string, signal: AbortSignal): Promise<Suggestion[]> {
  try {
    const response = await fetch(`/api/suggest/?${new URLSearchParams({ q: query, locale })}`, { signal });
    return response.ok ? ((await response.json()) as Suggestion[]) : [];
  } catch {
    return [];
  }
}

/** Those of the suggestions that a field offers. */
export function offer(found: readonly Suggestion[], pick: Pick | undefined): readonly Suggestion[] {
  if (!pick) return found;
  return found.filter(({ path, kind }) => path && kind === "SOLUTION" && !pick.slugs.includes(slugOf(path)));
}

/** Where a suggestion leads: to its page, to the comparison with it, or to a search for its text. */
export function addressOf(locale: string, { text, path }: Suggestion, pick: Pick | undefined): string {
  if (pick && path) return `${pick.action}?${new URLSearchParams([...pick.slugs, slugOf(path)].map((each) => ["s", each]))}`;
  return path?.startsWith("/") && !path.startsWith("//") ? path : `${localPath(locale, "/search/")}?${new URLSearchParams({ q: text })}`;
}

/** The last part of a path. */
function slugOf(path: string): string {
  return decodeURIComponent(path.split("/").filter(Boolean).at(-1) ?? "");
}
