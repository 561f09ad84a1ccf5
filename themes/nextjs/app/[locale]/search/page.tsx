import type { Metadata } from "next";
import Link from "@/components/Link";
import { EventRow, SolutionCard } from "@/components/Cards";
import { CountSearch } from "@/components/Counting";
import { Chosen, Facets } from "@/components/Facets";
import { Empty, Pages, PageTitle } from "@/components/Parts";
import { SearchBox } from "@/components/SearchBox";
import type { SearchKind, SearchQuery } from "@/gen/graphql";
import { PER_PAGE, type Params, readChoices, readPage, text, toFilter, toQuery } from "@/lib/address";
import { collectUrl } from "@/lib/collect";
import { askFresh } from "@/lib/api";
import { ApiError } from "@/lib/errors";
import { formatNumber } from "@/lib/format";
import { plainText } from "@/lib/html";
import { ownHead } from "@/lib/seo";
import { localPath, searchWords, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Params>;
}

const KINDS = ["SOLUTION", "EVENT", "VENDOR", "COLLECTION", "PAGE"] as const;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { locale } = await params;
  const query = text(await searchParams, "q");
  return ownHead(query ? `${query} – ${words(locale).search}` : words(locale).search, localPath(locale, "/search/"), "", true);
}

export default async function Search({ params, searchParams }: Props) {
  const { locale } = await params;
  const query = await searchParams;
  const t = words(locale);
  const [q, page, chosen, path] = [text(query, "q"), readPage(query), readChoices(query), localPath(locale, "/search/")];
  const kind = KINDS.find((each) => each === text(query, "kind"));
  const found = q ? await find({ query: q, kinds: kind && [kind], filter: toFilter(chosen) as object, locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE }) : null;
  const names: Record<SearchKind, string> = { SOLUTION: t.solutions, EVENT: t.events, VENDOR: t.vendors, COLLECTION: t.collections, PAGE: t.pages };
  const shared = { locale, path, facets: found && found !== "down" ? found.facets : [], chosen, keep: { q, kind: kind ?? "" } };
  return (
    <>
      <PageTitle title={t.search}><div className="mt-5"><SearchBox key={q} locale={locale} words={searchWords(locale)} id="page-search" initial={q} large /></div></PageTitle>
      {!q && <Empty title={t.searchEmpty} hint={t.searchTip} />}
      {found === "down" && <Empty title={t.searchDown} />}
      {q && found && found !== "down" && (
        <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
          <aside aria-label={t.filters}>
            <nav aria-label={t.kinds} className="mb-5">
              <ul className="flex flex-wrap gap-2">
                {[undefined, ...KINDS].map((each) => (
                  <li key={each ?? ""}><Link rel="nofollow" href={path + toQuery({}, { q, kind: each })} aria-current={each === kind ? "true" : undefined} className={`pill min-h-8 no-underline hover:border-brand ${each === kind ? "bg-brand! text-brand-ink!" : ""}`}>{each ? names[each] : t.all}</Link></li>
                ))}
              </ul>
            </nav>
            {shared.facets.some(({ values }) => values.length > 0) && (
              <details className="filters">
                <summary className="button button-quiet w-full">{t.filters}</summary>
                <Facets {...shared} />
              </details>
            )}
          </aside>
          <div>
            {page === 1 && collectUrl() && <CountSearch query={q} results={found.totalCount} />}
            <p role="status" className="mb-5"><strong className="font-display text-xl">{formatNumber(locale, found.totalCount)}</strong> {found.totalCount === 1 ? t.result : t.results}</p>
            {found.didYouMean && <p className="mb-5">{t.didYouMean} <Link className="link font-semibold" href={path + toQuery({}, { q: found.didYouMean, kind })}>{found.didYouMean}</Link>?</p>}
            <Chosen {...shared} />
            {found.edges.length === 0 && <Empty title={t.none} hint={Object.keys(chosen).length > 0 ? t.noneHint : t.noneSearch} />}
            <ul className="grid gap-4">{found.edges.map((edge, index) => <li key={index}><Hit locale={locale} {...edge} /></li>)}</ul>
            <Pages locale={locale} page={page} total={found.totalCount} size={PER_PAGE} href={(next) => path + toQuery(chosen, { q, kind, page: next })} />
          </div>
        </div>
      )}
    </>
  );
}

type Found = NonNullable<SearchQuery["search"]>;

/** The hits; "down" where the search gives no answer, so that the page says so instead of failing. */
async function find(variables: Parameters<typeof askFresh<"Search">>[1]): Promise<Found | "down"> {
  try {
    return (await askFresh("Search", variables)).search ?? "down";
  } catch (error) {
    if (error instanceof ApiError) return "down";
    throw error;
  }
}

function Hit({ locale, node, snippet }: { locale: string } & Found["edges"][number]) {
  switch (node.__typename) {
    case "Solution":
      return <SolutionCard locale={locale} solution={node} />;
    case "Event":
      return <EventRow locale={locale} event={node} />;
    case "Vendor":
      return <Plain title={node.name} href={localPath(locale, `/vendors/${node.slug}/`)} kind={words(locale).vendor} text={plainText(node.description)} />;
    default:
      return <Plain title={node.title} href={node.path ?? ""} kind={node.__typename === "Collection" ? words(locale).collection : ""} text={plainText(snippet)} />;
  }
}

function Plain({ title, href, kind, text: summary }: { title: string; href: string; kind: string; text: string }) {
  return (
    <article className="card relative p-5 hover:border-brand">
      {kind && <p className="eyebrow mb-1">{kind}</p>}
      <h3 className="text-lg"><Link href={href} prefetch={false} className="no-underline after:absolute after:inset-0">{title}</Link></h3>
      <p className="mt-1 line-clamp-3 text-[0.9688rem]">{summary}</p>
    </article>
  );
}
