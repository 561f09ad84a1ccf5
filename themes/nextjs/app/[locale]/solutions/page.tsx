import type { Metadata } from "next";
import { SolutionList } from "@/components/SolutionList";
import { type Params } from "@/lib/address";
import { listHead } from "@/lib/list-head";

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Params>;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  return listHead((await params).locale, await searchParams);
}

/** For states that are too long to be kept; all others are those of `~kept`. */
export default async function Solutions({ params, searchParams }: Props) {
  return <SolutionList locale={(await params).locale} query={await searchParams} />;
}
