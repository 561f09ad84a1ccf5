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
  const { useCase } = await ask("UseCase", { slug: decode(slug), locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE });
  return { locale, page, useCase };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { locale, page, useCase } = await load(props);
  return useCase ? ownHead(useCase.name, localPath(locale, `/use-cases/${useCase.slug}/${pageQuery(page)}`), useCase.description) : {};
}

export default async function UseCasePage(props: Props) {
  const { locale, page, useCase } = await load(props);
  if (!useCase) notFound();
  const t = words(locale);
  const path = localPath(locale, `/use-cases/${useCase.slug}/`);
  return (
    <>
      <Breadcrumbs locale={locale} trail={[{ title: t.topics, path: localPath(locale, "/topics/") }, { title: useCase.name, path }]} />
      <PageTitle eyebrow={t.useCase} title={useCase.name} lead={useCase.description} />
      <SolutionPage locale={locale} path={path} page={page} solutions={useCase.solutions} />
    </>
  );
}
