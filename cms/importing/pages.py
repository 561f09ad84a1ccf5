"""The import and export of pages: which page a record is about, and what all pages have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Case, When
from wagtail.models import Locale, Page

from cms.importing.block_names import Names
from cms.importing.body import Body
from cms.importing.bulk import advisory_lock, reserve_keys
from cms.importing.errors import Refusal
from cms.importing.fields import Flag
from cms.importing.importer import Importer, judged, named
from cms.importing.known_pages import SLUG, Known
from cms.importing.measures import Moment
from cms.importing.page_writer import PageWrite, write_pages
from cms.importing.records import Options, Row, alive, default_language
from cms.importing.registry import ensure_tree
from cms.importing.related import foreign_keys, hold_relations, load_relations
from cms.importing.relations import first_found
from cms.importing.text import checked

PUBLISHED, UPDATED = Moment("publishedAt", "first_published_at"), Moment("updatedAt", "last_published_at")
LIVE = Flag("live")


class PageImporter(Importer):
    """A kind of page that stands below one index page for each language.

    A record is the page with its slug in its language. Without a slug it is the page with its external id, and a
    new one gets a slug made from the title.
    """

    model: ClassVar[type[Page]]
    index_model: ClassVar[type[Page]]
    parallel = True
    extra_keys = frozenset({"kind", "slug", "locale", "translationOf", "live", "publishedAt", "updatedAt"})

    def parent(self, locale: Locale) -> Page:
        """The index page under which pages of this kind stand in that language, made when it is missing."""
        pages = self.index_model.objects.filter(locale=locale).order_by("path")
        if (page := pages.first()) is None:
            advisory_lock("tree")
            ensure_tree(locale)
            page = pages.get()
        return page

    def identity(self, record: dict[str, Any], options: Options) -> str:
        own = str(record.get("slug") or record.get("externalId") or "")
        language = str(record.get("locale") or options.locale)
        return own if language == default_language() or not own else f"{own} ({language})"

    def find(self, keys: Sequence[Any], options: Options) -> dict[Any, Any]:
        slugs = {slug for slug, _ in keys}
        pages = self.model.objects.filter(slug__in=slugs).select_related("locale")
        found = {(page.slug, page.locale.language_code): page for page in pages}
        return {key: found[key] for key in keys if key in found}

    def prepare(self, row: Row) -> None:
        slug, language = checked(row.record.get("slug")), row.language
        if slug and not SLUG.fullmatch(slug):
            raise Refusal("holds letters, digits, hyphens and underscores only", "slug")
        with named("externalId"):
            external = checked(row.record.get("externalId"))
        if not slug and not external:
            raise Refusal("must be given", "slug")
        if language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            raise Refusal(f"“{language}” is not a language of this site", "locale")
        for key in self.originals(row):
            row.refs.want(self.kind, key)

    def originals(self, row: Row) -> list[tuple[str, str]]:
        """Keys under which the page that this one translates may be found."""
        slug = checked(row.record.get("translationOf"))
        others = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES if code != row.language]
        return [(slug, code) for code in others] if slug else []

    def identify(self, rows: list[Row]) -> None:
        self._set_locales(rows)
        known = Known(self.model, rows)
        for row in rows:
            with judged(row):
                row.obj, row.is_new = known.page_of(row)
        rows = alive(rows)
        load_relations(self.model, [row.obj for row in rows if not row.is_new])
        self._make_new([row for row in rows if row.is_new])
        for row in rows:
            with judged(row):
                self._take_state(row)
        self._refuse_second_translations(alive(rows))

    def _set_locales(self, rows: list[Row]) -> None:
        codes = {row.language for row in rows}
        locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=codes)}
        for code in codes - locales.keys():
            locales[code] = Locale.objects.get_or_create(language_code=code)[0]
        for row in rows:
            row.locale = locales[row.language]

    def _make_new(self, rows: list[Row]) -> None:
        for row, key in zip(rows, reserve_keys(Page, len(rows)), strict=True):
            page = self.model(slug=row.key[0], locale=row.locale, live=False)
            hold_relations(page)
            page.id = page.page_ptr_id = key
            row.obj = page
            row.refs.announce(self.kind, row.key, page)

    def _take_state(self, row: Row) -> None:
        """Whether the page is published, and which page it translates."""
        live = LIVE.load(row.record.get("live", True if row.is_new else row.obj.live), row)
        if live != row.obj.live and not row.is_new:
            row.changed.add("live")
        row.values["live"] = live
        for moment in (PUBLISHED, UPDATED):
            row.values[moment.key] = moment.load(row.record.get(moment.key), row)
        if keys := self.originals(row):
            original = first_found(self.kind, keys, row)
            if row.obj.translation_key != original.translation_key:
                row.obj.translation_key = original.translation_key
                row.changed.add("translationOf")

    def _refuse_second_translations(self, rows: list[Row]) -> None:
        moved = [row for row in rows if "translationOf" in row.changed]
        if not moved:
            return
        keys = {row.obj.translation_key for row in moved}
        pairs = self.model.objects.filter(translation_key__in=keys).values_list(
            "translation_key", "locale_id", "pk"
        )
        taken = {(key, locale): pk for key, locale, pk in pairs}
        for row in moved:
            own = taken.setdefault((row.obj.translation_key, row.obj.locale_id), row.obj.pk)
            if own != row.obj.pk:
                row.refuse(
                    f"translationOf: “{row.record['translationOf']}” is translated by another page already"
                )

    def write(self, rows: list[Row]) -> None:
        parents = {locale: self.parent(locale) for locale in {row.locale for row in rows}}
        write_pages(
            self.model,
            [
                PageWrite(
                    page=row.obj,
                    parent=parents[row.locale],
                    is_new=row.is_new,
                    live=row.values["live"],
                    published_at=row.values["publishedAt"],
                    updated_at=row.values["updatedAt"],
                )
                for row in rows
            ],
            rows[0].options,
        )

    def without_links(self, record: dict[str, Any]) -> dict[str, Any]:
        bodies = {field.key for field in self.fields if isinstance(field, Body)}
        return {key: value for key, value in record.items() if key not in bodies}

    def export(self) -> Iterator[dict[str, Any]]:
        pages = self.model.objects.live().public().select_related("locale", *foreign_keys(self.model))
        first = Case(When(locale__language_code=default_language(), then=0), default=1)
        ordered = pages.order_by(first, "locale__language_code", "slug")
        keys = list(ordered.values_list("pk", flat=True))
        for start in range(0, len(keys), 500):
            yield from self._export(list(ordered.filter(pk__in=keys[start : start + 500])))

    def _originals_of(self, pages: list[Page]) -> dict[int, str]:
        """Slug of the page that each of these translates: the one in the default language, or else the oldest."""
        keys = {page.translation_key for page in pages}
        others = (
            self.model.objects.filter(translation_key__in=keys)
            .live()
            .public()
            .select_related("locale")
            .order_by("pk")
        )
        first: dict[Any, Page] = {}
        for page in others:
            if page.translation_key not in first or page.locale.language_code == default_language():
                first[page.translation_key] = page
        return {
            page.pk: first[page.translation_key].slug for page in pages if first[page.translation_key] != page
        }

    def _export(self, pages: list[Page]) -> Iterator[dict[str, Any]]:
        load_relations(self.model, pages)
        originals, names = self._originals_of(pages), Names()
        for page in pages:
            for field in self.fields:
                if isinstance(field, Body):
                    field.collect(page, names)
        with names.known():
            yield from [self._record_of(page, originals.get(page.pk)) for page in pages]

    def _record_of(self, page: Any, original: str | None) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "slug": page.slug,
            "locale": page.locale.language_code,
            "translationOf": original,
            **{field.key: field.dump(page) for field in self.fields},
            "live": page.live,
            "publishedAt": PUBLISHED.dump(page),
            "updatedAt": UPDATED.dump(page),
        }
