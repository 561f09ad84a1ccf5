import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EventRow } from "@/components/Cards";
import { Breadcrumbs, Data, Section } from "@/components/Parts";
import { Logo } from "@/components/Picture";
import { SolutionPage } from "@/components/SolutionPage";
import { pageQuery, PER_PAGE, readKeptPage } from "@/lib/address";
import { ask } from "@/lib/api";
import { plainText } from "@/lib/html";
import { hostOf, safeHref } from "@/lib/links";
import { ownHead } from "@/lib/seo";
import { decode, siteUrl } from "@/lib/site";
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
  const { vendor } = await ask("Vendor", { slug: decode(slug), locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE });
  return { locale, page, vendor };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { locale, page, vendor } = await load(props);
  if (!vendor) return {};
  const head = ownHead(vendor.name, localPath(locale, `/vendors/${vendor.slug}/${pageQuery(page)}`), plainText(vendor.description));
  return { ...head, other: { "aixplore-subject": `VENDOR ${vendor.id}` } };
}

export default async function Vendor(props: Props) {
  const { locale, page, vendor } = await load(props);
  if (!vendor) notFound();
  const t = words(locale);
  const path = localPath(locale, `/vendors/${vendor.slug}/`);
  const website = safeHref(vendor.website);
  const country = vendor.countryCode && new Intl.DisplayNames([locale], { type: "region" }).of(vendor.countryCode);
  return (
    <>
      <Breadcrumbs locale={locale} trail={[{ title: t.solutions, path: localPath(locale, "/solutions/") }, { title: vendor.name, path }]} />
      <Data data={{ "@context": "https://schema.org", "@type": "Organization", name: vendor.name, url: website ?? `${siteUrl()}${path}`, description: plainText(vendor.description) || undefined }} />
      <header className="mb-10 flex flex-col gap-6 border-b border-line pb-8 sm:flex-row">
        <Logo logo={vendor.logo} name={vendor.name} large />
        <div className="min-w-0">
          <p className="eyebrow">{t.vendor}</p>
          <h1 className="mt-1 text-title">{vendor.name}</h1>
          <p className="mt-3 max-w-[44rem] text-lg">{plainText(vendor.description)}</p>
          <ul className="mt-4 flex flex-wrap gap-x-6 gap-y-1 text-muted">
            {country && <li>{country}</li>}
            {vendor.founded && <li>{t.founded} {vendor.founded}</li>}
            {website && <li><a className="link" href={website} rel="noopener nofollow">{hostOf(website)} <span aria-hidden="true">↗</span></a></li>}
            {vendor.verifiedDomain && <li>{t.domain}: {vendor.verifiedDomain}</li>}
          </ul>
        </div>
      </header>
      <h2 className="mb-1 text-head">{t.solutionsBy}</h2>
      <SolutionPage locale={locale} path={path} page={page} solutions={vendor.solutions} />
      <Section title={t.events} id="events" rows={vendor.events.nodes}><ul className="grid gap-4 lg:grid-cols-2">{vendor.events.nodes.map((event) => <li key={event.id}><EventRow locale={locale} event={event} /></li>)}</ul></Section>
    </>
  );
}
