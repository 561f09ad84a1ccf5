import { ask } from "@/lib/api";
import { siteUrl } from "@/lib/site";
import { escapeXml, xmlResponse } from "@/lib/xml";

export const dynamic = "force-dynamic";

/** The index: one sitemap for each part of the API's. */
export async function GET(): Promise<Response> {
  const { sitemap } = await ask("Sitemap", { part: 1 });
  const parts = Array.from({ length: sitemap.partCount }, (_, index) => `<sitemap><loc>${escapeXml(`${siteUrl()}/sitemap/${index + 1}/`)}</loc></sitemap>`);
  return xmlResponse(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${parts.join("")}</sitemapindex>`);
}
