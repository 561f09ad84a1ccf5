// The one list of cache tags: which kinds of content each operation reads. The revalidation route uses it too.
import type { Operations } from "@/gen/documents";

/** Tag on every answer; dropped for kinds of content that this theme does not know. */
export const ALL = "all";

const SOLUTIONS = "solutions.solution";
const VENDORS = "vendors.vendor";
const CATEGORIES = "taxonomy.category";
const TOPICS = ["taxonomy.tag", "taxonomy.usecase"];
const REVIEWS = "reviews.review";
/** Recomputed ratings of any number of solutions, and votes on reviews, which nothing but reviews shows. */
const RATINGS = "reviews.rating";
const VOTES = "reviews.vote";
const TRENDS = "analytics.trending";
/** What visitors viewed together, computed once a day. */
const VIEWED = "analytics.viewed";
const REDIRECTS = "wagtailredirects.redirect";
const EVENTS = "events.event";
const COLLECTIONS = "pages.collection";
const FRAME = ["pages.menu", "pages.sitesettings"];
const PAGES = ["pages.homepage", "pages.standardpage", "pages.collectionindex", "solutions.solutionindex", "events.eventindex"];
const CARD = [SOLUTIONS, VENDORS, CATEGORIES, REVIEWS, RATINGS];
const ANY = [...CARD, ...TOPICS, EVENTS, COLLECTIONS, ...PAGES];

/** What each operation shows. A change of any of these kinds drops its answers, "not found" included. */
export const KINDS: Record<keyof Operations, readonly string[]> = {
  Categories: [CATEGORIES, SOLUTIONS],
  Category: CARD,
  Collection: [COLLECTIONS, ...CARD],
  Collections: [COLLECTIONS],
  Compare: CARD,
  Event: [EVENTS, ...CARD],
  Events: [EVENTS],
  Home: [...ANY, TRENDS],
  Newest: [SOLUTIONS],
  Page: [...ANY, REDIRECTS],
  Reviews: [REVIEWS, RATINGS, VOTES, SOLUTIONS, VENDORS],
  Search: ANY,
  Site: [...FRAME, ...PAGES],
  Sitemap: ANY,
  Solution: [...CARD, ...TOPICS, EVENTS, VOTES, VIEWED],
  Solutions: [...CARD, ...TOPICS],
  Suggest: ANY,
  Tag: [...TOPICS, ...CARD],
  Topics: [...TOPICS, SOLUTIONS],
  UseCase: [...TOPICS, ...CARD],
  Vendor: [...CARD, EVENTS],
};

const KNOWN = new Set(Object.values(KINDS).flat());

/** The tags of an operation's answer. */
export function tagsOf(operation: keyof Operations): string[] {
  return [ALL, ...KINDS[operation]];
}

/** The tags to drop when these kinds of content changed: an unknown kind may be shown anywhere. */
export function tagsFor(kinds: readonly string[]): string[] {
  return kinds.every((kind) => KNOWN.has(kind)) ? [...new Set(kinds)] : [ALL];
}
