// Dates, prices and numbers as people of a language write them.
import { word } from "./text";

export function formatDay(locale: string, day: string | null | undefined): string {
  if (!day) return "";
  const date = new Date(day.length === 10 ? `${day}T12:00:00Z` : day);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { dateStyle: "medium", timeZone: "UTC" }).format(date);
}

export function formatNumber(locale: string, value: number, digits = 0): string {
  return new Intl.NumberFormat(locale === "en" ? "en-GB" : locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

interface Moment {
  startsAt: string;
  endsAt: string;
  timeZone: string;
  allDay: boolean;
}

function zoneOf(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC";
  }
}

/** Hours and their zone stay on one line. */
function keepTogether(text: string): string {
  return text.replace(/(\d\d:\d\d)(\s?–)(\s?\d\d:\d\d.*)$/, (_, start: string, dash: string, rest: string) => `${start}${dash}\u2060${rest.replace(/\s/g, "\u00a0")}`);
}

/** When an event takes place, in its own zone: "Thu, 10 Dec 2026, 18:30 – 21:00 CET". */
export function formatEvent(locale: string, { startsAt, endsAt, timeZone, allDay }: Moment): string {
  const zone = zoneOf(timeZone);
  const end = new Date(new Date(endsAt).getTime() - (allDay ? 1000 : 0));
  const day = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: zone } as const;
  const time = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;
  const format = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, allDay ? day : { ...day, ...time });
  return keepTogether(format.formatRange(new Date(startsAt), end));
}

/** Day and month for the leaf of a calendar, in the event's own zone. */
export function formatLeaf(locale: string, startsAt: string, timeZone: string): { day: string; month: string; weekday: string } {
  const parts = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...options, timeZone: zoneOf(timeZone) }).format(new Date(startsAt));
  return { day: parts({ day: "numeric" }).replace(/\D/g, ""), month: parts({ month: "short" }), weekday: parts({ weekday: "short" }) };
}

interface Plan {
  price?: string | null;
  currency: string;
  period: string;
  isFree: boolean;
}

export function formatPrice(locale: string, { price, currency, period, isFree }: Plan): { amount: string; period: string } {
  if (isFree) return { amount: word(locale, "FREE"), period: "" };
  const value = Number(price);
  if (price === null || price === undefined || !Number.isFinite(value)) return { amount: word(locale, "onRequest"), period: "" };
  const whole = Number.isInteger(value);
  const options = { style: "currency", currency: /^[A-Z]{3}$/.test(currency) ? currency : "USD", minimumFractionDigits: whole ? 0 : 2 } as const;
  const amount = new Intl.NumberFormat(locale === "en" ? "en-GB" : locale, options).format(value);
  return { amount, period: word(locale, period === "USAGE" ? "BY_USAGE" : period) };
}

export function formatSize(locale: string, bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), 3);
  const unit = units[step] ?? "byte";
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}

interface Definition {
  type: string;
  unit: string;
  options: readonly { value: string; label: string }[];
}

/** The value of an attribute with its unit, for people: a chosen value by its label. */
export function formatAttribute(locale: string, value: string, { type, unit, options }: Definition): string {
  if (type === "BOOLEAN") return word(locale, value);
  const number = Number(value);
  const label = options.find((option) => option.value === value)?.label ?? value;
  const text = type === "NUMBER" && value.trim() && Number.isFinite(number) ? new Intl.NumberFormat(locale).format(number) : label;
  return unit ? `${text} ${unit}` : text;
}
