import { formatNumber } from "@/lib/format";
import { words } from "@/lib/text";

/** Five stars of which some are filled; the number beside them says the same in words. Their shape stands in the style sheet. */
export function Stars({ value }: { value: number }) {
  const share = `${Math.max(0, Math.min(value / 5, 1)) * 100}%`;
  return <span className="stars" style={{ "--share": share } as React.CSSProperties} aria-hidden="true" />;
}

interface Props {
  locale: string;
  rating: { average: number; count: number } | null | undefined;
}

export function RatingLine({ locale, rating }: Props) {
  const t = words(locale);
  if (!rating) return null;
  const count = formatNumber(locale, rating.count);
  return (
    <span className="rated">
      <Stars value={rating.average} />
      <span>
        <strong>{formatNumber(locale, rating.average, 1)}</strong>
        <span className="sr-only"> {t.outOf}</span>{" "}
        <small>
          ({count}
          <span className="sr-only"> {rating.count === 1 ? t.oneRating : t.ratings}</span>)
        </small>
      </span>
    </span>
  );
}

/** How many gave each number of stars, most stars first; the bars show shares of all. */
export function Histogram({ locale, histogram }: { locale: string; histogram: readonly number[] }) {
  const t = words(locale);
  const all = Math.max(histogram.reduce((sum, count) => sum + count, 0), 1);
  return (
    <ul className="grid gap-1.5">
      {[5, 4, 3, 2, 1].map((stars) => {
        const count = histogram[stars - 1] ?? 0;
        return (
          <li key={stars} className="grid grid-cols-[4.5rem_1fr_2rem] items-center gap-3 text-sm">
            <span>
              {stars} {stars === 1 ? t.oneStar : t.stars}
            </span>
            <span className="h-2.5 rounded-full bg-sunken border border-line overflow-hidden" aria-hidden="true">
              <span className="block h-full bg-star" style={{ width: `${(count / all) * 100}%` }} />
            </span>
            <span className="text-right tabular-nums">{formatNumber(locale, count)}</span>
          </li>
        );
      })}
    </ul>
  );
}
