// Languages of the site, and paths in them. Small: parts that run in the browser import this and no words.
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "en";

export function isLocale(code: string): code is Locale {
  return (LOCALES as readonly string[]).includes(code);
}

/** A path of the site in a language: "/solutions/" → "/de/solutions/". */
export function localPath(locale: string, path: string): string {
  return locale === DEFAULT_LOCALE ? path : `/${locale}${path}`;
}
