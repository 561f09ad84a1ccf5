import type { Metadata } from "next";
import { notFound } from "next/navigation";
import Link from "@/components/Link";
import { Empty, Pages, PageTitle, PastEnd } from "@/components/Parts";
import { pageQuery, PER_PAGE, readKeptPage } from "@/lib/address";
import { ask } from "@/lib/api";
import { ownHead } from "@/lib/seo";
import { localPath, words } from "@/lib/text";

interface Props {
  /** page: of those that are kept for later pages. */
  params: Promise<{ locale: string; page?: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { locale: string }[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, page } = await params;
  return ownHead(words(locale).collections, localPath(locale, `/collections/${pageQuery(readKeptPage(page) ?? 1)}`));
}

export default async function Collections({ params }: Props) {
  const { locale, page: given } = await params;
  const page = readKeptPage(given);
  if (page === null) notFound();
  const t = words(locale);
  const { collections } = await ask("Collections", { locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE });
  return (
    <>
      <PageTitle eyebrow={t.curated} title={t.collections} />
      {collections.nodes.length === 0 && (page > 1 ? <PastEnd locale={locale} first={localPath(locale, "/collections/")} /> : <Empty title={t.noneYet} />)}
      <ul className="grid gap-4 sm:grid-cols-2">
        {collections.nodes.map(({ title, path, summary }) => (
          <li key={path} className="card relative p-6 hover:border-brand sm:p-8">
            <h2 className="text-head"><Link href={path ?? ""} prefetch={false} className="no-underline after:absolute after:inset-0 hover:text-brand">{title}</Link></h2>
            <p className="mt-2 text-muted">{summary}</p>
          </li>
        ))}
      </ul>
      <Pages locale={locale} page={page} total={collections.totalCount} size={PER_PAGE} href={(next) => localPath(locale, `/collections/${pageQuery(next)}`)} />
    </>
  );
}
