import Link from "@/components/Link";
import { ask, askFresh } from "@/lib/api";
import { ApiError } from "@/lib/errors";
import { localPath, searchWords, words } from "@/lib/text";
import { SearchBox } from "./SearchBox";

const OFFERED = 8;

interface Props {
  locale: string;
  slugs: readonly string[];
  /** What a visitor typed; without scripts the page offers what it finds. */
  find: string;
}

/** A field for one more solution to compare, and some to choose from: those found, or the most visited. */
export async function CompareAdd({ locale, slugs, find }: Props) {
  const t = words(locale);
  const path = localPath(locale, "/compare/");
  const offered = (await load(locale, find))?.filter(({ slug }) => !slugs.includes(slug)).slice(0, OFFERED);
  const href = (slug: string): string => `${path}?${new URLSearchParams([...slugs, slug].map((each) => ["s", each]))}`;
  return (
    <div className="no-print mb-10 max-w-2xl">
      <SearchBox
        key={find} locale={locale} id="add" initial={find} pick={{ action: path, slugs: [...slugs] }}
        words={{ ...searchWords(locale), searchLabel: t.compareChoice, searchHint: t.compareHint }}
      />
      {!offered && <p role="status" className="mt-3 text-mark">{t.searchDown}</p>}
      {offered?.length === 0 && <p role="status" className="mt-3 text-muted">{t.none} {find && t.noneSearch}</p>}
      {offered && offered.length > 0 && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <p className="text-sm text-muted">{find ? `${t.compareAdd}:` : `${t.popular}:`}</p>
          <ul className="contents">
            {offered.map(({ slug, title }) => (
              <li key={slug} className="max-w-full"><Link href={href(slug)} rel="nofollow" prefetch={false} className="pill min-h-8 gap-1.5 no-underline hover:border-brand"><span aria-hidden="true">+</span> <span className="truncate">{title}</span></Link></li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Solutions to offer; null where the search gives no answer. */
async function load(locale: string, find: string): Promise<{ slug: string; title: string }[] | null> {
  const first = OFFERED + 4;
  if (!find) return (await ask("Solutions", { locale, first, orderBy: ["POPULARITY_DESC"] })).solutions.nodes;
  try {
    const { search } = await askFresh("Search", { query: find, kinds: ["SOLUTION"], locale, first });
    return search && search.edges.flatMap(({ node }) => (node.__typename === "Solution" ? [node] : []));
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}
