import Link from "@/components/Link";
import type { ReactNode } from "react";
import type { SolutionQuery } from "@/gen/graphql";
import { formatAttribute, formatDay, formatNumber } from "@/lib/format";
import { localPath, word, words } from "@/lib/text";

type Solution = NonNullable<SolutionQuery["solution"]>;

export function SolutionFacts({ locale, solution }: { locale: string; solution: Solution }) {
  const t = words(locale);
  const many = (names: readonly string[]): string => names.map((name) => word(locale, name)).join(", ");
  const rows: [string, ReactNode][] = [
    [t.pricing, solution.pricingModel && word(locale, solution.pricingModel)],
    [t.licence, solution.licence],
    [t.runs, many(solution.deployment)],
    [t.platforms, many(solution.platforms)],
    [t.launched, formatDay(locale, solution.launchedOn)],
    [t.latest, solution.latestVersion],
    [t.released, formatDay(locale, solution.lastReleaseOn)],
    ...solution.attributes.map(({ value, definition }): [string, string] => [definition.name, formatAttribute(locale, value, definition)]),
    [t.verified, formatDay(locale, solution.verifiedAt)],
  ];
  return (
    <>
      <h2 className="mb-4 text-head">{t.attributes}</h2>
      <dl className="facts">
        {rows.filter(([, value]) => value).map(([name, value]) => <FactRow key={name} name={name}>{value}</FactRow>)}
      </dl>
      <Topics locale={locale} title={t.useCases} base="/use-cases/" topics={solution.useCases} />
      <Topics locale={locale} title={t.tags} base="/tags/" topics={solution.tags} />
    </>
  );
}

function FactRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Topics({ locale, title, base, topics }: { locale: string; title: string; base: string; topics: readonly { name: string; slug: string }[] }) {
  if (topics.length === 0) return null;
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h3 className="mb-2 text-[0.9375rem] font-normal tracking-normal text-muted">{title}</h3>
      <ul className="flex flex-wrap gap-2">
        {topics.map(({ name, slug }) => <li key={slug}><Link prefetch={false} className="pill no-underline hover:border-brand" href={localPath(locale, `${base}${slug}/`)}>{name}</Link></li>)}
      </ul>
    </div>
  );
}

const PARTS = ["easeOfUse", "features", "support", "valueForMoney"] as const;

export function SubRatings({ locale, values }: { locale: string; values: Partial<Record<(typeof PARTS)[number], number | null>> }) {
  const known = PARTS.filter((part) => typeof values[part] === "number");
  if (known.length === 0) return null;
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-4 border-t border-line pt-5 sm:col-span-2">
      {known.map((part) => (
        <div key={part}>
          <dt className="text-sm text-muted">{words(locale)[part]}</dt>
          <dd className="font-semibold">{formatNumber(locale, values[part] ?? 0, 1)}</dd>
        </div>
      ))}
    </dl>
  );
}
