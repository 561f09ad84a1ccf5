// Heads of pages and data for search engines.
import type { Metadata } from "next";
import { safeHref } from "./links";
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
  image?: string | null;
  type?: "website" | "article";
}

/** Title, description, canonical address and languages of a page at a path. */
export function headOf(seo: Head, path: string, { alternates = [], image, type = "website" }: Options = {}): Metadata {
  const canonical = safeHref(seo.canonicalUrl) ?? `${siteUrl()}${path}`;
  return {
    title: seo.title,
    description: seo.description || undefined,
    alternates: {
      canonical,
      languages: Object.fromEntries(alternates.map(({ hreflang, path: other }) => [hreflang, `${siteUrl()}${other}`])),
    },
    robots: seo.noindex ? { index: false, follow: true } : undefined,
    openGraph: { title: seo.title, description: seo.description || undefined, url: canonical, type, ...(image && { images: [image] }) },
    twitter: { card: "summary_large_image" },
  };
}

/** Head of a page that the theme makes itself, in both languages. */
export function ownHead(title: string, path: string, description = "", noindex = false): Metadata {
  return headOf({ title, description, noindex }, path);
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
