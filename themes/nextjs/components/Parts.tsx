import Link from "@/components/Link";
import type { ReactNode } from "react";
import { MOST_ROWS } from "@/lib/address";
import { cleanHtml } from "@/lib/html";
import { breadcrumbData, toScript } from "@/lib/seo";
import { localPath, words } from "@/lib/text";

export function Data({ data }: { data: unknown }) {
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: toScript(data) }} />;
}

export function Rich({ html, className = "" }: { html: string; className?: string }) {
  return <div className={`rich ${className}`} dangerouslySetInnerHTML={{ __html: cleanHtml(html) }} />;
}

interface Step {
  title: string;
  path: string;
}

export function Breadcrumbs({ locale, trail }: { locale: string; trail: readonly Step[] }) {
  const t = words(locale);
  const whole = [{ title: t.home, path: localPath(locale, "/") }, ...trail];
  return (
    <nav aria-label={t.breadcrumb} className="mb-6 text-sm">
      <ol className="flex flex-wrap gap-x-2 gap-y-1 text-muted">
        {whole.slice(0, -1).map(({ title, path }) => (
          <li key={path} className="flex gap-2">
            <Link href={path} className="underline decoration-line hover:text-brand">
              {title}
            </Link>
            <span aria-hidden="true">/</span>
          </li>
        ))}
        <li aria-current="page">{whole.at(-1)?.title}</li>
      </ol>
      <Data data={breadcrumbData(whole)} />
    </nav>
  );
}

export function PageTitle({ title, lead, eyebrow, children }: { title: string; lead?: string; eyebrow?: string; children?: ReactNode }) {
  return (
    <div className="mb-8 max-w-[46rem]">
      {eyebrow && <p className="eyebrow mb-2">{eyebrow}</p>}
      <h1 className="text-title">{title}</h1>
      {lead && <p className="mt-3 text-lg text-muted">{lead}</p>}
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  more?: { href: string; label: string };
  children: ReactNode;
  id?: string;
  /** What the section lists: without any row, it is left out. */
  rows?: readonly unknown[];
}

export function Section({ title, more, children, id, rows }: SectionProps) {
  if (rows?.length === 0) return null;
  return (
    <section className="mt-14" aria-labelledby={id ?? undefined}>
      <div className="mb-5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-head">
          {title}
        </h2>
        {more && (
          <Link href={more.href} className="link text-[0.9688rem]">
            {more.label}
            <span className="sr-only">: {title}</span>
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}

/** A list that ends before the page of the address; `first` leads to its beginning. */
export function PastEnd({ locale, first }: { locale: string; first: string }) {
  const t = words(locale);
  return <Empty title={t.noPage}><a className="button" href={first}>{t.first}</a></Empty>;
}

export function Empty({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="rounded-xl border border-dashed border-strong px-6 py-14 text-center">
      <svg viewBox="0 0 48 48" className="mx-auto mb-4 size-12 text-brand" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
        <circle cx="24" cy="24" r="20" />
        <path d="M31 17l-4 10-10 4 4-10z" strokeLinejoin="round" />
      </svg>
      <p className="font-display text-xl font-semibold">{title}</p>
      {hint && <p className="mt-1 text-muted">{hint}</p>}
      {children && <div className="mt-5">{children}</div>}
    </div>
  );
}

interface PagesProps {
  locale: string;
  page: number;
  total: number;
  size: number;
  href: (page: number) => string;
}

/** Links to the pages of a list; works without scripts. */
export function Pages({ locale, page, total, size, href }: PagesProps) {
  const t = words(locale);
  const last = Math.min(Math.ceil(total / size), Math.floor(MOST_ROWS / size));
  if (last < 2 && page === 1) return null;
  const shown = [...new Set([1, page - 1, page, page + 1, last])].filter((each) => each >= 1 && each <= last).sort((a, b) => a - b);
  return (
    <nav aria-label={t.pagination} className="mt-10 flex flex-wrap items-center justify-center gap-2">
      {page > 1 && (
        <Link className="button button-quiet" rel="prev" href={href(Math.min(page - 1, Math.max(last, 1)))}>
          ← {t.previous}
        </Link>
      )}
      {shown.map((each, index) => (
        <span key={each} className="flex items-center gap-2">
          {index > 0 && each - (shown[index - 1] ?? 0) > 1 && <span aria-hidden="true">…</span>}
          <Link
            href={href(each)}
            aria-current={each === page ? "page" : undefined}
            aria-label={`${t.page} ${each}`}
            className={`button min-w-11 ${each === page ? "" : "button-quiet"}`}
          >
            {each}
          </Link>
        </span>
      ))}
      {page < last && (
        <Link className="button button-quiet" rel="next" href={href(page + 1)}>
          {t.next} →
        </Link>
      )}
    </nav>
  );
}
