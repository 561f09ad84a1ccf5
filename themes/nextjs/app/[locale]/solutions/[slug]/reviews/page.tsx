import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Breadcrumbs, Empty, Pages, PageTitle, PastEnd } from "@/components/Parts";
import { Histogram, RatingLine } from "@/components/Rating";
import { ReviewList } from "@/components/Reviews";
import { pageQuery, PER_PAGE, readKeptPage, REVIEW_ORDERS } from "@/lib/address";
import { ask } from "@/lib/api";
import { ownHead } from "@/lib/seo";
import { cmsPath } from "@/lib/site";
import { localPath, word, words } from "@/lib/text";

interface Props {
  /** sort, page: of those that are kept for other orders and later pages. */
  params: Promise<{ locale: string; slug: string; sort?: string; page?: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { slug: string }[] {
  return [];
}

async function load({ params }: Props) {
  const { locale, slug, sort: asked, page: given } = await params;
  const [page, path] = [readKeptPage(given), cmsPath(locale, "solutions", slug)];
  if (page === null) notFound();
  const sort = REVIEW_ORDERS.find((each) => each === asked) ?? "HELPFUL_DESC";
  const { solution } = await ask("Reviews", { path, orderBy: [sort], first: PER_PAGE, offset: (page - 1) * PER_PAGE });
  return { locale, page, sort, solution, path };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { locale, solution, path, page } = await load(props);
  if (!solution) return {};
  const below = `reviews/${pageQuery(page)}`;
  const alternates = solution.alternates.map((each) => ({ ...each, path: each.path + below }));
  return ownHead(`${words(locale).reviews}: ${solution.title}`, path + below, "", false, alternates);
}

export default async function Reviews(props: Props) {
  const { locale, page, sort, solution, path } = await load(props);
  if (!solution) notFound();
  const t = words(locale);
  const own = `${path}reviews/`;
  return (
    <div className="mx-auto max-w-[52rem]">
      <Breadcrumbs locale={locale} trail={[{ title: t.solutions, path: localPath(locale, "/solutions/") }, { title: solution.title, path }, { title: t.reviews, path: own }]} />
      <PageTitle title={`${t.reviews}: ${solution.title}`}><p className="mt-3"><RatingLine locale={locale} rating={solution.rating} /></p></PageTitle>
      {solution.rating && <div className="card mb-6 p-6"><Histogram locale={locale} histogram={solution.rating.histogram} /></div>}
      <form action={own} className="no-print mb-5 flex items-center gap-2">
        <label htmlFor="sort" className="sr-only sm:not-sr-only">{t.sort}</label>
        <select id="sort" name="sort" defaultValue={sort} className="field py-1!">{REVIEW_ORDERS.map((each) => <option key={each} value={each}>{word(locale, each)}</option>)}</select>
        <button className="button button-quiet">{t.go}</button>
      </form>
      {solution.reviews.nodes.length > 0 && <ReviewList locale={locale} reviews={solution.reviews.nodes} />}
      {solution.reviews.nodes.length === 0 && (page > 1 ? <PastEnd locale={locale} first={reviewsAddress(own, sort, 1)} /> : <Empty title={t.noReviews} />)}
      <Pages locale={locale} page={page} total={solution.reviews.totalCount} size={PER_PAGE} href={(next) => reviewsAddress(own, sort, next)} />
    </div>
  );
}

function reviewsAddress(path: string, sort: string, page: number): string {
  const query = new URLSearchParams({ ...(sort !== "HELPFUL_DESC" && { sort }), ...(page > 1 && { page: String(page) }) });
  return query.size ? `${path}?${query}` : path;
}
