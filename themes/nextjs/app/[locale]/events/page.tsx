import type { Metadata } from "next";
import Link from "@/components/Link";
import { EventRow } from "@/components/Cards";
import { Month } from "@/components/Month";
import { Data, Empty, Pages, PageTitle } from "@/components/Parts";
import { PER_PAGE, type Params, readPage, text } from "@/lib/address";
import { ask } from "@/lib/api";
import { lastDay, readMonth, thisMonth } from "@/lib/months";
import { itemListData, ownHead } from "@/lib/seo";
import { localPath, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Params>;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { locale } = await params;
  return ownHead(words(locale).events, localPath(locale, "/events/"), "", Boolean((await searchParams).month));
}

export default async function Events({ params, searchParams }: Props) {
  const { locale } = await params;
  const query = await searchParams;
  const t = words(locale);
  const [page, asked, path] = [readPage(query), readMonth(text(query, "month")), localPath(locale, "/events/")];
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
          {events.nodes.length === 0 && <Empty title={t.noEvents}><Link className="button" href={path}>{t.upcoming}</Link></Empty>}
          <ul className="grid gap-4">{events.nodes.map((event) => <li key={event.id}><EventRow locale={locale} event={event} /></li>)}</ul>
          <Pages locale={locale} page={page} total={events.totalCount} size={PER_PAGE} href={(next) => `${path}?${new URLSearchParams({ ...(asked && { month: asked }), page: String(next) })}`} />
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
