import { Suspense } from "react";
import Link from "@/components/Link";
import type { SiteQuery } from "@/gen/graphql";
import { collectUrl } from "@/lib/collect";
import { safeHref } from "@/lib/links";
import { LOCALES, localPath, searchWords, words } from "@/lib/text";
import { CountingChoice } from "./Counting";
import { SearchBox } from "./SearchBox";
import { LanguageLinks } from "./LanguageLinks";
import { Menu } from "./Menu";
import { ThemeToggle } from "./ThemeToggle";
import { Waiting } from "./Waiting";

type Site = SiteQuery["site"];
type MenuData = NonNullable<Site["main"]>;

export function Mark({ className = "size-8" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b5e58" />
      <path d="M7 23C11 14 15 25 25 8M7 17c4-7 7 4 12-8M13 25c4 0 9-4 12-10" fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" />
      <circle cx="24.5" cy="8" r="2.8" fill="#ff9a6b" />
    </svg>
  );
}

function menuLinks(menu: MenuData | null | undefined) {
  return (menu?.items ?? []).flatMap(({ label, url, page }) => {
    const href = safeHref(page?.path) ?? safeHref(url);
    return href ? [{ label, href }] : [];
  });
}

export function Header({ locale, site }: { locale: string; site: Site }) {
  const t = words(locale);
  const links = menuLinks(site.main);
  const name = site.settings?.siteTitle || site.name;
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper/95 backdrop-blur-sm">
      <Suspense><Waiting text={t.loading} /></Suspense>
      <div className="shell flex min-h-16 items-center gap-x-6 gap-y-2">
        <Link href={localPath(locale, "/")} className="flex min-w-0 items-center gap-2.5 py-2 font-display text-xl font-bold tracking-tight no-underline">
          <Mark className="size-8 shrink-0" />
          <span className="truncate">{name}</span>
        </Link>
        <nav aria-label={t.menu} className="hidden min-w-0 shrink-[2] lg:block">
          <ul className="flex gap-5 text-[0.9688rem]">
            {links.map(({ label, href }) => (
              <li key={href} className="min-w-0">
                <Link href={href} className="block truncate py-2 no-underline hover:text-brand hover:underline">{label}</Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="ml-auto hidden w-64 shrink-0 md:block xl:w-80">
          <SearchBox locale={locale} words={searchWords(locale)} id="header-search" />
        </div>
        <Menu
          label={
            <summary className="button button-quiet list-none px-3! [&::-webkit-details-marker]:hidden">
              <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round">
                <path d="M3 5h14M3 10h14M3 15h14" />
              </svg>
              <span className="sr-only">{t.menu}</span>
            </summary>
          }
        >
          <div className="card absolute right-0 mt-2 grid w-[min(20rem,calc(100vw-2.5rem))] gap-5 p-5">
            <div className="md:hidden">
              <SearchBox locale={locale} words={searchWords(locale)} id="menu-search" />
            </div>
            <nav aria-label={t.browse}>
              <ul className="grid gap-1">
                {[...links, { label: t.categories, href: localPath(locale, "/categories/") }, { label: t.topics, href: localPath(locale, "/topics/") }, { label: t.compare, href: localPath(locale, "/compare/") }].map(({ label, href }) => (
                  <li key={href}>
                    <Link href={href} className="block rounded-md px-2 py-2 no-underline hover:bg-brand-soft">{label}</Link>
                  </li>
                ))}
              </ul>
            </nav>
            <ThemeToggle words={{ theme: t.theme, light: t.light, dark: t.dark, system: t.system }} />
            <LanguageLinks label={t.language} locales={site.locales.filter(({ code }) => (LOCALES as readonly string[]).includes(code))} />
          </div>
        </Menu>
      </div>
    </header>
  );
}

export function Footer({ locale, site }: { locale: string; site: Site }) {
  const t = words(locale);
  const own = [
    { label: t.solutions, href: localPath(locale, "/solutions/") },
    { label: t.categories, href: localPath(locale, "/categories/") },
    { label: t.topics, href: localPath(locale, "/topics/") },
    { label: t.events, href: localPath(locale, "/events/") },
    { label: t.collections, href: localPath(locale, "/collections/") },
    { label: t.compare, href: localPath(locale, "/compare/") },
  ];
  const outside = (site.settings?.socialLinks ?? []).flatMap(({ label, url }) => {
    const href = safeHref(url);
    return href ? [{ label, href }] : [];
  });
  const mail = safeHref(site.settings?.contactEmail && `mailto:${site.settings.contactEmail}`);
  return (
    <footer className="mt-auto border-t border-line bg-sunken">
      <div className="shell grid grid-cols-[minmax(0,1fr)] gap-8 py-12 sm:grid-cols-[minmax(0,1fr)_minmax(0,auto)]">
        <div className="max-w-sm min-w-0">
          <p className="flex items-center gap-2.5 font-display text-lg font-bold"><Mark className="size-6 shrink-0" /><span className="min-w-0">{site.settings?.siteTitle || site.name}</span></p>
          <p className="mt-2 text-muted">{site.settings?.tagline}</p>
          <p className="mt-4 text-sm text-muted">{site.settings?.footerText}</p>
          {collectUrl() && <CountingChoice words={{ count: t.countVisits, byBrowser: t.countedNot }} />}
          {mail && <p className="mt-2 text-sm"><a className="link" href={mail}>{t.contact}</a></p>}
        </div>
        <nav aria-label={t.footer} className="min-w-0">
          <ul className="grid grid-cols-[repeat(2,minmax(0,auto))] gap-x-10 gap-y-1 text-[0.9688rem]">
            {[...own, ...menuLinks(site.footer), ...outside].map(({ label, href }) => (
              <li key={href}><Link href={href} prefetch={false} className="inline-block py-1 no-underline hover:text-brand hover:underline">{label}</Link></li>
            ))}
            <li><a href={localPath(locale, "/feed.xml")} className="inline-block py-1 no-underline hover:text-brand hover:underline">RSS</a></li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
