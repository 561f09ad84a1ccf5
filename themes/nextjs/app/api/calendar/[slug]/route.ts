import { apiUrl } from "@/lib/transport";
import { isLocale } from "@/lib/text";

const TIMEOUT_MS = 8_000;

/** An event's iCalendar file, or that of all events (`all`), from the site itself. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const locale = new URL(request.url).searchParams.get("locale") ?? "";
  if (!/^[\p{L}\p{N}_-]{1,160}$/u.test(slug)) return new Response("Not found", { status: 404 });
  const address = new URL(`/events/${slug === "all" ? "calendar" : encodeURIComponent(slug)}.ics`, apiUrl());
  if (isLocale(locale)) address.searchParams.set("locale", locale);
  try {
    const answer = await fetch(address, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status === 404) return new Response("Not found", { status: 404 });
    if (!answer.ok) throw new Error(String(answer.status));
    const name = `${slug === "all" ? "events" : slug}.ics`;
    return new Response(await answer.text(), {
      headers: { "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
    });
  } catch {
    return new Response("The calendar does not answer at the moment.", { status: 503, headers: { "Retry-After": "10" } });
  }
}
