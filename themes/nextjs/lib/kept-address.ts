// A list with filters is a kept page under a path of its own. Next.js leads there by proxy.ts, which costs it more than
// the page itself; a request for a document needs none of what a proxy may do, so its address is changed as it arrives.
import { FILTERS, type Params, toState } from "./address";
import { LOCALES } from "./locales";

const LIST = new RegExp(`^(?:/(?:${LOCALES.slice(1).join("|")}))?/solutions/\\?`);

/** The path of the page that is kept for a list with filters; null for any other address. */
export function keptAddress(url: string): string | null {
  if (!LIST.test(url)) return null;
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (!FILTERS.some((name) => searchParams.has(name))) return null;
  const params: Params = {};
  for (const name of searchParams.keys()) params[name] = searchParams.getAll(name);
  const state = toState(params);
  return state === null ? null : `${pathname}~kept/${state}/`;
}
