import type { Metadata } from "next";
import Link from "@/components/Link";
import { Empty, PageTitle, Section } from "@/components/Parts";
import { ask } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { ownHead } from "@/lib/seo";
import { localPath, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { locale: string }[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return ownHead(words(locale).topics, localPath(locale, "/topics/"));
}

export default async function Topics({ params }: Props) {
  const { locale } = await params;
  const t = words(locale);
  const { tags, useCases } = await ask("Topics", { locale });
  return (
    <>
      <PageTitle title={t.topics} />
      {useCases.nodes.length + tags.nodes.length === 0 && <Empty title={t.noneYet} />}
      <Section title={t.useCases} id="use-cases" rows={useCases.nodes}>
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {useCases.nodes.map(({ name, slug, description, solutionCount }) => (
            <li key={slug} className="card relative p-5 hover:border-brand">
              <h3 className="text-lg"><Link prefetch={false} href={localPath(locale, `/use-cases/${slug}/`)} className="no-underline after:absolute after:inset-0">{name}</Link> <span className="font-sans text-sm font-normal tracking-normal text-muted tabular-nums">{formatNumber(locale, solutionCount)}</span></h3>
              <p className="mt-1 text-[0.9688rem] text-muted">{description}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.tags} id="tags" rows={tags.nodes}>
        <ul className="flex flex-wrap gap-2.5">
          {tags.nodes.map(({ name, slug, solutionCount }) => <li key={slug}><Link prefetch={false} href={localPath(locale, `/tags/${slug}/`)} className="pill min-h-9 gap-2 text-[0.9375rem]! no-underline hover:border-brand">{name} <span className="text-muted tabular-nums">{formatNumber(locale, solutionCount)}</span></Link></li>)}
        </ul>
      </Section>
    </>
  );
}
