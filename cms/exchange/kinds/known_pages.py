"""Which existing page a record is about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from cms.base.reasons import Reason
from cms.base.slugs import make_slug, number_slug
from cms.exchange.errors import Refusal
from cms.exchange.fields.text import parse_text
from cms.exchange.records import Row
from cms.exchange.survivors import find_survivors
from cms.exchange.writing.related import foreign_keys

OTHER_SLUGS = 5
"""How many slugs like “name”, “name-2” are loaded for a record that does not give its own."""

SLUG = re.compile(r"[-\w]{1,255}")


class KnownPages:
    """The pages that a batch may be about, loaded and locked with one statement."""

    def __init__(self, model: type[Page], rows: list[Row]) -> None:
        self.by_external = hasattr(model, "external_id")
        wanted = Q(slug__in={slug for row in rows for slug in slugs_for(row)})
        if self.by_external:
            wanted |= Q(external_id__in={key for row in rows if (key := row.record.get("externalId"))})
        self.model = model
        pages = self.load(wanted)
        self.slugs = {(page.slug, page.locale.language_code): page for page in pages}
        self.externals = {page.external_id: page for page in pages} if self.by_external else {}
        self.kept = self.load_survivors(rows)
        self.seen: dict[int, int] = {}

    def load(self, wanted: Q) -> list[Any]:
        """These pages, locked."""
        found: Any = self.model.objects.filter(wanted).select_related("locale", *foreign_keys(self.model))
        return list(found.select_for_update(of=("self", "page_ptr")))

    def load_survivors(self, rows: list[Row]) -> dict[tuple[str, str, Any], Any]:
        """The pages into which those were merged that records name, by column, name and language."""
        named = {
            (row.record.get("externalId"), slug, row.language)
            for row in rows
            if not self.slugs.get(((slug := parse_text(row.record.get("slug"))), row.language))
        }
        columns = {"slug": {slug for _, slug, _ in named if slug}}
        if self.by_external:
            columns["external_id"] = {str(key) for key, *_ in named if key and key not in self.externals}
        found = {
            (column, name, locale): page
            for column, names in columns.items()
            for (name, locale), page in find_survivors(self.model, column, names).items()
        }
        pages = (
            {page.pk: page for page in self.load(Q(pk__in={page.pk for page in found.values()}))}
            if found
            else {}
        )
        return {key: pages[page.pk] for key, page in found.items() if page.pk in pages}

    def find_page(self, row: Row) -> tuple[Page | None, bool]:
        """The existing page and False, or None and True; sets the key of the row. Refusal when it is ambiguous."""
        external, slug = row.record.get("externalId") or None, parse_text(row.record.get("slug"))
        page = self.slugs.get((slug, row.language)) if slug else self.externals.get(external)
        owner = self.externals.get(external) if external else None
        if page is None and owner is None:
            page = self.take_survivor(row, slug, external)
            external = row.record.get("externalId") or None
        if external and owner is not None and owner.locale.language_code != row.language:
            raise Refusal(describe_language(external, owner, row.language), "locale")
        if owner is not None and owner is not page:
            raise Refusal(TAKEN_ID, "externalId", external=external, slug=owner.slug)
        if page is not None and external and page.external_id not in (None, external):
            raise Refusal(TAKEN_SLUG, "slug", slug=slug, external=page.external_id)
        row.key = (page.slug if page else slug or self.free_slug(row), row.language)
        if page is not None and self.seen.setdefault(page.pk, row.item.line) != row.item.line:
            raise Refusal(_("is the same page as line %(line)s"), line=self.seen[page.pk])
        return page, page is None

    def take_survivor(self, row: Row, slug: str, external: Any) -> Any:
        """The page into which the one was merged that a record names, if it is in the language of the record, which
        then gives the slug of that page, and its external id where it has one."""
        locale = row.locale.pk if row.locale is not None else None
        page = self.kept.get(("slug", slug.lower(), locale)) or self.kept.get(
            ("external_id", str(external or "").lower(), None)
        )
        if page is None or page.locale_id != locale:
            return None
        row.refs.note_survivor(row.item.kind, slug or str(external), page)
        record = {**row.record, "slug": page.slug}
        if self.by_external and page.external_id:
            record.pop("externalId", None)
        row.item = replace(row.item, record=record)
        return page

    def free_slug(self, row: Row) -> str:
        """A slug for a record that gives none; more are loaded when all that were loaded are taken."""
        first, *others = slugs_for(row)
        taken = {slug for slug, language in self.slugs if language == row.language}
        if taken.issuperset([first, *others]):
            there = self.model.objects.filter(slug__startswith=f"{first}-", locale=row.locale)
            taken |= set(there.values_list("slug", flat=True))
        slug = number_slug(first, taken)
        self.slugs[slug, row.language] = None
        return slug


OTHER_LANGUAGE = _(
    "“%(external)s” is the page “%(slug)s” in %(own)s, which cannot move to %(language)s: give this record an "
    "external id of its own, and translationOf “%(slug)s@%(own)s” when it is a translation"
)
TAKEN_ID = _("“%(external)s” belongs to the page “%(slug)s” already")
TAKEN_SLUG = _("“%(slug)s” belongs to the external id “%(external)s” already")


def describe_language(external: str, page: Page, language: str) -> Reason:
    """Why a record in a language cannot be the page that has its external id."""
    own = page.locale.language_code
    values = {"external": external, "slug": page.slug, "own": own, "language": language}
    return Reason(OTHER_LANGUAGE, values)


def slugs_for(row: Row) -> list[str]:
    """Slugs that the record's page may have, the best first."""
    if slug := parse_text(row.record.get("slug")):
        return [slug]
    base = make_slug(str(row.record.get("title") or ""), row.item.kind.replace("_", "-"))
    return [base, *(f"{base}-{number}" for number in range(2, OTHER_SLUGS + 1))]
