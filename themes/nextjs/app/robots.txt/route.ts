import { siteUrl } from "@/lib/site";

export const dynamic = "force-dynamic";

export function GET(): Response {
  const lines = ["User-agent: *", "Disallow: /api/", "Disallow: /search/", "Disallow: /compare/", "Allow: /api/card/", "", `Sitemap: ${siteUrl()}/sitemap.xml`];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
