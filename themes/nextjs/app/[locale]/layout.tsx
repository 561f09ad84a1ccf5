import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Footer, Header } from "@/components/Shell";
import { collectUrl } from "@/lib/collect";
import { loadSite, siteUrl } from "@/lib/site";
import { isLocale, LOCALES, words } from "@/lib/text";
import "../globals.css";

const display = localFont({
  src: "../../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
  variable: "--display",
  weight: "200 800",
  display: "swap",
});

/** Sets the visitor's colours before anything is drawn. */
const EARLY = `try{var t=localStorage.getItem("theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

interface Props {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f6f1" },
    { media: "(prefers-color-scheme: dark)", color: "#101716" },
  ],
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  const site = await loadSite(locale).catch(() => null);
  const name = site?.settings?.siteTitle || site?.name || "AiXplore";
  return {
    metadataBase: new URL(siteUrl()),
    title: { default: name, template: `%s · ${name}` },
    description: site?.settings?.tagline || undefined,
    openGraph: { siteName: name, locale },
  };
}

export default async function Layout({ children, params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const site = await loadSite(locale);
  const collect = collectUrl();
  return (
    <html lang={locale} className={display.variable} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: EARLY }} />
        {collect && <script defer src={`${collect}.js`} />}
        <link rel="alternate" type="application/rss+xml" title={site.name} href={locale === LOCALES[0] ? "/feed.xml" : `/${locale}/feed.xml`} />
      </head>
      <body className="flex min-h-dvh flex-col font-sans">
        <a href="#content" className="skip button">{words(locale).skip}</a>
        <Header locale={locale} site={site} />
        <main id="content" tabIndex={-1} className="shell pt-8 pb-24 outline-none sm:pt-12">{children}</main>
        <Footer locale={locale} site={site} />
      </body>
    </html>
  );
}
