import Link from "@/components/Link";
import { formatDay } from "@/lib/format";
import { addMonths, weeksOf } from "@/lib/months";
import { words } from "@/lib/text";

interface Props {
  locale: string;
  month: string;
  path: string;
  counts: Map<string, number>;
}

/** One month as a table; days with events say how many. */
export function Month({ locale, month, path, counts }: Props) {
  const t = words(locale);
  const code = locale === "en" ? "en-GB" : locale;
  const title = (each: string): string => new Intl.DateTimeFormat(code, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${each}-01T00:00:00Z`));
  const weekdays = Array.from({ length: 7 }, (_, day) => new Intl.DateTimeFormat(code, { weekday: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + day))));
  return (
    <div className="card p-4">
      <div className="mb-2 flex items-center justify-between gap-2">
        <Link rel="nofollow" href={`${path}?month=${addMonths(month, -1)}`} className="button button-quiet px-3!" aria-label={`${t.previous}: ${title(addMonths(month, -1))}`}>←</Link>
        <h2 className="text-lg">{title(month)}</h2>
        <Link rel="nofollow" href={`${path}?month=${addMonths(month, 1)}`} className="button button-quiet px-3!" aria-label={`${t.next}: ${title(addMonths(month, 1))}`}>→</Link>
      </div>
      <table className="w-full table-fixed text-center text-sm">
        <caption className="sr-only">{title(month)}</caption>
        <thead><tr>{weekdays.map((day) => <th key={day} scope="col" className="py-1.5 font-normal text-muted">{day}</th>)}</tr></thead>
        <tbody>
          {weeksOf(month).map((week, index) => (
            <tr key={index}>{week.map((day, place) => <Day key={day ?? place} locale={locale} day={day} count={(day && counts.get(day)) || 0} />)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({ locale, day, count }: { locale: string; day: string | null; count: number }) {
  const t = words(locale);
  if (!day) return <td />;
  return (
    <td className="p-0.5">
      <span className={`grid aspect-square place-items-center rounded-lg ${count ? "bg-brand font-semibold text-brand-ink" : ""}`} title={count ? `${formatDay(locale, day)}: ${count} ${count === 1 ? t.eventOn1 : t.eventOn}` : undefined}>
        {Number(day.slice(8))}
        {count > 0 && <span className="sr-only">, {count} {count === 1 ? t.eventOn1 : t.eventOn}</span>}
      </span>
    </td>
  );
}
