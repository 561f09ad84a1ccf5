// Next.js leaves the page of a 404 to the browser: what it sends has an empty body. For those without scripts, this is put in.
import { localeOf, plainStyle } from "./retry-page";
import { localPath, words } from "./text";

/** The page with a note for those without scripts; null for one that has a heading of its own. */
export function addMissingNote(html: string, url: string): string | null {
  const body = /<body[^>]*>/.exec(html);
  if (!body || /<h1[\s>]/.test(html)) return null;
  const locale = localeOf(url);
  const t = words(locale);
  const note =
    `<noscript><style>${plainStyle}</style><main><h1>${t.notFound}</h1><p>${t.notFoundText}</p>` +
    `<a href="${localPath(locale, "/")}">${t.toHome}</a></main></noscript>`;
  const place = body.index + body[0].length;
  return html.slice(0, place) + note + html.slice(place);
}
