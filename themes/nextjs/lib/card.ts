// What stands on the picture of a page for cards on social networks.
import { ask } from "./api";
import { DEFAULT_LOCALE, isLocale } from "./locales";
import { loadSite } from "./site";

export interface Card {
  eyebrow: string;
  title: string;
  text: string;
  site: string;
}

const PATH = /^\/(?:([a-z]{2})\/)?(?:[^/?#\\]{1,160}\/){0,6}$/;
const SOLUTION = /^\/(?:[a-z]{2}\/)?solutions\/([^/]+)\/$/;
/** Letters of the font that comes with the renderer. For any other it would ask a server of fonts, or of pictures, elsewhere. */
const DRAWABLE = /[ -~\u00a1-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac]/gu;

/** The card of a page of the site, by its path; that of the site for pages that have no text of their own. Null for no page. */
export async function loadCard(path: string): Promise<Card | null> {
  const [whole, code] = PATH.exec(path) ?? [];
  if (whole === undefined) return null;
  const locale = code && isLocale(code) ? code : DEFAULT_LOCALE;
  const { name, settings } = await loadSite(locale);
  const site = settings?.siteTitle || name;
  const own = await loadOwn(path, locale);
  if (own === null) return null;
  const { title, text, eyebrow } = own ?? { title: site, text: settings?.tagline ?? "", eyebrow: "" };
  return { eyebrow: draw(eyebrow, 60), title: draw(title, 80) || draw(site, 80), text: draw(text, 160), site: draw(site, 60) };
}

/** What a page says of itself; undefined for the home page. */
async function loadOwn(path: string, locale: string): Promise<Omit<Card, "site"> | null | undefined> {
  if (path === "/" || path === `/${locale}/`) return undefined;
  const slug = SOLUTION.exec(path)?.[1];
  if (slug) {
    const { solution } = await ask("Solution", { path, slug: [slug], locale });
    return solution && { eyebrow: solution.vendor?.name ?? "", title: solution.title, text: solution.summary };
  }
  const { page } = await ask("Page", { path });
  return page && { eyebrow: "", title: page.title, text: page.seo.description };
}

/** A text in the letters that can be drawn, cut to a length after a whole word. */
export function draw(text: string, most: number): string {
  const letters = [...(text.normalize("NFC").match(DRAWABLE) ?? [])].join("").replace(/ {2,}/g, " ").trim();
  return letters.length > most ? `${letters.slice(0, most).replace(/ +\S*$/, "")}…` : letters;
}
