import { SolutionGrid } from "@/components/Cards";
import { Chosen, Facets, SortForm } from "@/components/Facets";
import { Data, Empty, Pages, PageTitle, PastEnd } from "@/components/Parts";
import { PER_PAGE, type Params, readChoices, readOrder, readPage, toFilter, toQuery } from "@/lib/address";
import { ask } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { itemListData } from "@/lib/seo";
import { localPath, words } from "@/lib/text";

interface NothingProps {
  locale: string;
  total: number;
  path: string;
  first: string;
}

/** Why a list shows no row: its filters leave none, or it has fewer pages. */
function Nothing({ locale, total, path, first }: NothingProps) {
  const t = words(locale);
  if (total > 0) return <PastEnd locale={locale} first={first} />;
  return <Empty title={t.none} hint={t.noneHint}><a className="button" href={path}>{t.clear}</a></Empty>;
}

/** The list of solutions in the state that an address asks for. */
export async function SolutionList({ locale, query }: { locale: string; query: Params }) {
  const t = words(locale);
  const [chosen, sort, page, path] = [readChoices(query), readOrder(query), readPage(query), localPath(locale, "/solutions/")];
  const { solutions } = await ask("Solutions", {
    filter: toFilter(chosen), orderBy: [sort], locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE,
  });
  const { nodes, totalCount, facets } = solutions;
  const shared = { locale, path, facets, chosen, keep: { sort: sort === "POPULARITY_DESC" ? "" : sort } };
  return (
    <>
      <PageTitle title={t.solutions} />
      <Data data={itemListData(nodes)} />
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <aside aria-label={t.filters}>
          {/* Closed on small screens; the style sheet shows its content on large ones. */}
          <details className="filters">
            <summary className="button button-quiet w-full">{t.filters}</summary>
            <Facets {...shared} />
          </details>
        </aside>
        <div>
          <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
            <p role="status"><strong className="font-display text-xl">{formatNumber(locale, totalCount)}</strong> {totalCount === 1 ? t.result : t.results}</p>
            <SortForm locale={locale} path={path} chosen={chosen} sort={sort} />
          </div>
          <Chosen {...shared} />
          {nodes.length ? <SolutionGrid locale={locale} solutions={nodes} three={false} /> : <Nothing locale={locale} total={totalCount} path={path} first={path + toQuery(chosen, { sort })} />}
          <Pages locale={locale} page={page} total={totalCount} size={PER_PAGE} href={(next) => path + toQuery(chosen, { sort, page: next })} />
        </div>
      </div>
    </>
  );
}
