// State of lists in the address: read leniently, so that nonsense is a list without that filter and never an error.
import type { SolutionFilter, SolutionOrder } from "@/gen/graphql";

export type Params = Record<string, string | string[] | undefined>;

export const PER_PAGE = 24;
/** The API pages no further than this many rows. */
export const MOST_ROWS = 10_000;
const MOST_VALUES = 20;
const SLUG = /^[\p{L}\p{N}_-]{1,120}$/u;

export const ORDERS = ["POPULARITY_DESC", "RATING_DESC", "LAUNCHED_DESC", "TITLE_ASC", "PRICE_ASC", "UPDATED_DESC"] as const;

/** Orders of reviews in the address; the first is the usual one. */
export const REVIEW_ORDERS = ["HELPFUL_DESC", "CREATED_DESC", "RATING_DESC", "RATING_ASC"] as const;

const ENUMS: Record<string, readonly string[]> = {
  pricingModel: ["FREE", "FREEMIUM", "SUBSCRIPTION", "USAGE", "ONE_TIME", "CUSTOM"],
  deployment: ["SAAS", "SELF_HOSTED", "API", "ON_DEVICE"],
  platforms: ["WEB", "WINDOWS", "MACOS", "LINUX", "IOS", "ANDROID"],
};
const SLUGS = ["categories", "tags", "useCases", "vendor"] as const;

/** Facet of the API by the filter's name in the address. */
export const FACETS: Record<string, string> = {
  CATEGORIES: "categories", PRICING_MODEL: "pricingModel", OPEN_SOURCE: "openSource", MIN_RATING: "minRating",
  DEPLOYMENT: "deployment", PLATFORMS: "platforms", USE_CASES: "useCases", TAGS: "tags", VENDOR: "vendor",
};

export function facetField(name: string): string | undefined {
  const upper = name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
  return FACETS[upper];
}

export function list(params: Params, name: string): string[] {
  const value = params[name];
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return [...new Set(values)].slice(0, MOST_VALUES);
}

export function text(params: Params, name: string, most = 200): string {
  return (list(params, name)[0] ?? "").replace(/\u0000/g, "").trim().slice(0, most);
}

export function readPage(params: Params): number {
  const value = text(params, "page");
  const last = Math.floor(MOST_ROWS / PER_PAGE);
  return /^\d{1,6}$/.test(value) ? Math.min(Math.max(Number(value), 1), last) : 1;
}

export function readOrder(params: Params): SolutionOrder {
  const value = text(params, "sort");
  return (ORDERS as readonly string[]).includes(value) ? (value as SolutionOrder) : "POPULARITY_DESC";
}

/** What is chosen, by filter; values that cannot be are left out. */
export function readChoices(params: Params): Record<string, string[]> {
  const chosen: Record<string, string[]> = {};
  for (const name of SLUGS) chosen[name] = list(params, name).filter((value) => SLUG.test(value));
  for (const [name, members] of Object.entries(ENUMS)) chosen[name] = list(params, name).filter((value) => members.includes(value));
  chosen.openSource = list(params, "openSource").filter((value) => value === "true" || value === "false").slice(0, 1);
  chosen.minRating = list(params, "minRating").filter((value) => /^[1-5](\.\d)?$/.test(value)).slice(0, 1);
  return Object.fromEntries(Object.entries(chosen).filter(([, values]) => values.length > 0));
}

export function toFilter(chosen: Record<string, string[]>): SolutionFilter {
  const { openSource, minRating, ...lists } = chosen;
  return {
    ...lists,
    ...(openSource && { openSource: openSource[0] === "true" }),
    ...(minRating && { minRating: Number(minRating[0]) }),
  } as SolutionFilter;
}

/** What the address of a page of a list ends with; the first has nothing. */
export function pageQuery(page: number): string {
  return page > 1 ? `?page=${page}` : "";
}

/** The address of a list with these choices; the first page and the usual order are left out. */
export function toQuery(chosen: Record<string, string[]>, extra: Record<string, string | number | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(chosen)) for (const value of values) query.append(name, value);
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined || value === "" || (name === "page" && value === 1)) continue;
    if (name === "sort" && value === "POPULARITY_DESC") continue;
    query.set(name, String(value));
  }
  const result = query.toString();
  return result ? `?${result}` : "";
}

/** Names in the address that filter a list. */
export const FILTERS = [...SLUGS, ...Object.keys(ENUMS), "openSource", "minRating"];

/** Pages after the first, as a pattern: the last is 416 of 24 rows each. */
export const LATER_PAGES = "[2-9]|[1-9][0-9]|[1-3][0-9]{2}|40[0-9]|41[0-6]";

/** The page that a path of a kept list names: the first without one, null for what is no later page. */
export function readKeptPage(given: string | undefined): number | null {
  if (given === undefined) return 1;
  return new RegExp(`^(?:${LATER_PAGES})$`).test(given) ? Number(given) : null;
}

const MOST_STATE = 600;
export const USUAL = "-";

/** The state of a list as one part of a path, the same for all queries that mean the same; null where it would be too long. */
export function toState(params: Params): string | null {
  const chosen = Object.fromEntries(Object.entries(readChoices(params)).map(([name, values]) => [name, values.sort()]));
  const query = toQuery(chosen, { sort: readOrder(params), page: readPage(params) }).slice(1);
  return query.length > MOST_STATE ? null : encodeURIComponent(query || USUAL);
}

/** What `toState` wrote; null for anything else, so that a list has one kept page and not many. */
export function readState(state: string): Params | null {
  let query: string;
  try {
    query = decodeURIComponent(state);
  } catch {
    return null;
  }
  const params: Record<string, string[]> = {};
  if (query !== USUAL) for (const [name, value] of new URLSearchParams(query)) (params[name] ??= []).push(value);
  return toState(params) === encodeURIComponent(query) ? params : null;
}
