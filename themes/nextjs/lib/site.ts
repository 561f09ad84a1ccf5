// What every page shares: the site's name, its menus and its own address.
import "server-only";
import { ask } from "./api";
import { DEFAULT_LOCALE } from "./text";

/** The address under which visitors know this theme, without a slash at the end. */
export function siteUrl(): string {
  return (process.env.SITE_URL ?? "http://127.0.0.1:3000").replace(/\/+$/, "");
}

export async function loadSite(locale: string) {
  const { site } = await ask("Site", { locale });
  return site;
}

/** The path of a page as the CMS knows it. */
export function cmsPath(locale: string, ...parts: string[]): string {
  const own = locale === DEFAULT_LOCALE ? [] : [locale];
  const path = [...own, ...parts.map(decode)].join("/");
  return path ? `/${path}/` : "/";
}

export function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
