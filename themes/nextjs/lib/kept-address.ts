// A list with filters is a kept page under a path of its own. Next.js leads there by proxy.ts, which costs it more than
// the page itself; a request for a document needs none of what a proxy may do, so its address is changed as it arrives.
import { FILTERS, type Params, toState } from "./address";
import { LOCALES } from "./locales";

const LIST = new RegExp(`^(?:/(?:${LOCALES.slice(1).join("|")}))?/solutions/\\?`);

/** The path of the page that is kept for a list with filters; null for any other address. */
export function keptAddress(url: string): string | null {
  if (!LIST.test(url)) return null;
  const { pathname, searchParams } = new URL(url, "http://localhost");
  return FILTERS.some((name) => searchParams.has(name)) ? keptPath(pathname, searchParams) : null;
}

/** The path of a list in the state that a query asks for; null where that would be too long. */
export function keptPath(pathname: string, query: URLSearchParams): string | null {
  const params: Params = {};
  for (const name of query.keys()) params[name] = query.getAll(name);
  const state = toState(params);
  return state === null ? null : `${pathname}~kept/${state}/`;
}
