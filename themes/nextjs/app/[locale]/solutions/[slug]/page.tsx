import type { Metadata } from "next";
import Link from "@/components/Link";
import { notFound } from "next/navigation";
import { Blocks, Strip } from "@/components/Blocks";
import { EventRow, SolutionCard, SolutionGrid } from "@/components/Cards";
import { Breadcrumbs, Data, Section } from "@/components/Parts";
import { Logo } from "@/components/Picture";
import { Histogram, RatingLine, Stars } from "@/components/Rating";
import { ReviewList } from "@/components/Reviews";
import { SolutionFacts, SubRatings } from "@/components/SolutionFacts";
import { ask } from "@/lib/api";
import { formatNumber, formatPrice } from "@/lib/format";
import { followRedirect } from "@/lib/redirects";
import { safeHref } from "@/lib/links";
import { headOf } from "@/lib/seo";
import { cmsPath, decode } from "@/lib/site";
import { localPath, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string; slug: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { slug: string }[] {
  return [];
}

async function load(params: Props["params"]) {
  const { locale, slug } = await params;
  const path = cmsPath(locale, "solutions", slug);
  return { locale, path, ...(await ask("Solution", { path, slug: [decode(slug)], locale })) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { solution, path } = await load(params);
  return solution ? headOf(solution.seo, solution.path ?? path, { alternates: solution.alternates, subject: ["SOLUTION", solution.id] }) : {};
}

export default async function Solution({ params }: Props) {
  const { locale, path, solution, events } = await load(params);
  if (!solution) {
    await followRedirect(path);
    notFound();
  }
  const t = words(locale);
  const website = safeHref(solution.website);
  const { rating, reviews, subRatings } = solution;
  const related = (solution.related ?? []).flatMap(({ solution: other, text }) => (other ? [{ other, text }] : []));
  return (
    <>
      <Breadcrumbs
        locale={locale}
        trail={[
          { title: t.solutions, path: localPath(locale, "/solutions/") },
          ...(solution.category ? [{ title: solution.category.name, path: localPath(locale, `/categories/${solution.category.slug}/`) }] : []),
          { title: solution.title, path },
        ]}
      />
      {Boolean(solution.jsonLd) && <Data data={solution.jsonLd} />}
      <header className="flex flex-col gap-6 border-b border-line pb-8 sm:flex-row sm:items-start">
        <Logo logo={solution.logo} name={solution.title} large />
        <div className="min-w-0 grow">
          <h1 className="text-title">{solution.title}</h1>
          {solution.vendor && <p className="mt-1"><Link className="link" href={localPath(locale, `/vendors/${solution.vendor.slug}/`)}>{solution.vendor.name}</Link></p>}
          <p className="mt-3 max-w-[44rem] text-lg">{solution.summary}</p>
          <div className="mt-4 flex flex-wrap items-center gap-3">
            <RatingLine locale={locale} rating={rating} />
            {solution.openSource && <span className="pill pill-brand">{t.openSource}</span>}
            {solution.status !== "ACTIVE" && <span className="pill border-mark! text-mark!">{solution.status === "BETA" ? t.BETA : t.DISCONTINUED}</span>}
          </div>
        </div>
        <div className="no-print flex shrink-0 flex-wrap gap-3 sm:flex-col">
          {website && <a className="button" href={website} rel="noopener nofollow">{t.website} <span aria-hidden="true">↗</span></a>}
          <Link className="button button-quiet" href={localPath(locale, `/compare/?s=${encodeURIComponent(solution.slug)}`)} rel="nofollow">{t.addCompare}</Link>
        </div>
      </header>
      <div className="mt-8 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          {solution.gallery.length > 0 && <section aria-label={t.gallery} className="mb-10"><Strip images={solution.gallery} label={t.gallery} first /></section>}
          <Blocks locale={locale} body={solution.body} />
          {solution.pricingPlans.length > 0 && (
            <Section title={t.pricing} id="pricing">
              <ul className="grid gap-4 sm:grid-cols-2">
                {solution.pricingPlans.map((plan, index) => {
                  const { amount, period } = formatPrice(locale, plan);
                  return (
                    <li key={index} className="card p-5">
                      <h3 className="text-base font-semibold">{plan.name}</h3>
                      <p className="mt-1"><span className="font-display text-3xl font-bold">{amount}</span> <span className="text-muted">{period}</span></p>
                      {plan.description && <p className="mt-2 text-[0.9688rem] text-muted">{plan.description}</p>}
                    </li>
                  );
                })}
              </ul>
            </Section>
          )}
          <Section title={t.reviews} id="reviews" more={reviews.totalCount > reviews.nodes.length ? { href: `${path}reviews/`, label: `${t.allReviews} (${reviews.totalCount})` } : undefined}>
            {rating ? (
              <div className="card mb-5 grid gap-8 p-6 sm:grid-cols-[auto_1fr]">
                <div>
                  <p className="font-display text-5xl font-bold">{formatNumber(locale, rating.average, 1)}</p>
                  <Stars value={rating.average} />
                  <p className="mt-1 text-sm text-muted">{t.outOf} · {formatNumber(locale, rating.count)} {rating.count === 1 ? t.oneRating : t.ratings}</p>
                </div>
                <Histogram locale={locale} histogram={rating.histogram} />
                {subRatings && <SubRatings locale={locale} values={subRatings} />}
                <details className="text-sm sm:col-span-2"><summary>{t.ratingHow}</summary><p className="mt-2 text-muted">{rating.explanation.methodology}</p></details>
              </div>
            ) : <p className="text-muted">{t.noReviews}</p>}
            <ReviewList locale={locale} reviews={reviews.nodes} />
          </Section>
        </div>
        <aside className="min-w-0"><div className="card p-6 lg:sticky lg:top-24"><SolutionFacts locale={locale} solution={solution} /></div></aside>
      </div>
      {solution.alternatives.length > 0 && <Section title={t.alternatives} id="alternatives"><SolutionGrid locale={locale} solutions={solution.alternatives} /></Section>}
      {related.length > 0 && (
        <Section title={t.related} id="related">
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">{related.map(({ other, text }) => <li key={other.id}><SolutionCard locale={locale} solution={other} note={text} /></li>)}</ul>
        </Section>
      )}
      {(events?.nodes.length ?? 0) > 0 && <Section title={t.events} id="events"><ul className="grid gap-4 lg:grid-cols-2">{events.nodes.map((event) => <li key={event.id}><EventRow locale={locale} event={event} /></li>)}</ul></Section>}
    </>
  );
}
