import type { Metadata } from "next";
import Link from "@/components/Link";
import { notFound } from "next/navigation";
import { Blocks } from "@/components/Blocks";
import { Leaf, SolutionGrid } from "@/components/Cards";
import { LocalTime } from "@/components/LocalTime";
import { Breadcrumbs, Data, Section } from "@/components/Parts";
import { ask } from "@/lib/api";
import { eventData } from "@/lib/event-data";
import { formatEvent } from "@/lib/format";
import { safeHref } from "@/lib/links";
import { followRedirect } from "@/lib/redirects";
import { headOf } from "@/lib/seo";
import { cmsPath } from "@/lib/site";
import { localPath, word, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string; slug: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { slug: string }[] {
  return [];
}

async function load(params: Props["params"]) {
  const { locale, slug } = await params;
  const path = cmsPath(locale, "events", slug);
  return { locale, path, ...(await ask("Event", { path })) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { event, path } = await load(params);
  return event ? headOf(event.seo, path, { alternates: event.alternates, subject: ["EVENT", event.id] }) : {};
}

export default async function Event({ params }: Props) {
  const { locale, path, event } = await load(params);
  if (!event) {
    await followRedirect(path);
    notFound();
  }
  const t = words(locale);
  const next = event.nextOccurrence ?? event;
  const join = safeHref(event.joinUrl);
  const organiser = event.organiser ? <Link className="link" href={localPath(locale, `/vendors/${event.organiser.slug}/`)}>{event.organiser.name}</Link> : event.organiserName;
  const speakers = event.speakers ?? [];
  return (
    <>
      <Breadcrumbs locale={locale} trail={[{ title: t.events, path: localPath(locale, "/events/") }, { title: event.title, path }]} />
      <Data data={eventData(event, path)} />
      <header className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 border-b border-line pb-8">
        <div className="sm:row-span-2"><Leaf locale={locale} startsAt={next.startsAt} timeZone={event.timeZone} /></div>
        <div className="min-w-0">
          {event.status !== "SCHEDULED" && <p className="pill mb-2 border-mark! text-mark!">{word(locale, event.status)}</p>}
          <h1 className="text-title">{event.title}</h1>
        </div>
        <p className="mt-3 max-w-[44rem] text-lg max-sm:col-span-2 sm:col-start-2">{event.summary}</p>
      </header>
      <div className="mt-8 grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <Blocks locale={locale} body={event.body} />
          {speakers.length > 0 && (
            <Section title={t.speakers} id="speakers">
              <ul className="grid gap-4 sm:grid-cols-2">
                {speakers.map(({ name, role, organisation, link }, index) => {
                  const href = safeHref(link);
                  return (
                    <li key={index} className="card p-5">
                      <h3 className="text-lg">{href ? <a className="link" href={href} rel="noopener nofollow">{name}</a> : name}</h3>
                      <p className="text-[0.9688rem] text-muted">{[role, organisation].filter(Boolean).join(", ")}</p>
                    </li>
                  );
                })}
              </ul>
            </Section>
          )}
        </div>
        <aside className="order-first min-w-0 lg:order-none">
          <div className="card grid gap-4 p-6 lg:sticky lg:top-24">
            <div>
              <h2 className="text-base text-muted">{t.when}</h2>
              <p className="font-semibold"><time dateTime={next.startsAt}>{formatEvent(locale, { ...event, ...next })}</time></p>
              {!event.allDay && <LocalTime locale={locale} label={t.yourTime} startsAt={next.startsAt} timeZone={event.timeZone} />}
              {!event.nextOccurrence && <p className="text-mark">{t.ended}</p>}
            </div>
            <div>
              <h2 className="text-base text-muted">{t.where}</h2>
              <p>{event.venue?.name || word(locale, event.attendanceMode)}</p>
              {event.venue?.address && <p className="text-sm whitespace-pre-line text-muted">{event.venue.address}</p>}
            </div>
            {organiser && <div><h2 className="text-base text-muted">{t.organiser}</h2><p>{organiser}</p></div>}
            {event.capacity ? <p className="text-muted">{event.capacity} {t.seats}</p> : null}
            <div className="no-print grid gap-2.5 sm:max-lg:grid-cols-2">
              <a className="button" href={`/events/${encodeURIComponent(event.slug)}.ics${locale === "en" ? "" : `?locale=${locale}`}`}>{t.addCalendar}</a>
              {join && <a className="button button-quiet" href={join} rel="noopener nofollow">{t.join} ↗</a>}
            </div>
            {event.occurrences.length > 1 && (
              <div>
                <h2 className="mb-1 text-base text-muted">{t.dates}</h2>
                <ul className="grid gap-1 text-sm">{event.occurrences.map((each) => <li key={each.startsAt}>{formatEvent(locale, { ...event, ...each })}</li>)}</ul>
              </div>
            )}
          </div>
        </aside>
      </div>
      {event.solutions.length > 0 && <Section title={t.about_solutions} id="solutions"><SolutionGrid locale={locale} solutions={event.solutions} /></Section>}
    </>
  );
}
