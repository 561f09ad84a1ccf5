import type { EventQuery } from "@/gen/graphql";
import { siteUrl } from "./site";

const MODES = { IN_PERSON: "OfflineEventAttendanceMode", ONLINE: "OnlineEventAttendanceMode", MIXED: "MixedEventAttendanceMode" };
const STATES = { SCHEDULED: "EventScheduled", POSTPONED: "EventPostponed", CANCELLED: "EventCancelled" };

/** schema.org Event: the one that takes place now or next. */
export function eventData(event: NonNullable<EventQuery["event"]>, path: string): object {
  const { startsAt, endsAt } = event.nextOccurrence ?? event;
  const place = event.venue && { "@type": "Place", name: event.venue.name, address: event.venue.address };
  return {
    "@context": "https://schema.org",
    "@type": "Event",
    name: event.title,
    description: event.summary,
    url: `${siteUrl()}${path}`,
    startDate: startsAt,
    endDate: endsAt,
    eventAttendanceMode: `https://schema.org/${MODES[event.attendanceMode]}`,
    eventStatus: `https://schema.org/${STATES[event.status]}`,
    location: place ?? { "@type": "VirtualLocation", url: `${siteUrl()}${path}` },
    organizer: { "@type": "Organization", name: event.organiser?.name ?? event.organiserName },
  };
}
