import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Breadcrumbs, PageTitle } from "@/components/Parts";
import { SolutionPage } from "@/components/SolutionPage";
import { pageQuery, PER_PAGE, readKeptPage } from "@/lib/address";
import { ask } from "@/lib/api";
import { ownHead } from "@/lib/seo";
import { decode } from "@/lib/site";
import { localPath, words } from "@/lib/text";

interface Props {
  /** page: of those that are kept for later pages. */
  params: Promise<{ locale: string; slug: string; page?: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { slug: string }[] {
  return [];
}

async function load({ params }: Props) {
  const { locale, slug, page: given } = await params;
  const page = readKeptPage(given);
  if (page === null) notFound();
  const { tag } = await ask("Tag", { slug: decode(slug), locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE });
  return { locale, page, tag };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { locale, page, tag } = await load(props);
  return tag ? ownHead(tag.name, localPath(locale, `/tags/${tag.slug}/${pageQuery(page)}`), "") : {};
}

export default async function TagPage(props: Props) {
  const { locale, page, tag } = await load(props);
  if (!tag) notFound();
  const t = words(locale);
  const path = localPath(locale, `/tags/${tag.slug}/`);
  return (
    <>
      <Breadcrumbs locale={locale} trail={[{ title: t.topics, path: localPath(locale, "/topics/") }, { title: tag.name, path }]} />
      <PageTitle eyebrow={t.tag} title={tag.name} />
      <SolutionPage locale={locale} path={path} page={page} solutions={tag.solutions} />
    </>
  );
}
