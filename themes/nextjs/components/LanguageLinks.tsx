"use client";

interface Props {
  label: string;
  locales: readonly { code: string; name: string; isDefault: boolean }[];
}

/** Leads to this page in another language where the head names one, else to that language's home page. */
export function LanguageLinks({ label, locales }: Props) {
  const go = (event: React.MouseEvent<HTMLAnchorElement>, code: string): void => {
    const address = document.querySelector<HTMLLinkElement>(`link[rel="alternate"][hreflang="${code}"]`)?.href;
    if (!address) return;
    event.preventDefault();
    location.assign(new URL(address).pathname);
  };
  return (
    <nav aria-label={label}>
      <p className="mb-1.5 text-sm text-muted">{label}</p>
      <ul className="flex flex-wrap gap-2">
        {locales.map(({ code, name, isDefault }) => (
          <li key={code}>
            <a href={isDefault ? "/" : `/${code}/`} hrefLang={code} lang={code} onClick={(event) => go(event, code)} className="pill min-h-8 no-underline hover:border-brand">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
