"use client";

import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/locales";

/** One of several contents, made on the server: that of the address's language. For places that Next.js gives no params. */
export function ByLanguage({ contents }: { contents: Record<Locale, ReactNode> }) {
  const code = useParams<{ locale?: string }>()?.locale ?? DEFAULT_LOCALE;
  return contents[isLocale(code) ? code : DEFAULT_LOCALE];
}
