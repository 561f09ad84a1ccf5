import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SolutionList } from "@/components/SolutionList";
import { readState } from "@/lib/address";
import { listHead } from "@/lib/list-head";

interface Props {
  params: Promise<{ locale: string; state: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { state: string }[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, state } = await params;
  const query = readState(state);
  return query ? listHead(locale, query) : {};
}

/** The list of solutions, made once for each state: `proxy.ts` leads addresses with a query here. */
export default async function KeptSolutions({ params }: Props) {
  const { locale, state } = await params;
  const query = readState(state);
  if (!query) notFound();
  return <SolutionList locale={locale} query={query} />;
}
