import { ByLanguage } from "@/components/ByLanguage";
import { SearchBox } from "@/components/SearchBox";
import { localPath, searchWords, words } from "@/lib/text";

function Missing({ locale }: { locale: string }) {
  const t = words(locale);
  return (
    <div className="mx-auto max-w-xl py-16 text-center">
      <p className="eyebrow">404</p>
      <h1 className="mt-2 text-title">{t.notFound}</h1>
      <p className="mt-3 mb-8 text-lg text-muted">{t.notFoundText}</p>
      <SearchBox locale={locale} words={searchWords(locale)} id="missing-search" large />
      <p className="mt-8"><a className="link" href={localPath(locale, "/")}>{t.toHome}</a></p>
    </div>
  );
}

export default function NotFound() {
  return <ByLanguage contents={{ en: <Missing locale="en" />, de: <Missing locale="de" /> }} />;
}
