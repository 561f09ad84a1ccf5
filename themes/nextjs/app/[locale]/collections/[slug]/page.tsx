import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Blocks } from "@/components/Blocks";
import { SolutionCard } from "@/components/Cards";
import { Breadcrumbs, Data, PageTitle, Section } from "@/components/Parts";
import { Picture } from "@/components/Picture";
import { ask } from "@/lib/api";
import { plainText } from "@/lib/html";
import { followRedirect } from "@/lib/redirects";
import { headOf, itemListData } from "@/lib/seo";
import { cmsPath } from "@/lib/site";
import { localPath, words } from "@/lib/text";

interface Props {
  params: Promise<{ locale: string; slug: string }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { slug: string }[] {
  return [];
}

async function load(params: Props["params"]) {
  const { locale, slug } = await params;
  const path = cmsPath(locale, "collections", slug);
  return { locale, path, ...(await ask("Collection", { path })) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { collection, path } = await load(params);
  return collection ? headOf(collection.seo, path, { alternates: collection.alternates, subject: ["COLLECTION", collection.id] }) : {};
}

export default async function Collection({ params }: Props) {
  const { locale, path, collection } = await load(params);
  if (!collection) {
    await followRedirect(path);
    notFound();
  }
  const t = words(locale);
  return (
    <>
      <Breadcrumbs locale={locale} trail={[{ title: t.collections, path: localPath(locale, "/collections/") }, { title: collection.title, path }]} />
      <PageTitle eyebrow={t.curated} title={collection.title} lead={collection.summary} />
      <Data data={itemListData(collection.items.map(({ solution }) => solution))} />
      <div className="max-w-[46rem]">
        <Picture picture={collection.cover} eager className="mb-8 rounded-xl" />
        <Blocks locale={locale} body={collection.body} />
      </div>
      <Section title={t.itemsIn} id="items" rows={collection.items}>
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {collection.items.map(({ note, solution }) => <li key={solution.id}><SolutionCard locale={locale} solution={solution} note={plainText(note)} /></li>)}
        </ul>
      </Section>
    </>
  );
}
