import type { Metadata } from "next";
import Link from "@/components/Link";
import { Blocks } from "@/components/Blocks";
import { EventRow, SolutionGrid } from "@/components/Cards";
import { Contours } from "@/components/Contours";
import { Data, Empty, Section } from "@/components/Parts";
import { SearchBox } from "@/components/SearchBox";
import type { SolutionCardFragment } from "@/gen/graphql";
import { ask } from "@/lib/api";
import { formatDay, formatNumber } from "@/lib/format";
import { headOf } from "@/lib/seo";
import { cmsPath, loadSite, siteUrl } from "@/lib/site";
import { localPath, searchWords, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { locale: string }[] {
  return [];
}

async function load(params: Props["params"]) {
  const { locale } = await params;
  return { locale, data: await ask("Home", { path: cmsPath(locale), locale }) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, data } = await load(params);
  const seo = data.page && "seo" in data.page ? data.page.seo : null;
  const head = headOf(
    { title: seo?.title ?? "", description: seo?.description ?? "", noindex: seo?.noindex ?? false, canonicalUrl: seo?.canonicalUrl },
    localPath(locale, "/"),
    { alternates: data.page?.alternates },
  );
  return seo ? { ...head, title: { absolute: seo.title } } : {};
}

export default async function Home({ params }: Props) {
  const { locale, data } = await load(params);
  const t = words(locale);
  const site = await loadSite(locale);
  const home = data.page && "body" in data.page ? data.page : null;
  const trending = (data.trending?.nodes ?? []).filter((node): node is SolutionCardFragment => "title" in node);
  const [categories, popular, coming, newest, collections] = [data.categories?.nodes ?? [], data.popular?.nodes ?? [], data.coming?.nodes ?? [], data.newest?.nodes ?? [], data.collections?.nodes ?? []];
  const all = { href: localPath(locale, "/solutions/"), label: t.seeAll };
  const body = (home?.body ?? []).filter((block, index) => !(index === 0 && "text" in block && block.text === home?.summary));
  const named = body.map((block) => (block.__typename === "SolutionListBlock" && !block.title ? { ...block, title: t.featured } : block));
  return (
    <>
      <Data data={{ "@context": "https://schema.org", "@type": "WebSite", name: data.page?.title, url: `${siteUrl()}${localPath(locale, "/")}` }} />
      <section className="relative isolate -mt-8 overflow-hidden pt-16 pb-8 sm:-mt-12 sm:py-24">
        <Contours />
        <h1 className="max-w-[16ch] text-display font-extrabold">{home?.summary || site.settings?.tagline || site.name}</h1>
        <div className="mt-8 max-w-2xl"><SearchBox locale={locale} words={searchWords(locale)} id="home-search" large /></div>
        <p className="mt-4 text-muted">
          <Link className="link" href={all.href}>{formatNumber(locale, data.popular?.totalCount ?? 0)} {t.solutions}</Link>
          {" · "}
          <Link className="link" href={localPath(locale, "/events/")}>{t.events}</Link>
          {" · "}
          <Link className="link" href={localPath(locale, "/compare/")}>{t.compare}</Link>
        </p>
      </section>
      {data.popular?.totalCount === 0 && <Empty title={t.noneYet} />}
      <Section title={t.trending} id="trending" more={all} rows={trending}><SolutionGrid locale={locale} solutions={trending} /></Section>
      <Section title={t.browse} id="browse" rows={categories} more={{ href: localPath(locale, "/categories/"), label: t.seeAll }}>
        <ul className="grid grid-cols-1 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
          {categories.map(({ name, slug, solutionCount }) => (
            <li key={slug} className="bg-surface">
              <Link href={localPath(locale, `/categories/${slug}/`)} prefetch={false} className="flex h-full items-baseline justify-between gap-2 px-3.5 py-4 font-semibold max-sm:text-base no-underline hover:bg-brand-soft">
                <span className="min-w-0 hyphens-auto">{name}</span>
                <span className="text-sm font-normal text-muted tabular-nums">{formatNumber(locale, solutionCount)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.popular} id="popular" more={all} rows={popular}><SolutionGrid locale={locale} solutions={popular} /></Section>
      {body.length > 0 && <div className="mt-14"><Blocks locale={locale} body={named} /></div>}
      <div className="grid gap-x-10 lg:grid-cols-[3fr_2fr]">
        <Section title={t.coming} id="coming" rows={coming} more={{ href: localPath(locale, "/events/"), label: t.seeAll }}>
          <ul className="grid gap-4">{coming.map((event) => <li key={event.id}><EventRow locale={locale} event={event} /></li>)}</ul>
        </Section>
        <Section title={t.newest} id="newest" rows={newest} more={{ href: localPath(locale, "/solutions/?sort=LAUNCHED_DESC"), label: t.seeAll }}>
          <ol className="divide-y divide-line border-y border-line">
            {newest.map((each) => (
              <li key={each.id}>
                <Link href={each.path ?? ""} prefetch={false} className="flex items-baseline justify-between gap-4 py-3.5 no-underline hover:text-brand">
                  <span className="font-semibold">{each.title}</span>
                  <time dateTime={each.launchedOn ?? undefined} className="text-sm whitespace-nowrap text-muted">{formatDay(locale, each.launchedOn)}</time>
                </Link>
              </li>
            ))}
          </ol>
        </Section>
      </div>
      <Section title={t.curated} id="curated" rows={collections} more={{ href: localPath(locale, "/collections/"), label: t.seeAll }}>
        <ul className="grid gap-4 sm:grid-cols-2">
          {collections.map(({ title, path, summary }) => (
            <li key={path} className="card relative p-6 hover:border-brand">
              <h3 className="text-xl"><Link href={path ?? ""} prefetch={false} className="no-underline after:absolute after:inset-0 hover:text-brand">{title}</Link></h3>
              <p className="mt-2 text-muted">{summary}</p>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

