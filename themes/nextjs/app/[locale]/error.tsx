"use client";

import { useParams } from "next/navigation";
import { words } from "@/lib/text";

/** Shown when the API gave no answer: never a 404, and never an empty page. */
export default function Failed({ reset }: { error: Error; reset: () => void }) {
  const t = words(useParams<{ locale?: string }>()?.locale ?? "en");
  return (
    <div className="mx-auto max-w-xl py-20 text-center" role="alert">
      <h1 className="text-title">{t.failed}</h1>
      <p className="mt-3 mb-8 text-lg text-muted">{t.failedText}</p>
      <button className="button" onClick={() => { reset(); location.reload(); }}>{t.retry}</button>
    </div>
  );
}
