// What may become a link. Editors and imports write addresses; only these schemes leave the page.
const SAFE = new Set(["http:", "https:", "mailto:"]);

/** An address that is safe to link, or null: `javascript:`, `data:` and the like never are. */
export function safeHref(address: string | null | undefined): string | null {
  const text = (address ?? "").trim();
  if (!text || /[\u0000-\u001f\u007f]/.test(text)) return null;
  if (/^[/#?]/.test(text)) return /^\/[/\\]/.test(text) ? null : text;
  try {
    const url = new URL(text);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** An address of a picture that is safe to load, or null. */
export function safeSource(address: string | null | undefined): string | null {
  const href = safeHref(address);
  return href && !href.startsWith("mailto:") ? href : null;
}

/** A source set of which every address is safe, or null. */
export function safeSourceSet(srcset: string): string | null {
  const entries = srcset.split(",").map((entry) => entry.trim()).filter(Boolean);
  return entries.length && entries.every((entry) => safeSource(entry.split(/\s+/)[0])) ? entries.join(", ") : null;
}

/** The host of an address, for people. */
export function hostOf(address: string): string {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return address;
  }
}
