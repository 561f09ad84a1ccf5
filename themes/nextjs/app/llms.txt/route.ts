import { ask } from "@/lib/api";
import { loadSite, siteUrl } from "@/lib/site";
import { DEFAULT_LOCALE } from "@/lib/text";

export const dynamic = "force-dynamic";

/** What programs that read for people should know first. */
export async function GET(): Promise<Response> {
  const [site, { categories }] = await Promise.all([loadSite(DEFAULT_LOCALE), ask("Categories", { locale: DEFAULT_LOCALE })]);
  const line = (title: string, path: string, text = ""): string => `- [${title.replace(/[[\]\n]/g, " ")}](${siteUrl()}${path})${text && `: ${text.replace(/\s+/g, " ")}`}`;
  const lines = [
    `# ${site.settings?.siteTitle || site.name}`, "", `> ${site.settings?.tagline ?? ""}`, "", "## Lists", "",
    line("Solutions", "/solutions/"), line("Events", "/events/"), line("Collections", "/collections/"), line("Newest solutions as RSS", "/feed.xml"),
    "", "## Categories", "", ...categories.nodes.map(({ name, slug, description }) => line(name, `/categories/${slug}/`, description)),
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=300" } });
}
