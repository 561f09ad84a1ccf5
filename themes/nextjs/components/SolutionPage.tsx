import { PER_PAGE } from "@/lib/address";
import { formatNumber } from "@/lib/format";
import type { SolutionCardFragment } from "@/gen/graphql";
import { itemListData } from "@/lib/seo";
import { words } from "@/lib/text";
import { SolutionGrid } from "./Cards";
import { Data, Empty, Pages } from "./Parts";

interface Props {
  locale: string;
  path: string;
  page: number;
  solutions: { totalCount: number; nodes: readonly SolutionCardFragment[] };
}

/** One page of solutions with links to the others: for categories, tags, use cases and vendors. */
export function SolutionPage({ locale, path, page, solutions: { totalCount, nodes } }: Props) {
  const t = words(locale);
  if (nodes.length === 0) return totalCount > 0 ? <Empty title={t.noPage}><a className="button" href={path}>{t.first}</a></Empty> : <Empty title={t.noneYet} />;
  return (
    <>
      <Data data={itemListData(nodes)} />
      <p className="mb-4 text-muted">{formatNumber(locale, totalCount)} {totalCount === 1 ? t.result : t.results}</p>
      <SolutionGrid locale={locale} solutions={nodes} />
      <Pages locale={locale} page={page} total={totalCount} size={PER_PAGE} href={(next) => (next > 1 ? `${path}?page=${next}` : path)} />
    </>
  );
}
