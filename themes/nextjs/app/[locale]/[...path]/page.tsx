import type { Metadata } from "next";
import Link from "@/components/Link";
import { notFound } from "next/navigation";
import { Blocks } from "@/components/Blocks";
import { Breadcrumbs, PageTitle } from "@/components/Parts";
import { ask } from "@/lib/api";
import { followRedirect } from "@/lib/redirects";
import { headOf } from "@/lib/seo";
import { cmsPath } from "@/lib/site";

interface Props {
  params: Promise<{ locale: string; path: string[] }>;
}

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { path: string[] }[] {
  return [];
}

async function load(params: Props["params"]) {
  const { locale, path: parts } = await params;
  const path = cmsPath(locale, ...parts);
  return { locale, path, ...(await ask("Page", { path })) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page, path } = await load(params);
  return page ? headOf(page.seo, page.path ?? path, { alternates: page.alternates, type: "article" }) : {};
}

/** Any page of the CMS at its own path. */
export default async function AnyPage({ params }: Props) {
  const { locale, path, page } = await load(params);
  if (!page) {
    await followRedirect(path);
    notFound();
  }
  const trail = [...page.ancestors.slice(1), { title: page.title, path }].map((each) => ({ title: each.title, path: each.path ?? "/" }));
  return (
    <article className="mx-auto max-w-[46rem]">
      <Breadcrumbs locale={locale} trail={trail} />
      <PageTitle title={page.title} lead={"summary" in page ? page.summary : undefined} />
      {"body" in page && <Blocks locale={locale} body={page.body} />}
      {page.children.nodes.length > 0 && (
        <ul className="mt-10 grid gap-3 sm:grid-cols-2">
          {page.children.nodes.map(({ title, path: child }) => child && <li key={child}><Link href={child} className="card block p-4 font-semibold no-underline hover:border-brand">{title}</Link></li>)}
        </ul>
      )}
    </article>
  );
}
