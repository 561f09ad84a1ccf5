"use client";

import Link from "next/link";
import { useParams } from "next/navigation";
import { SearchBox } from "@/components/SearchBox";
import { localPath, words } from "@/lib/text";

export default function NotFound() {
  const params = useParams<{ locale?: string }>();
  const locale = params?.locale ?? "en";
  const t = words(locale);
  return (
    <div className="mx-auto max-w-xl py-16 text-center">
      <p className="eyebrow">404</p>
      <h1 className="mt-2 text-title">{t.notFound}</h1>
      <p className="mt-3 mb-8 text-lg text-muted">{t.notFoundText}</p>
      <SearchBox locale={locale} id="missing-search" large />
      <p className="mt-8"><Link className="link" href={localPath(locale, "/")}>{t.toHome}</Link></p>
    </div>
  );
}
