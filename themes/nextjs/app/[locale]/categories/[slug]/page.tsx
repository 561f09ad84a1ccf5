import type { Metadata } from "next";
import Link from "@/components/Link";
import { notFound } from "next/navigation";
import { Breadcrumbs, PageTitle } from "@/components/Parts";
import { SolutionPage } from "@/components/SolutionPage";
import { pageQuery, PER_PAGE, readKeptPage } from "@/lib/address";
import { ask } from "@/lib/api";
import { formatNumber } from "@/lib/format";
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
  return { locale, page, ...(await ask("Category", { slug: decode(slug), locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE })) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { locale, page, category } = await load(props);
  return category ? ownHead(category.name, localPath(locale, `/categories/${category.slug}/${pageQuery(page)}`), category.description) : {};
}

export default async function Category(props: Props) {
  const { locale, page, category, solutions } = await load(props);
  if (!category) notFound();
  const t = words(locale);
  const pathOf = (slug: string): string => localPath(locale, `/categories/${slug}/`);
  const above = category.ancestors.map(({ name, slug }) => ({ title: name, path: pathOf(slug) }));
  return (
    <>
      <Breadcrumbs locale={locale} trail={[{ title: t.categories, path: localPath(locale, "/categories/") }, ...above, { title: category.name, path: pathOf(category.slug) }]} />
      <PageTitle title={category.name} lead={category.description}>
        {category.children.length > 0 && (
          <nav aria-label={t.sub} className="mt-5">
            <ul className="flex flex-wrap gap-2">{category.children.map(({ name, slug, solutionCount }) => <li key={slug}><Link className="pill min-h-8 gap-1.5 no-underline hover:border-brand" href={pathOf(slug)}>{name} <span className="text-muted tabular-nums">{formatNumber(locale, solutionCount)}</span></Link></li>)}</ul>
          </nav>
        )}
        <p className="mt-4"><Link className="link" href={localPath(locale, `/solutions/?categories=${category.slug}`)}>{t.narrow} <span aria-hidden="true">→</span></Link></p>
      </PageTitle>
      <SolutionPage locale={locale} path={pathOf(category.slug)} page={page} solutions={solutions} />
    </>
  );
}
