import type { Metadata } from "next";
import { notFound } from "next/navigation";
import Link from "@/components/Link";
import { EventRow } from "@/components/Cards";
import { Month } from "@/components/Month";
import { Data, Empty, Pages, PageTitle, PastEnd } from "@/components/Parts";
import { PER_PAGE, readKeptPage } from "@/lib/address";
import { ask } from "@/lib/api";
import { lastDay, readMonth, thisMonth } from "@/lib/months";
import { itemListData, ownHead } from "@/lib/seo";
import { localPath, words } from "@/lib/text";

interface Props {
  /** month, page: of those that are kept for other months and later pages; a month that is none is what is coming. */
  params: Promise<{ locale: string; month?: string; page?: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { locale: string }[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, month } = await params;
  return ownHead(words(locale).events, localPath(locale, "/events/"), "", readMonth(month ?? "") !== null);
}

export default async function Events({ params }: Props) {
  const { locale, month: named, page: given } = await params;
  const [page, asked, path] = [readKeptPage(given), readMonth(named ?? ""), localPath(locale, "/events/")];
  if (page === null) notFound();
  const t = words(locale);
  const month = asked ?? thisMonth();
  const { events, eventCalendar } = await ask("Events", {
    filter: asked ? { months: [asked] } : { upcoming: true },
    locale, first: PER_PAGE, offset: (page - 1) * PER_PAGE, from: `${month}-01`, to: lastDay(month),
  });
  const counts = new Map((eventCalendar ?? []).map(({ start, count }) => [start, count]));
  return (
    <>
      <PageTitle title={t.events} />
      <Data data={itemListData(events.nodes)} />
      <div className="grid items-start gap-8 md:grid-cols-[minmax(0,1fr)_18rem] lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="order-2 md:order-1">
          {events.nodes.length === 0 && page > 1 && <PastEnd locale={locale} first={eventsAddress(path, asked, 1)} />}
          {events.nodes.length === 0 && page === 1 && <Empty title={t.noEvents}><Link className="button" href={path}>{t.upcoming}</Link></Empty>}
          <ul className="grid gap-4">{events.nodes.map((event) => <li key={event.id}><EventRow locale={locale} event={event} /></li>)}</ul>
          <Pages locale={locale} page={page} total={events.totalCount} size={PER_PAGE} href={(next) => eventsAddress(path, asked, next)} />
        </div>
        <aside className="order-1 grid items-start gap-4 sm:max-md:grid-cols-[22rem_minmax(0,1fr)] md:sticky md:top-24 md:order-2">
          <Month locale={locale} month={month} path={path} counts={counts} />
          <div className="no-print grid gap-4">
            {asked && <Link className="button button-quiet" href={path}>{t.upcoming}</Link>}
            <p><a className="link" href="/api/calendar/all/">{t.subscribe} (ICS)</a></p>
          </div>
        </aside>
      </div>
    </>
  );
}

function eventsAddress(path: string, month: string | null, page: number): string {
  const query = new URLSearchParams({ ...(month && { month }), ...(page > 1 && { page: String(page) }) });
  return query.size ? `${path}?${query}` : path;
}
