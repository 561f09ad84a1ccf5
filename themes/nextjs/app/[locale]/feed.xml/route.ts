import { ask } from "@/lib/api";
import { loadSite, siteUrl } from "@/lib/site";
import { isLocale, localPath } from "@/lib/text";
import { escapeXml, xmlResponse } from "@/lib/xml";

/** RSS of the newest solutions. */
export async function GET(_: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response("Not found", { status: 404 });
  const [site, { solutions }] = await Promise.all([loadSite(locale), ask("Newest", { locale })]);
  const own = `${siteUrl()}${localPath(locale, "/feed.xml")}`;
  const items = solutions.nodes.map(({ title, path, summary, publishedAt }) => {
    const link = escapeXml(`${siteUrl()}${path ?? "/"}`);
    const date = publishedAt ? `<pubDate>${new Date(publishedAt).toUTCString()}</pubDate>` : "";
    return `<item><title>${escapeXml(title)}</title><link>${link}</link><guid>${link}</guid><description>${escapeXml(summary)}</description>${date}</item>`;
  });
  return xmlResponse(
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${escapeXml(site.name)}</title>` +
      `<link>${escapeXml(`${siteUrl()}${localPath(locale, "/")}`)}</link><description>${escapeXml(site.settings?.tagline ?? "")}</description>` +
      `<atom:link href="${escapeXml(own)}" rel="self" type="application/rss+xml"/><language>${locale}</language>${items.join("\n")}</channel></rss>`,
    "application/rss+xml",
  );
}
