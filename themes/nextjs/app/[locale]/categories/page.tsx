import type { Metadata } from "next";
import Link from "@/components/Link";
import { Empty, PageTitle } from "@/components/Parts";
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
  return ownHead(words(locale).categories, localPath(locale, "/categories/"));
}

/** The tree of categories: each root with those below it. */
export default async function Categories({ params }: Props) {
  const { locale } = await params;
  const { categories } = await ask("Categories", { locale });
  const groups: (typeof categories.nodes)[] = [];
  for (const category of categories.nodes) category.depth === 1 ? groups.push([category]) : groups.at(-1)?.push(category);
  return (
    <>
      <PageTitle title={words(locale).categories} />
      {groups.length === 0 && <Empty title={words(locale).noneYet} />}
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {groups.map(([root, ...below]) => root && (
          <li key={root.slug} className="card flex flex-col p-6">
            <h2 className="text-xl"><Name locale={locale} {...root} /></h2>
            <p className="mt-2 text-[0.9688rem] text-muted">{root.description}</p>
            {below.length > 0 && (
              <ul className="mt-4 grid gap-1 border-t border-line pt-3">
                {below.map((each) => <li key={each.slug} style={{ paddingLeft: `${(each.depth - 2) * 1.25}rem` }}><Name locale={locale} {...each} /></li>)}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Name({ locale, name, slug, solutionCount }: { locale: string; name: string; slug: string; solutionCount: number }) {
  return (
    <Link href={localPath(locale, `/categories/${slug}/`)} prefetch={false} className="flex items-baseline justify-between gap-3 py-0.5 no-underline hover:text-brand hover:underline">
      {name} <span className="font-sans text-sm font-normal tracking-normal text-muted tabular-nums">{formatNumber(locale, solutionCount)}</span>
    </Link>
  );
}
