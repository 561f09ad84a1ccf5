"""Import and export of reviews with their state, the vendor's reply and readers' votes.

Records hold login names, so an export is an operator's tool. The moderation log, reports and earlier versions stay
behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_noop as _

from cms.exchange.errors import Refusal
from cms.exchange.export_context import is_exported, use_record_language
from cms.exchange.fields.measures import Moment, WholeNumberField
from cms.exchange.fields.plain import Choice, Field, Key, Prose, check_object
from cms.exchange.fields.relations import Reference
from cms.exchange.fields.text import parse_text
from cms.exchange.kinds.importer import Importer
from cms.exchange.kinds.registry import register_importer
from cms.exchange.records import Item, Options, Row, filter_undecided
from cms.exchange.writing.bulk import insert, reserve_keys
from cms.exchange.writing.rejections import name_field, record_refusals
from content_types.reviews import announcements, ratings
from content_types.reviews.choices import (
    LIVE_STATES,
    CompanySize,
    Incentive,
    Relationship,
    ReviewState,
    Verification,
)
from content_types.reviews.importer_parts import Accounts, ReplyField, VotesField, write_parts
from content_types.reviews.models import Review


class RatingsField(Field):
    """`{"easeOfUse", "features", "support", "value"}`, each 1 to 5 or null."""

    parts = (
        WholeNumberField("easeOfUse"),
        WholeNumberField("features"),
        WholeNumberField("support"),
        WholeNumberField("value", "value_for_money"),
    )

    def load(self, raw: Any, row: Row) -> dict[str, int | None]:
        given = {} if raw is None else check_object(raw, {part.key for part in self.parts})
        return {part.name: part.load(given.get(part.key), row) for part in self.parts}

    def dump(self, obj: Any) -> dict[str, int | None]:
        return {part.key: part.dump(obj) for part in self.parts}

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return all(getattr(obj, name) == part for name, part in value.items())

    def store(self, obj: Any, value: Any) -> None:
        for name, part in value.items():
            setattr(obj, name, part)


class ExternalId(Key):
    """The key of the system a review came from; one written here is known by its own key."""

    def dump(self, obj: Any) -> str:
        return str(obj.external_id or f"review-{obj.pk}")

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return bool(self.dump(obj) == value)


class ReviewImporter(Importer):
    """A record is the review with its external id, or else the one its author wrote of the solution at that moment."""

    kind = "review"
    model = Review
    needs = ("solution", "vendor")
    parallel = True
    extra_keys = frozenset({"kind", "author", "authorName", "locale"})
    solution = Reference("solution", kind="solution", paged=True)
    fields = (
        ExternalId("externalId"),
        solution,
        WholeNumberField("rating"),
        RatingsField("ratings"),
        Prose("title"),
        Prose("body"),
        Prose("pros"),
        Prose("cons"),
        Prose("reviewerRole"),
        Choice("companySize", choices=CompanySize, blank=True),
        Choice("relationship", choices=Relationship),
        Choice("incentive", choices=Incentive),
        Choice("verification", choices=Verification),
        Prose("language"),
        Choice("state", choices=ReviewState),
        Moment("createdAt"),
        Moment("publishedAt"),
        ReplyField("reply"),
        VotesField("votes"),
    )

    def identity(self, record: dict[str, Any], options: Options) -> str:
        return str(record.get("externalId") or "")

    def prepare(self, row: Row) -> None:
        row.key = parse_text(row.record.get("externalId"))
        if not row.key:
            raise Refusal(_("must be given"), "externalId")
        Accounts.note_usernames(row)

    def identify(self, rows: list[Row]) -> None:
        accounts = Accounts.load(rows)
        by_id = {
            review.external_id: review
            for review in load_reviews(Q(external_id__in=[row.key for row in rows]))
        }
        pairs = set()
        for row in rows:
            with record_refusals(row):
                row.obj = by_id.get(row.key)
                pairs.add(self._pair(row, accounts))
        rows = filter_undecided(rows)
        found = [*by_id.values(), *load_reviews(of_pairs(pairs))]
        by_moment = {(review.author_id, review.solution_id, review.created_at): review for review in found}
        for row in rows:
            with record_refusals(row):
                row.obj = row.obj or by_moment.get(self._build_moment(row, accounts))
                row.is_new = row.obj is None
                row.obj = row.obj or Review()
                self._take_author(row, accounts)
        if rows:
            rows[0].refs.found["live review"] = {
                review.pk: (review.author.username, review.solution_id)
                for review in found
                if review.author and review.state in LIVE_STATES
            }

    def _pair(self, row: Row, accounts: Accounts) -> tuple[int, int]:
        """Keys of the author and the solution of the review as the record has it; -1 for an author without account."""
        author, solution = accounts.known.get(parse_text(row.record.get("author"))), None
        if row.obj and "author" not in row.record:
            author = row.obj.author
        if row.obj is None or "solution" in row.record:
            with name_field("solution"):
                solution = self.solution.load(row.record.get("solution"), row)
                if solution is None:
                    raise Refusal(_("must be given"))
        return (author and author.pk) or -1, solution.pk if solution else row.obj.solution_id

    def _build_moment(self, row: Row, accounts: Accounts) -> tuple[int, int, datetime | None]:
        with name_field("createdAt"):
            moment = Moment("createdAt").load(row.record.get("createdAt"), row)
        return *self._pair(row, accounts), moment

    @staticmethod
    def _take_author(row: Row, accounts: Accounts) -> None:
        name = parse_text(row.record.get("author"))
        parse_text(row.record.get("authorName"))
        if row.is_new or "author" in row.record:
            author = accounts.user(name)
            if not row.is_new and row.obj.author != author:
                row.changed.add("author")
            row.obj.author = author

    def compare(self, rows: list[Row]) -> None:
        """One live review of a solution for each author, as the database constraint has it; stored ones come first."""
        own = {row.obj.pk for row in rows}
        stored = rows[0].refs.found["live review"] if rows else {}
        taken = {pair for key, pair in stored.items() if key not in own}
        for row in sorted(rows, key=lambda row: row.is_new):
            review: Review = row.obj
            if review.author is None or review.state not in LIVE_STATES:
                continue
            pair = (review.author.username, review.solution_id)
            with record_refusals(row), name_field("solution"):
                if pair in taken:
                    raise Refusal(
                        _("%(person)s has a live review of “%(solution)s” already"),
                        person=pair[0],
                        solution=review.solution.slug,
                    )
            taken.add(pair)

    def finish(self, row: Row) -> None:
        review: Review = row.obj
        if review.state == ReviewState.PUBLISHED:
            review.published_at = review.published_at or review.created_at
        elif review.state == ReviewState.PENDING:
            review.published_at = None

    def reserve(self, items: list[Item]) -> list[Item]:
        """Reviews of equal dates are shown in the order of their keys, which is that of the file."""
        keys = reserve_keys(Review, len(items))
        return [replace(item, reserved=key) for item, key in zip(items, keys, strict=True)]

    def write(self, rows: list[Row]) -> None:
        new = [row for row in rows if row.is_new]
        left = iter(reserve_keys(Review, sum(row.item.reserved is None for row in new)))
        for row in new:
            row.obj.pk = row.item.reserved or next(left)
        Accounts.create(rows)
        insert(Review, [row.obj for row in rows], replace=True)
        for row in rows:
            row.obj._state.adding = False
        write_parts(rows)

    def update_dependents(self) -> None:
        """Imported reviews change ratings; to work all of them out at once is quicker than one by one.

        Plugins are told once, of the newest, and not before ratings have followed: an import may bring 100,000.
        """
        ratings.recompute_or_try_again()
        announcements.announce_changes(Review.objects.filter(state=ReviewState.PUBLISHED).order_by("-pk")[:1])

    def export(self) -> Iterator[dict[str, Any]]:
        reviews = Review.objects.select_related(
            "author", "solution__locale", "reply__author", "reply__vendor"
        )
        for review in reviews.prefetch_related("votes__voter").order_by("pk").iterator(chunk_size=500):
            if is_exported(review.solution):
                yield self.build_record(review)

    def build_record(self, review: Review) -> dict[str, Any]:
        language = review.solution.locale.language_code
        with use_record_language(language):
            fields = {field.key: field.dump(review) for field in self.fields}
        return {
            "kind": self.kind,
            "locale": language,
            "author": review.author.username if review.author else None,
            "authorName": review.author.display_name if review.author else "",
            **fields,
        }


def load_reviews(which: Q) -> list[Review]:
    """Reviews with what a record is compared with."""
    reviews = Review.objects.filter(which).select_related(
        "author", "solution", "reply__author", "reply__vendor"
    )
    return list(reviews.defer("solution__body").prefetch_related("votes__voter"))


def of_pairs(pairs: set[tuple[int, int]]) -> Q:
    """Reviews by (author, solution), without any other review of those authors."""
    authors, solutions = [author for author, _ in pairs], [solution for _, solution in pairs]
    sql = (
        "SELECT review.id FROM reviews_review review JOIN unnest(%s::bigint[], %s::bigint[]) AS pair(author, solution)"
        " ON review.author_id = pair.author AND review.solution_id = pair.solution"
    )
    return Q(pk__in=RawSQL(sql, [authors, solutions]))  # noqa: S611 - values are parameters


def register() -> None:
    register_importer(ReviewImporter())


__all__ = ["ReviewImporter", "register"]
