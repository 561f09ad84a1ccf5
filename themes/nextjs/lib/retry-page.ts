// The page for when not even the frame can be made: it needs no script, no style sheet and no answer of the API.
import { DEFAULT_LOCALE, LOCALES } from "./locales";
import { FAILED } from "./text-failed";

/** The style of pages that are made without Next.js. */
export const plainStyle =
  ":root{color-scheme:light dark;--paper:#f8f6f1;--ink:#1a211f;--muted:#555d57;--brand:#0b5e58;--on:#fff}" +
  "@media(prefers-color-scheme:dark){:root{--paper:#101716;--ink:#e9eeea;--muted:#a5b1ab;--brand:#79d0c2;--on:#06211e}}" +
  "body{margin:0;min-height:100dvh;display:grid;place-items:center;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}" +
  "main{max-width:34rem;padding:1.5rem;text-align:center}h1{font-size:clamp(1.75rem,6vw,2.5rem);line-height:1.15;text-wrap:balance;margin:0 0 .75rem}" +
  "p{color:var(--muted);margin:0 0 2rem}a{display:inline-block;padding:.7rem 1.4rem;border-radius:.6rem;background:var(--brand);color:var(--on);font-weight:600;text-decoration:none}" +
  "a:focus-visible{outline:3px solid var(--brand);outline-offset:3px}";

/** The language that an address is of. */
export function localeOf(url: string): (typeof LOCALES)[number] {
  return LOCALES.find((code) => code !== DEFAULT_LOCALE && (url === `/${code}` || url.startsWith(`/${code}/`))) ?? DEFAULT_LOCALE;
}

/** In the language that the address is of. The link is empty, so it leads to the same address, whatever that holds. */
export function retryPage(url: string): string {
  const locale = localeOf(url);
  const t = FAILED[locale];
  return (
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<meta name="robots" content="noindex"><title>${t.failed}</title><style>${plainStyle}</style></head>` +
    `<body><main><h1>${t.failed}</h1><p>${t.failedText}</p><a href="">${t.retry}</a></main></body></html>`
  );
}
