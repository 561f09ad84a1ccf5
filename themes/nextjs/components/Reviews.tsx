import type { ReviewTextFragment } from "@/gen/graphql";
import { formatDay } from "@/lib/format";
import { word, words } from "@/lib/text";
import { Stars } from "./Rating";

/** Reviews are plain text; what must be disclosed is always shown. */
export function ReviewList({ locale, reviews }: { locale: string; reviews: readonly ReviewTextFragment[] }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {reviews.map((review) => (
        <li key={review.id} className="card p-5 sm:p-6" lang={review.language || undefined}>
          <ReviewView locale={locale} review={review} />
        </li>
      ))}
    </ul>
  );
}

function ReviewView({ locale, review }: { locale: string; review: ReviewTextFragment }) {
  const t = words(locale);
  const author = review.author?.displayName ?? t.anonymous;
  return (
    <article>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars value={review.rating} />
        <span className="sr-only">{review.rating} {t.outOf}</span>
        <h3 className="text-lg">{review.title}</h3>
      </div>
      <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted" lang={locale}>
        <span>{author}, <time dateTime={review.createdAt}>{formatDay(locale, review.createdAt)}</time></span>
        {review.verification !== "NONE" && <span className="pill pill-brand">{word(locale, review.verification)}</span>}
        {review.relationship !== "NONE" && <span className="pill">{t.relationship}: {word(locale, review.relationship)}</span>}
        {review.incentive !== "NONE" && <span className="pill">{t.incentive}: {word(locale, review.incentive)}</span>}
      </p>
      <p className="mt-3 whitespace-pre-line wrap-anywhere">{review.body}</p>
      {(review.pros || review.cons) && (
        <dl className="mt-3 grid gap-x-6 gap-y-2 text-[0.9688rem] sm:grid-cols-2">
          {review.pros && <div><dt className="font-semibold text-brand" lang={locale}>+ {t.pros}</dt><dd className="whitespace-pre-line">{review.pros}</dd></div>}
          {review.cons && <div><dt className="font-semibold text-mark" lang={locale}>− {t.cons}</dt><dd className="whitespace-pre-line">{review.cons}</dd></div>}
        </dl>
      )}
      {review.votes.total > 0 && <p className="mt-3 text-sm text-muted" lang={locale}>{review.votes.helpful} / {review.votes.total} {t.helpful}</p>}
      {review.reply && (
        <div className="mt-4 rounded-lg bg-sunken p-4 text-[0.9688rem]">
          <p className="font-semibold" lang={locale}>{t.reply} {review.reply.vendor?.name}</p>
          <p className="mt-1 whitespace-pre-line">{review.reply.body}</p>
        </div>
      )}
    </article>
  );
}
