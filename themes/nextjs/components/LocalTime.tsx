"use client";

import { useEffect, useState } from "react";

interface Props {
  locale: string;
  label: string;
  startsAt: string;
  timeZone: string;
}

/** The same moment in the visitor's own time zone, where that is another one; its place is kept free. */
export function LocalTime({ locale, label, startsAt, timeZone }: Props) {
  const [text, setText] = useState("");
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const format = (zone: string): string =>
      new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(startsAt));
    try {
      if (format(own) !== format(timeZone)) setText(`${label}: ${format(own)} (${own})`);
    } catch {
      setText("");
    }
  }, [locale, label, startsAt, timeZone]);
  return <span className="block min-h-6 text-sm text-muted">{text}</span>;
}
