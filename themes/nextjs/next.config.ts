import type { NextConfig } from "next";
import { FILTERS, LATER_PAGES, ORDERS, REVIEW_ORDERS, USUAL } from "./lib/address";

// Addresses without a language belong to the default one; its folder is `en` inside the application.
const OWN = "(?:en|de|_next|api|media)(?:/|$)";
const FILES = "(?:robots\\.txt|sitemap\\.xml|sitemap/|llms\\.txt|icon\\.svg|opensearch\\.xml)";

const COLLECT = process.env.COLLECT_URL ? ` ${new URL(process.env.COLLECT_URL).origin}` : "";

const HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
  {
    key: "Content-Security-Policy",
    value: [
      "default-src 'self'",
      // Next.js writes the data of kept pages as inline scripts, which carry no nonce.
      `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}${COLLECT}`,
      "style-src 'self' 'unsafe-inline'",
      `img-src 'self' data: ${process.env.MEDIA_ORIGIN ?? new URL(process.env.API_URL ?? "http://127.0.0.1:8000").origin}`,
      "font-src 'self'",
      `connect-src 'self'${COLLECT}`,
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
  },
];

/** Lists without filters go straight to the page that is kept for their state; proxy.ts leads the others there. */
function keptLists(from: string, to: string) {
  const missing = FILTERS.map((key) => ({ type: "query" as const, key }));
  const sort = { type: "query" as const, key: "sort", value: `(?<sort>${ORDERS.slice(1).join("|")})` };
  const states = [
    { has: [sort, PAGE], state: "sort=:sort&page=:page" }, { has: [PAGE], state: "page=:page" },
    { has: [sort], state: "sort=:sort" }, { state: USUAL },
  ];
  return states.map(({ has, state }) => ({ source: from, has, missing, destination: `${to}~kept/${state}/` }));
}

const PAGE = { type: "query" as const, key: "page", value: `(?<page>${LATER_PAGES})` };
const MONTH = { type: "query" as const, key: "month", value: "(?<month>20[0-9][0-9]-[01][0-9])" };
const REVIEW_ORDER = { type: "query" as const, key: "sort", value: `(?<sort>${REVIEW_ORDERS.slice(1).join("|")})` };

/** Other months and orders, and later pages, of lists of events, reviews and collections. */
function keptOthers(from: string, to: string) {
  const rule = (path: string, has: (typeof PAGE)[], rest: string) => ({ source: from + path, has, destination: `${to}${path}~kept/${rest}/` });
  return [
    rule("events/", [MONTH, PAGE], ":month/:page"), rule("events/", [MONTH], ":month"), rule("events/", [PAGE], `${USUAL}/:page`),
    rule("solutions/:slug/reviews/", [REVIEW_ORDER, PAGE], ":sort/:page"), rule("solutions/:slug/reviews/", [REVIEW_ORDER], ":sort"),
    rule("solutions/:slug/reviews/", [PAGE], `${USUAL}/:page`),
    rule("collections/", [PAGE], ":page"),
  ];
}

/** Kinds of pages that end with a list of solutions; the first page of the list is kept under the path itself. */
const LISTING = "categories|tags|use-cases|vendors";

/** Later pages of those lists are pages that are kept, too. */
function keptPages(from: string, to: string) {
  return { source: `${from}:kind(${LISTING})/:slug/`, has: [PAGE], destination: `${to}:kind/:slug/~kept/:page/` };
}

const config: NextConfig = {
  trailingSlash: true,
  poweredByHeader: false,
  generateEtags: false, // cache/etag.mjs
  reactStrictMode: true,
  experimental: { cssChunking: true },
  cacheHandler: `${import.meta.dirname}/cache/handler.mjs`,
  cacheMaxMemorySize: 0,
  turbopack: { root: import.meta.dirname },
  typescript: { ignoreBuildErrors: process.env.CHECK_TYPES === "0" }, // `npm run types` checks them, too
  async headers() {
    return [{ source: "/:path*", headers: HEADERS }];
  },
  async redirects() {
    return [{ source: "/en/:path*", destination: "/:path*", permanent: true }];
  },
  async rewrites() {
    return {
      beforeFiles: [
        { source: "/events/:slug.ics", destination: "/api/calendar/:slug" },
        ...keptLists("/solutions/", "/en/solutions/"),
        ...keptLists("/de/solutions/", "/de/solutions/"),
        keptPages("/", "/en/"),
        keptPages("/de/", "/de/"),
        ...keptOthers("/", "/en/"),
        ...keptOthers("/de/", "/de/"),
        { source: "/", destination: "/en/" },
        { source: `/:path((?!${OWN}|${FILES}).*)`, destination: "/en/:path" },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
};

export default config;
