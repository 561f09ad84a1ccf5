import Link from "@/components/Link";
import { facetField, ORDERS, toQuery } from "@/lib/address";
import { formatNumber } from "@/lib/format";
import { word, words } from "@/lib/text";

export interface FacetData {
  name: string;
  label: string;
  values: readonly { value: string; label: string; count: number }[];
}

interface Props {
  locale: string;
  path: string;
  facets: readonly FacetData[];
  chosen: Record<string, string[]>;
  keep?: Record<string, string>;
}

const OPEN = 4;
const RADIO = new Set(["openSource", "minRating"]);

/** Filters as one form: choose, then show. It needs no scripts, and the address holds all of its state. */
export function Facets({ locale, path, facets, chosen, keep = {} }: Props) {
  const t = words(locale);
  const shown = facets.flatMap((facet) => {
    const field = facetField(facet.name);
    return field && facet.values.length ? [{ ...facet, field }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <form action={path} className="no-print text-[0.9375rem]">
      {Object.entries(keep).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
      <div className="divide-y divide-line border-y border-line">
        {shown.map(({ field, label, values, name }, index) => (
          <details key={field} open={index < OPEN || Boolean(chosen[field])} className="py-3">
            <summary className="font-semibold">{label || word(locale, name)}</summary>
            <ul className="options" role="group" aria-label={label}>
              {values.map((each) => (
                <li key={each.value}>
                  <label>
                    <input
                      type={RADIO.has(field) ? "radio" : "checkbox"} name={field} value={each.value}
                      defaultChecked={chosen[field]?.includes(each.value)} key={`${each.value}${chosen[field]?.includes(each.value)}`}
                    />
                    <b>{each.label}</b>
                    <i>{formatNumber(locale, each.count)}</i>
                  </label>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
      <div className="sticky bottom-0 bg-paper py-4"><button className="button w-full">{t.apply}</button></div>
    </form>
  );
}

/** What is chosen, each as a link that takes it away. */
export function Chosen({ locale, path, facets, chosen, keep = {} }: Props) {
  const t = words(locale);
  const entries = Object.entries(chosen).flatMap(([field, values]) => values.map((value) => ({ field, value })));
  if (entries.length === 0) return null;
  const labelOf = (field: string, value: string): string => {
    const facet = facets.find(({ name }) => facetField(name) === field);
    const label = facet?.values.find((each) => each.value === value)?.label ?? word(locale, value);
    return RADIO.has(field) ? `${facet?.label ?? ""}: ${label}` : label;
  };
  return (
    <ul className="mb-5 flex flex-wrap gap-2">
      {entries.map(({ field, value }) => (
        <li key={`${field} ${value}`}>
          <Link
            href={path + toQuery({ ...chosen, [field]: (chosen[field] ?? []).filter((each) => each !== value) }, keep)}
            className="pill min-h-8 gap-2 no-underline hover:border-brand" aria-label={`${t.remove}: ${labelOf(field, value)}`}
          >
            {labelOf(field, value)} <span aria-hidden="true">×</span>
          </Link>
        </li>
      ))}
      <li><Link href={path + toQuery({}, keep)} className="link inline-flex min-h-8 items-center text-sm">{t.clear}</Link></li>
    </ul>
  );
}

export function SortForm({ locale, path, chosen, sort }: { locale: string; path: string; chosen: Record<string, string[]>; sort: string }) {
  const t = words(locale);
  return (
    <form action={path} className="no-print flex items-center gap-2 text-[0.9375rem]">
      {Object.entries(chosen).flatMap(([name, values]) => values.map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />))}
      <label htmlFor="sort" className="sr-only sm:not-sr-only">{t.sort}</label>
      <select id="sort" name="sort" defaultValue={sort} key={sort} className="field py-1!">
        {ORDERS.map((order) => <option key={order} value={order}>{word(locale, order)}</option>)}
      </select>
      <button className="button button-quiet">{t.go}</button>
    </form>
  );
}
