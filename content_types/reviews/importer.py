"""Import and export of reviews with their state, the vendor's reply and readers' votes.

Records hold login names, so an export is an operator's tool. The moderation log, reports and earlier versions stay
behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cms.importing.bulk import insert, reserve_keys
from cms.importing.errors import Refusal
from cms.importing.exported import is_exported
from cms.importing.fields import Choice, Field, Key, Prose, an_object
from cms.importing.importer import Importer, judged, named
from cms.importing.measures import Moment, Whole
from cms.importing.records import Options, Row
from cms.importing.registry import register_importer
from cms.importing.relations import Reference
from cms.importing.text import checked
from content_types.reviews import ratings
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

    parts = (Whole("easeOfUse"), Whole("features"), Whole("support"), Whole("value", "value_for_money"))

    def load(self, raw: Any, row: Row) -> dict[str, int | None]:
        given = {} if raw is None else an_object(raw, {part.key for part in self.parts})
        return {part.name: part.load(given.get(part.key), row) for part in self.parts}

    def dump(self, obj: Any) -> dict[str, int | None]:
        return {part.key: part.dump(obj) for part in self.parts}

    def same(self, obj: Any, value: Any) -> bool:
        return all(getattr(obj, name) == part for name, part in value.items())

    def store(self, obj: Any, value: Any) -> None:
        for name, part in value.items():
            setattr(obj, name, part)


class ExternalId(Key):
    """The key of the system a review came from; one written here is known by its own key."""

    def dump(self, obj: Any) -> str:
        return str(obj.external_id or f"review-{obj.pk}")

    def same(self, obj: Any, value: Any) -> bool:
        return bool(self.dump(obj) == value)


class ReviewImporter(Importer):
    """A record is the review with its external id, or else the one its author wrote of the solution at that moment."""

    kind = "review"
    model = Review
    needs = ("solution", "vendor")
    parallel = True
    extra_keys = frozenset({"kind", "author", "authorName", "locale"})
    fields = (
        ExternalId("externalId"),
        Reference("solution", kind="solution", paged=True),
        Whole("rating"),
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
        row.key = checked(row.record.get("externalId"))
        if not row.key:
            raise Refusal("must be given", "externalId")
        Accounts.want(row)

    def identify(self, rows: list[Row]) -> None:
        accounts = Accounts.load(rows)
        reviews = Review.objects.filter(external_id__in=[row.key for row in rows])
        written = Review.objects.filter(author__username__in=accounts.known)
        chosen = (reviews | written).select_related("author", "solution", "reply__author", "reply__vendor")
        found = list(chosen.prefetch_related("votes__voter"))
        by_id = {review.external_id: review for review in found if review.external_id}
        by_moment = {(review.author_id, review.solution_id, review.created_at): review for review in found}
        for row in rows:
            with judged(row):
                row.obj = by_id.get(row.key) or by_moment.get(self._moment(row, accounts))
                row.is_new = row.obj is None
                row.obj = row.obj or Review()
                self._take_author(row, accounts)
        if rows:
            rows[0].refs.found["live review"] = {
                review.pk: (review.author.username, review.solution_id)
                for review in found
                if review.author and review.state in LIVE_STATES
            }

    def _moment(self, row: Row, accounts: Accounts) -> tuple[int | None, int, datetime | None]:
        values = {field.key: field for field in self.fields}
        with named("solution"):
            solution = values["solution"].load(row.record.get("solution"), row)
        if solution is None:
            raise Refusal("must be given", "solution")
        with named("createdAt"):
            moment = values["createdAt"].load(row.record.get("createdAt"), row)
        author = accounts.known.get(checked(row.record.get("author")))
        return (author.pk if author else -1), solution.pk, moment

    @staticmethod
    def _take_author(row: Row, accounts: Accounts) -> None:
        name = checked(row.record.get("author"))
        if row.is_new or "author" in row.record:
            author = accounts.user(name, checked(row.record.get("authorName")))
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
            with judged(row), named("solution"):
                if pair in taken:
                    raise Refusal(f"{pair[0]} has a live review of “{review.solution.slug}” already")
            taken.add(pair)

    def finish(self, row: Row) -> None:
        review: Review = row.obj
        if review.state == ReviewState.PUBLISHED:
            review.published_at = review.published_at or review.created_at
        elif review.state == ReviewState.PENDING:
            review.published_at = None

    def write(self, rows: list[Row]) -> None:
        new = [row for row in rows if row.is_new]
        for row, key in zip(new, reserve_keys(Review, len(new)), strict=True):
            row.obj.pk = key
        Accounts.create(rows)
        insert(Review, [row.obj for row in rows], replace=True)
        for row in rows:
            row.obj._state.adding = False
        write_parts(rows)

    def completed(self) -> None:
        """Imported reviews change ratings; to work all of them out at once is quicker than one by one."""
        ratings.recompute_or_try_again()

    def export(self) -> Iterator[dict[str, Any]]:
        reviews = Review.objects.select_related(
            "author", "solution__locale", "reply__author", "reply__vendor"
        )
        for review in reviews.prefetch_related("votes__voter").order_by("pk").iterator(chunk_size=500):
            if is_exported(review.solution):
                yield self.record_of(review)

    def record_of(self, review: Review) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "locale": review.solution.locale.language_code,
            "author": review.author.username if review.author else None,
            "authorName": review.author.display_name if review.author else "",
            **{field.key: field.dump(review) for field in self.fields},
        }


def register() -> None:
    register_importer(ReviewImporter())


__all__ = ["ReviewImporter", "register"]
