import type { Metadata } from "next";
import Link from "@/components/Link";
import type { ReactNode } from "react";
import { CompareAdd } from "@/components/CompareAdd";
import { Empty, PageTitle } from "@/components/Parts";
import { Logo } from "@/components/Picture";
import { RatingLine } from "@/components/Rating";
import type { CompareQuery } from "@/gen/graphql";
import { list, type Params, text } from "@/lib/address";
import { ask } from "@/lib/api";
import { formatAttribute, formatDay, formatPrice } from "@/lib/format";
import { ownHead } from "@/lib/seo";
import { localPath, word, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Params>;
}

type Solution = CompareQuery["solutions"]["nodes"][number];
const MOST = 4;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return ownHead(words(locale).compare, localPath(locale, "/compare/"), "", true);
}

/** Up to four solutions side by side; the address names them: `?s=whisper&s=ollama`. */
export default async function Compare({ params, searchParams }: Props) {
  const { locale } = await params;
  const t = words(locale);
  const path = localPath(locale, "/compare/");
  const given = await searchParams;
  const slugs = list(given, "s").map((each) => each.trim().toLowerCase()).filter((each) => /^[\p{L}\p{N}_-]{1,120}$/u.test(each)).slice(0, MOST);
  const nodes = slugs.length ? (await ask("Compare", { slugs, locale })).solutions.nodes : [];
  const chosen = slugs.flatMap((slug) => nodes.filter((each) => each.slug === slug));
  const missing = slugs.filter((slug) => !nodes.some((each) => each.slug === slug));
  const query = (names: readonly string[]): string => path + (names.length ? `?${new URLSearchParams(names.map((each) => ["s", each]))}` : "");
  return (
    <>
      <PageTitle title={t.compare} lead={chosen.length > 0 ? t.compareEmpty : undefined} />
      {chosen.length < MOST && <CompareAdd locale={locale} slugs={chosen.map(({ slug }) => slug)} find={text(given, "find")} />}
      {missing.map((slug) => <p key={slug} role="status" className="mb-3 text-mark">“{slug}” {t.compareMissing}</p>)}
      {chosen.length === 0 ? <Empty title={t.compareEmpty} /> : <Side locale={locale} solutions={chosen} removed={(slug) => query(chosen.map((each) => each.slug).filter((each) => each !== slug))} />}
    </>
  );
}

function rowsOf(locale: string, solutions: readonly Solution[]): [string, ReactNode[]][] {
  const t = words(locale);
  const many = (names: readonly string[]): string => names.map((name) => word(locale, name)).join(", ");
  const price = ({ pricingPlans: [plan] }: Solution): string => {
    const found = plan && formatPrice(locale, plan);
    return found ? `${found.amount} ${found.period}`.trim() : "";
  };
  const keys = new Map(solutions.flatMap(({ attributes }) => attributes.map(({ definition: { key, name } }) => [key, name] as const)));
  const attribute = (key: string) => ({ attributes }: Solution): string => {
    const found = attributes.find(({ definition }) => definition.key === key);
    return found ? formatAttribute(locale, found.value, found.definition) : "";
  };
  const rows: [string, (solution: Solution) => ReactNode][] = [
    [t.rating, ({ rating }) => rating && <RatingLine locale={locale} rating={rating} />],
    [t.vendor, ({ vendor }) => vendor?.name],
    [t.category, ({ category }) => category?.name],
    [t.pricing, ({ pricingModel }) => pricingModel && word(locale, pricingModel)],
    [t.price, price],
    [t.openSource, ({ openSource }) => word(locale, String(openSource))],
    [t.licence, ({ licence }) => licence],
    [t.runs, ({ deployment }) => many(deployment)],
    [t.platforms, ({ platforms }) => many(platforms)],
    [t.launched, ({ launchedOn }) => formatDay(locale, launchedOn)],
    ...[...keys].map(([key, name]): [string, (solution: Solution) => ReactNode] => [name, attribute(key)]),
  ];
  return rows.map(([name, read]): [string, ReactNode[]] => [name, solutions.map(read)]).filter(([, values]) => values.some(Boolean));
}

function Side({ locale, solutions, removed }: { locale: string; solutions: readonly Solution[]; removed: (slug: string) => string }) {
  const t = words(locale);
  return (
    <div className="card relative overflow-x-auto" tabIndex={0} role="region" aria-label={t.compare}>
      <table style={{ minWidth: `${8 + solutions.length * 10}rem` }} className="w-full table-fixed border-collapse text-left text-[0.9688rem]">
        <thead>
          <tr className="align-top">
            <td className="sticky left-0 w-32 bg-surface sm:w-44" />
            {solutions.map(({ title, path, logo, slug }) => (
              <th key={slug} scope="col" className="p-3 sm:p-4">
                <Logo logo={logo} name={title} />
                <Link href={path ?? ""} className="mt-2 block font-display text-lg leading-tight font-semibold hover:text-brand">{title}</Link>
                <Link href={removed(slug)} rel="nofollow" className="link no-print text-sm font-normal" aria-label={`${t.removeOne}: ${title}`}>× {t.removeOne}</Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(locale, solutions).map(([name, values]) => (
            <tr key={name} className="border-t border-line align-top">
              <th scope="row" className="sticky left-0 bg-surface p-3 pr-2 text-sm font-normal hyphens-auto text-muted sm:p-4 sm:text-[0.9688rem]">{name}</th>
              {values.map((value, index) => <td key={solutions[index]?.slug} className="p-3 sm:p-4">{value || <span aria-hidden="true">–</span>}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
