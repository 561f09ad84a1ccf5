// Months of the calendar, as "2027-04".
const MONTH = /^(20\d\d)-(0[1-9]|1[0-2])$/;

/** Months around now that the API answers for. */
const REACH = 23;

export function thisMonth(now = new Date()): string {
  return now.toISOString().slice(0, 7);
}

export function addMonths(month: string, step: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const date = new Date(Date.UTC(year, number - 1 + step, 1));
  return date.toISOString().slice(0, 7);
}

/** The month in the address, or null where it is none or too far away. */
export function readMonth(text: string, now = new Date()): string | null {
  if (!MONTH.test(text)) return null;
  const here = thisMonth(now);
  return text >= addMonths(here, -REACH) && text <= addMonths(here, REACH) ? text : null;
}

export function lastDay(month: string): string {
  const next = new Date(`${addMonths(month, 1)}-01T00:00:00Z`);
  return new Date(next.getTime() - 86_400_000).toISOString().slice(0, 10);
}

/** Weeks of a month from Monday to Sunday; null where a cell belongs to another month. */
export function weeksOf(month: string): (string | null)[][] {
  const days = Number(lastDay(month).slice(8));
  const lead = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (string | null)[] = [
    ...Array<null>(lead).fill(null),
    ...Array.from({ length: days }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`),
  ];
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, index) => cells.slice(index * 7, index * 7 + 7));
}
