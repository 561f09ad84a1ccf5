import Link from "@/components/Link";
import type { ReactNode } from "react";
import type { BodyBlocksFragment } from "@/gen/graphql";
import { formatSize } from "@/lib/format";
import { hostOf, safeHref } from "@/lib/links";
import { words } from "@/lib/text";
import { SolutionGrid } from "./Cards";
import { Rich } from "./Parts";
import { Picture } from "./Picture";

type Block = { __typename?: string } & BodyBlocksFragment;

/** The blocks of a body. A block that this theme does not know is left out. */
export function Blocks({ locale, body }: { locale: string; body: readonly unknown[] }) {
  return (
    <div className="grid gap-7 [&>*]:min-w-0">
      {body.map((block, index) => (
        <BlockView key={index} locale={locale} block={block as Block} />
      ))}
    </div>
  );
}

function BlockView({ locale, block }: { locale: string; block: Block }): ReactNode {
  switch (block.__typename) {
    case "HeadingBlock":
      return <Heading level={block.level} id={block.anchor} text={block.text} />;
    case "ParagraphBlock":
      return <Rich html={block.text} />;
    case "QuoteBlock":
      return <Quote locale={locale} {...block} />;
    case "CodeBlock":
      return (
        <pre tabIndex={0} className="overflow-x-auto rounded-xl border border-line bg-sunken p-4 text-sm leading-relaxed" aria-label={block.language}>
          <code>{block.code}</code>
        </pre>
      );
    case "DividerBlock":
      return <hr className="border-line" />;
    case "ImageBlock":
      return (
        <figure>
          <Picture picture={block.image} alt={block.altText} className="rounded-xl" />
          <Caption text={block.caption} credit={block.image?.credit} />
        </figure>
      );
    case "GalleryBlock":
      return <Strip images={block.images} label={words(locale).gallery} />;
    case "EmbedBlock":
      return <Outside locale={locale} url={block.url} caption={block.caption} />;
    case "DocumentBlock":
      return block.document ? <Download locale={locale} label={block.label} document={block.document} /> : null;
    case "FeaturesBlock":
      return (
        <Titled title={block.title}>
          <ul className="grid gap-4 sm:grid-cols-2">
            {block.features.map((item, index) => (
              <li key={index} className="card p-5">
                <h3 className="text-lg">{item.title}</h3>
                <p className="mt-1 text-muted">{item.text}</p>
              </li>
            ))}
          </ul>
        </Titled>
      );
    case "FaqBlock":
      return (
        <Titled title={block.title}>
          <div className="divide-y divide-line border-y border-line">
            {block.faqs.map((item, index) => (
              <details key={index} className="group py-3">
                <summary className="font-semibold">{item.question}</summary>
                <Rich html={item.answer} className="mt-2" />
              </details>
            ))}
          </div>
        </Titled>
      );
    case "StatsBlock":
      return (
        <Titled title={block.title}>
          <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-4">
            {block.stats.map((item, index) => (
              <div key={index} className="flex flex-col-reverse border-l-2 border-mark pl-4">
                <dt className="text-sm text-muted">{item.label}</dt>
                <dd className="font-display text-3xl font-bold">{item.value}</dd>
              </div>
            ))}
          </dl>
        </Titled>
      );
    case "TableBlock":
      return <Table {...block} />;
    case "CallToActionBlock":
      return <Call {...block} href={safeHref(block.page?.path) ?? safeHref(block.url)} />;
    case "SolutionListBlock":
      return (
        <Titled title={block.title}>
          {block.note && <p className="-mt-2 mb-4 text-muted">{block.note}</p>}
          <SolutionGrid locale={locale} solutions={block.solutions} />
        </Titled>
      );
    default:
      return null;
  }
}

function Heading({ level, id, text }: { level: string; id: string; text: string }) {
  const Tag = level === "h4" ? "h4" : level === "h3" ? "h3" : "h2";
  return (
    <Tag id={id || undefined} className="mt-3 -mb-3 text-head">
      {text}
    </Tag>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      {title && <h2 className="mb-4 text-head">{title}</h2>}
      {children}
    </section>
  );
}

function Caption({ text, credit }: { text: string; credit?: string }) {
  if (!text && !credit) return null;
  return (
    <figcaption className="mt-2 text-sm text-muted">
      {text}
      {credit && ` © ${credit}`}
    </figcaption>
  );
}

function Quote({ locale, text, attribution, sourceUrl }: { locale: string; text: string; attribution: string; sourceUrl: string }) {
  const href = safeHref(sourceUrl);
  const name = attribution || (href && words(locale).source);
  return (
    <figure className="border-l-4 border-mark pl-5">
      <blockquote className="font-display text-xl leading-snug">{text}</blockquote>
      {name && <figcaption className="mt-2 text-sm text-muted">— {href ? <a className="link" href={href} rel="noopener nofollow">{name}</a> : name}</figcaption>}
    </figure>
  );
}

type StripImage = { caption: string; image?: Parameters<typeof Picture>[0]["picture"] };

/** Pictures in a row. first: they stand so far up that the first of them is not to wait. */
export function Strip({ images, label, first = false }: { images: readonly StripImage[]; label: string; first?: boolean }) {
  return (
    <ul tabIndex={0} aria-label={label} className="-mx-5 flex snap-x gap-4 overflow-x-auto scroll-px-5 px-5 pb-3 lg:mx-0 lg:scroll-px-0 lg:px-0">
      {images.map(({ image, caption }, index) => (
        <li key={index} className="w-[min(34rem,85%)] shrink-0 snap-start">
          <figure>
            <Picture picture={image} eager={first && index === 0} className="aspect-video w-full rounded-xl border border-line object-contain" sizes="(min-width: 40rem) 34rem, 85vw" />
            <Caption text={caption} credit={image?.credit} />
          </figure>
        </li>
      ))}
    </ul>
  );
}

/** Films and the like are linked and never loaded: they would tell others who reads here. */
function Outside({ locale, url, caption }: { locale: string; url: string; caption: string }) {
  const href = safeHref(url);
  if (!href) return null;
  return (
    <a href={href} rel="noopener nofollow" className="card flex items-center gap-4 p-5 no-underline hover:border-brand">
      <span aria-hidden="true" className="grid size-12 place-items-center rounded-full bg-brand text-brand-ink">▶</span>
      <span>
        <span className="block font-semibold">{caption || hostOf(href)}</span>
        <span className="text-sm text-muted">
          {hostOf(href)} – {words(locale).external}
        </span>
      </span>
    </a>
  );
}

function Download({ locale, label, document }: { locale: string; label: string; document: { title: string; url: string; fileSize?: number | null } }) {
  const href = safeHref(document.url);
  if (!href) return null;
  return (
    <p>
      <a href={href} className="button button-quiet">
        ↓ {label || document.title} {document.fileSize ? `(${formatSize(locale, document.fileSize)})` : ""}
      </a>
    </p>
  );
}

function Table({ caption, rows, firstRowIsHeader }: { caption: string; rows: readonly (readonly string[])[]; firstRowIsHeader: boolean }) {
  const head = firstRowIsHeader ? rows[0] : undefined;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={caption || undefined}>
      <table className="w-full border-collapse text-left text-[0.9688rem]">
        {caption && <caption className="mb-2 text-left text-sm text-muted">{caption}</caption>}
        {head && (
          <thead>
            <tr className="border-b-2 border-strong">{head.map((cell, index) => <th key={index} scope="col" className="px-3 py-2">{cell}</th>)}</tr>
          </thead>
        )}
        <tbody>
          {rows.slice(head ? 1 : 0).map((row, index) => (
            <tr key={index} className="border-b border-line">{row.map((cell, place) => <td key={place} className="px-3 py-2">{cell}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Call({ title, text, label, href }: { title: string; text: string; label: string; href: string | null }) {
  return (
    <aside className="rounded-2xl bg-brand-soft p-6 sm:p-8">
      <h2 className="text-head">{title}</h2>
      {text && <p className="mt-2">{text}</p>}
      {href && <p className="mt-4">{href.startsWith("/") ? <Link href={href} className="button">{label}</Link> : <a href={href} rel="noopener nofollow" className="button">{label}</a>}</p>}
    </aside>
  );
}
