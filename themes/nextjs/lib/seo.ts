// Heads of pages and data for search engines.
import type { Metadata } from "next";
import { safeHref } from "./links";
import { DEFAULT_LOCALE, LOCALES, localPath } from "./locales";
import { siteUrl } from "./site";

interface Head {
  title: string;
  description: string;
  canonicalUrl?: string | null;
  noindex: boolean;
}

interface Alternate {
  hreflang: string;
  path: string;
}

interface Options {
  alternates?: readonly Alternate[];
  /** Of cards on social networks; by default the page's own. */
  image?: string;
  type?: "website" | "article";
  /** Kind and id of what the page is about, for counting its visits. */
  subject?: readonly [kind: string, id: string];
}

/** Title, description, canonical address and languages of a page at a path. */
export function headOf(seo: Head, path: string, { alternates = [], image = `/api/card/?path=${encodeURIComponent(path)}`, type = "website", subject }: Options = {}): Metadata {
  const canonical = safeHref(seo.canonicalUrl) ?? `${siteUrl()}${path}`;
  return {
    title: seo.title,
    description: seo.description || undefined,
    alternates: {
      canonical,
      languages: seo.noindex ? undefined : languagesOf(alternates),
    },
    robots: seo.noindex ? { index: false, follow: true } : undefined,
    openGraph: { title: seo.title, description: seo.description || undefined, url: canonical, type, images: [{ url: image, width: 1200, height: 630, alt: seo.title }] },
    ...(subject && { other: { "aixplore-subject": subject.join(" ") } }),
    twitter: { card: "summary_large_image" },
  };
}

/** Addresses by language. `x-default` is the default language, or the only one. */
function languagesOf(alternates: readonly Alternate[]): Record<string, string> | undefined {
  const paths = Object.fromEntries(alternates.map(({ hreflang, path }) => [hreflang, path]));
  const fallback = paths["x-default"] ?? paths[DEFAULT_LOCALE] ?? alternates[0]?.path;
  if (fallback === undefined) return undefined;
  return Object.fromEntries(Object.entries({ ...paths, "x-default": fallback }).map(([code, path]) => [code, `${siteUrl()}${path}`]));
}

/** The same path in every language: for pages that the theme makes, and rows whose slug is shared by all languages. */
export function sameInAll(path: string): Alternate[] {
  const prefix = LOCALES.find((code) => code !== DEFAULT_LOCALE && path.startsWith(`/${code}/`));
  const own = prefix ? path.slice(prefix.length + 1) : path;
  return LOCALES.map((code) => ({ hreflang: code, path: localPath(code, own) }));
}

/** Head of a page that the theme makes itself, in all languages. */
export function ownHead(title: string, path: string, description = "", noindex = false, alternates = sameInAll(path)): Metadata {
  return headOf({ title, description, noindex }, path, { alternates, image: siteCard(path) });
}

/** The card of the site, for pages that the API has no page for. */
function siteCard(path: string): string {
  const prefix = LOCALES.find((code) => code !== DEFAULT_LOCALE && path.startsWith(`/${code}/`));
  return prefix ? `/api/card/?path=/${prefix}/` : "/api/card/";
}

/** JSON for a script element: nothing in it can end the element. */
export function toScript(data: unknown): string {
  return JSON.stringify(data)
    .replace(/</g, "\\u003c")
    .replace(/>/g, "\\u003e")
    .replace(/&/g, "\\u0026")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

export function breadcrumbData(trail: readonly { title: string; path: string }[]): object {
  return {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: trail.map(({ title, path }, index) => ({
      "@type": "ListItem", position: index + 1, name: title, item: `${siteUrl()}${path}`,
    })),
  };
}

export function itemListData(items: readonly { title: string; path?: string | null }[]): object {
  return {
    "@context": "https://schema.org",
    "@type": "ItemList",
    itemListElement: items.map(({ title, path }, index) => ({
      "@type": "ListItem", position: index + 1, name: title, url: `${siteUrl()}${path ?? "/"}`,
    })),
  };
}
