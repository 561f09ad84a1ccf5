"use client";

import { useParams } from "next/navigation";
import { DEFAULT_LOCALE, isLocale } from "@/lib/locales";
import { FAILED } from "@/lib/text-failed";

/** Shown when the API gave no answer: never a 404, and never an empty page. */
export default function Failed({ reset }: { error: Error; reset: () => void }) {
  const code = useParams<{ locale?: string }>()?.locale ?? DEFAULT_LOCALE;
  const t = FAILED[isLocale(code) ? code : DEFAULT_LOCALE];
  return (
    <div className="mx-auto max-w-xl py-20 text-center" role="alert">
      <h1 className="text-title">{t.failed}</h1>
      <p className="mt-3 mb-8 text-lg text-muted">{t.failedText}</p>
      <button className="button" onClick={() => { reset(); location.reload(); }}>{t.retry}</button>
    </div>
  );
}
