import { ask } from "@/lib/api";
import { siteUrl } from "@/lib/site";
import { escapeXml, xmlResponse } from "@/lib/xml";

export async function GET(_: Request, { params }: { params: Promise<{ part: string }> }): Promise<Response> {
  const { part } = await params;
  if (!/^[1-9]\d{0,2}$/.test(part)) return new Response("Not found", { status: 404 });
  const { sitemap } = await ask("Sitemap", { part: Number(part) });
  if (Number(part) > sitemap.partCount) return new Response("Not found", { status: 404 });
  const link = (path: string): string => escapeXml(`${siteUrl()}${path}`);
  const urls = sitemap.entries.map(({ path, lastModified, alternates }) => {
    const others = alternates.map((each) => `<xhtml:link rel="alternate" hreflang="${escapeXml(each.hreflang)}" href="${link(each.path)}"/>`);
    return `<url><loc>${link(path)}</loc>${lastModified ? `<lastmod>${escapeXml(lastModified)}</lastmod>` : ""}${others.join("")}</url>`;
  });
  return xmlResponse(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join("\n")}</urlset>`);
}
