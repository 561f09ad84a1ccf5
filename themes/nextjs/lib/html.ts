// Rich text comes cleaned from the API. Here a second, stricter pass: what is not listed is escaped or left out.
import { safeHref } from "./links";

const ALLOWED = new Set([
  "p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "sub", "sup", "hr", "mark", "del",
]);
const VOID = new Set(["br", "hr"]);
const DROPPED = /<(script|style|iframe|object|template|svg|math|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<(\/?)([a-z][a-z0-9]*)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;

function escapeText(text: string): string {
  return text.replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function decode(text: string): string {
  return text
    .replace(/&#(x?)([0-9a-f]+);?/gi, (_, hex: string, digits: string) => {
      const code = parseInt(digits, hex ? 16 : 10);
      return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : "";
    })
    .replace(/&(amp|quot|apos|lt|gt|colon|tab|newline);/gi, (_, name: string) => ENTITIES[name.toLowerCase()] ?? "");
}

const ENTITIES: Record<string, string> = {
  amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", colon: ":", tab: "\t", newline: "\n",
};

function openTag(name: string, attributes: string): string {
  if (name !== "a") return `<${name}>`;
  const found = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes);
  const href = safeHref(decode(found?.[1] ?? found?.[2] ?? found?.[3] ?? ""));
  if (!href) return "<a>";
  const value = href.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  return `<a href="${value}"${/^https?:/.test(href) ? ' rel="noopener nofollow"' : ""}>`;
}

/** HTML of which only known tags and safe links remain. */
export function cleanHtml(html: string): string {
  const text = html.replace(/<!--[\s\S]*?(?:-->|$)/g, "").replace(DROPPED, "");
  let result = "";
  let position = 0;
  for (const match of text.matchAll(TAG)) {
    const [whole, slash, tag = "", attributes = ""] = match;
    const name = tag.toLowerCase();
    result += escapeText(text.slice(position, match.index));
    position = match.index + whole.length;
    if (!ALLOWED.has(name)) continue;
    result += slash ? (VOID.has(name) ? "" : `</${name}>`) : openTag(name, attributes);
  }
  return result + escapeText(text.slice(position));
}

/** The text of some HTML, for descriptions. */
export function plainText(html: string): string {
  return decode(html.replace(DROPPED, "").replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();
}
