import Link from "@/components/Link";
import type { EventCardFragment, SolutionCardFragment } from "@/gen/graphql";
import { formatEvent, formatLeaf } from "@/lib/format";
import { word, words } from "@/lib/text";
import { Logo } from "./Picture";
import { RatingLine } from "./Rating";

export function SolutionCard({ locale, solution, note }: { locale: string; solution: SolutionCardFragment; note?: string }) {
  const t = words(locale);
  return (
    <article className="card solution">
      <header>
        <Logo logo={solution.logo} name={solution.title} />
        <div>
          <h3>
            <Link href={solution.path ?? ""} prefetch={false}>{solution.title}</Link>
          </h3>
          <p>{solution.vendor?.name ?? solution.category?.name}</p>
        </div>
      </header>
      <p>{solution.summary}</p>
      {note && <p className="border-l-2 border-mark pl-3 text-sm text-muted italic">{note}</p>}
      <footer>
        <RatingLine locale={locale} rating={solution.rating} />
        {solution.pricingModel && <span className="pill">{word(locale, solution.pricingModel)}</span>}
        {solution.openSource && <span className="pill pill-brand">{t.openSource}</span>}
      </footer>
    </article>
  );
}

export function SolutionGrid({ locale, solutions, three = true }: { locale: string; solutions: readonly SolutionCardFragment[]; three?: boolean }) {
  return (
    <ul className={`grid gap-4 *:min-w-0 sm:grid-cols-2 ${three ? "lg:grid-cols-3" : "xl:grid-cols-3"}`}>
      {solutions.map((solution) => (
        <li key={solution.id}>
          <SolutionCard locale={locale} solution={solution} />
        </li>
      ))}
    </ul>
  );
}

/** The leaf of a calendar; the full date stands in text beside it. */
export function Leaf({ locale, startsAt, timeZone }: { locale: string; startsAt: string; timeZone: string }) {
  const { day, month, weekday } = formatLeaf(locale, startsAt, timeZone);
  return (
    <span className="grid w-16 shrink-0 self-start overflow-hidden rounded-lg border border-line bg-surface text-center" aria-hidden="true">
      <span className="bg-brand px-1 py-0.5 text-xs font-semibold text-brand-ink">{month}</span>
      <span className="pt-1 font-display text-2xl leading-none font-bold">{day}</span>
      <span className="pb-1 text-xs text-muted">{weekday}</span>
    </span>
  );
}

export function EventRow({ locale, event }: { locale: string; event: EventCardFragment }) {
  const next = event.nextOccurrence ?? event;
  const place = event.venue?.name || word(locale, event.attendanceMode);
  return (
    <article className="card group relative flex gap-4 p-4 transition-colors hover:border-brand sm:gap-5 sm:p-5">
      <Leaf locale={locale} startsAt={next.startsAt} timeZone={event.timeZone} />
      <div className="min-w-0">
        <h3 className="text-lg">
          <Link href={event.path ?? ""} prefetch={false} className="no-underline after:absolute after:inset-0 group-hover:text-brand">
            {event.title}
          </Link>
        </h3>
        <p className="mt-1 text-sm text-muted">
          <time dateTime={next.startsAt}>{formatEvent(locale, { ...event, ...next })}</time>
          <span> · {place}</span>
        </p>
        <p className="mt-2 line-clamp-2 text-[0.9688rem] leading-normal">{event.summary}</p>
        {event.status !== "SCHEDULED" && <p className="pill mt-2 border-mark! text-mark!">{word(locale, event.status)}</p>}
      </div>
    </article>
  );
}
