"""The import and export of pages: which page a record is about, and what all pages have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Case, When
from django.utils.translation import gettext_noop as _
from wagtail.models import Locale, Page

from cms.exchange.errors import MissingReference, Refusal
from cms.exchange.export_context import format_name, is_exported, use_record_language
from cms.exchange.fields.block_names import Names, strip_home
from cms.exchange.fields.body import Body
from cms.exchange.fields.measures import Moment
from cms.exchange.fields.plain import Flag
from cms.exchange.fields.relations import find_first, page_keys
from cms.exchange.fields.text import parse_text
from cms.exchange.kinds.importer import Importer
from cms.exchange.kinds.known_pages import SLUG, KnownPages
from cms.exchange.kinds.registry import ensure_tree
from cms.exchange.records import REFUSED, UNCHANGED, Options, Row, default_language, filter_undecided
from cms.exchange.references import References
from cms.exchange.survivors import find_survivors
from cms.exchange.writing.bulk import advisory_lock, reserve_keys
from cms.exchange.writing.page_writer import PageWrite, write_pages
from cms.exchange.writing.rejections import name_field, record_refusals
from cms.exchange.writing.related import foreign_keys, hold_relations, load_relations

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
    extra_fields = (LIVE, PUBLISHED, UPDATED)
    extra_keys = frozenset(
        {"kind", "slug", "locale", "translationOf", "aliasOf", "live", "publishedAt", "updatedAt"}
    )

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

    def resolve(self, keys: Sequence[Any], refs: References) -> None:
        """Pages by their keys, or else the pages into which those were merged that had them."""
        super().resolve(keys, refs)
        lost = [key for key in keys if key not in refs.found[self.kind]]
        kept = find_survivors(self.model, "slug", {slug for slug, _ in lost})
        codes = dict(Locale.objects.values_list("pk", "language_code")) if kept else {}
        pages = {(slug, codes.get(locale)): page for (slug, locale), page in kept.items()}
        for slug, language in lost:
            if (page := pages.get((slug.lower(), language))) is not None:
                refs.found[self.kind][slug, language] = page
                refs.note_survivor(self.kind, slug, page)

    def prepare(self, row: Row) -> None:
        slug, language = parse_text(row.record.get("slug")), row.language
        if slug and not SLUG.fullmatch(slug):
            raise Refusal(_("may have letters, digits, hyphens and underscores only"), "slug")
        with name_field("externalId"):
            external = parse_text(row.record.get("externalId"))
        if not slug and not external:
            raise Refusal(_("must be given"), "slug")
        if language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            raise Refusal(_("“%(language)s” is not a language of this site"), "locale", language=language)
        for key in [*self.originals(row), *self.build_alias_keys(row)]:
            row.refs.add(self.kind, key)

    def originals(self, row: Row) -> list[tuple[str, str]]:
        """Keys under which the page that this one translates may be found."""
        slug, at, language = parse_text(row.record.get("translationOf")).rpartition("@")
        if at:
            return [(slug, language)]
        codes = dict.fromkeys([default_language(), *dict(settings.WAGTAIL_CONTENT_LANGUAGES)])
        return [(language, code) for code in codes if code != row.language] if language else []

    def build_alias_keys(self, row: Row) -> list[tuple[str, str]]:
        """Keys under which the page that this one is an alias of may be found."""
        slug = parse_text(row.record.get("aliasOf"))
        return page_keys(slug, row.language) if slug else []

    def check_editable(self, row: Row) -> None:
        if not row.is_new and row.obj.locked:
            raise Refusal(_("is locked in the admin: unlock the page first"))
        if not row.is_new and row.obj.alias_of_id:
            raise Refusal(_("is an alias of another page: import that one"))

    def load_rows(self, rows: list[Row]) -> None:
        """Aliases last: what they follow is judged by then."""
        super().load_rows(sorted(rows, key=lambda row: bool(row.record.get("aliasOf"))))

    def check_needed(self, row: Row) -> None:
        new = row.refs.new[self.kind]
        for key in self.build_alias_keys(row) if row.is_new else ():
            if key in new and new[key].state == REFUSED:
                with name_field("aliasOf"):
                    raise MissingReference(self.kind, key)

    def is_dependent(self, row: Row) -> bool:
        """An alias is what its original is."""
        return any(isinstance(error, MissingReference) and error.field == "aliasOf" for error in row.errors)

    def identify(self, rows: list[Row]) -> None:
        self._set_locales(rows)
        known = KnownPages(self.model, rows)
        for row in rows:
            with record_refusals(row):
                row.obj, row.is_new = known.find_page(row)
        rows = filter_undecided(rows)
        load_relations(self.model, [row.obj for row in rows if not row.is_new])
        self._make_new([row for row in rows if row.is_new])
        for row in rows:
            with record_refusals(row):
                self._take_alias(row)
                if not row.state:
                    self._take_state(row)
        self._refuse_second_translations(filter_undecided(rows))

    def _set_locales(self, rows: list[Row]) -> None:
        codes = {row.language for row in rows}
        locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=codes)}
        if new := codes - locales.keys():
            advisory_lock("locale")
            for locale in Locale.objects.filter(language_code__in=new):
                locales[locale.language_code] = locale
            for code, key in zip(sorted(new), reserve_keys(Locale, len(new)), strict=True):
                locales.setdefault(code, Locale(pk=key, language_code=code))
        for row in rows:
            row.locale = locales[row.language]

    def _make_new(self, rows: list[Row]) -> None:
        for row, key in zip(rows, reserve_keys(Page, len(rows)), strict=True):
            page = self.model(slug=row.key[0], locale=row.locale, live=False)
            hold_relations(page)
            page.id = page.page_ptr_id = key
            row.obj = page
            row.refs.announce(self.kind, row.key, row)
        if rows and rows[0].refs.lacks_paths:
            self._announce_paths(rows)

    def _announce_paths(self, rows: list[Row]) -> None:
        """Make the new pages known under their paths; their index page is made when no later line can bring it."""
        locales = {row.locale for row in rows if row.locale is not None}
        found = self.index_model.objects.filter(locale__in=locales)
        parents = {page.locale_id: page for page in found.order_by("-path")}
        final = {row.locale for row in rows if row.final}
        for locale in locales & final:
            if not locale._state.adding and locale.pk not in parents:
                parents[locale.pk] = self.parent(locale)
                rows[0].refs.load_paths()
        for row in rows:
            if row.locale is not None and (parent := parents.get(row.locale.pk)):
                row.refs.announce_path(strip_home(f"{parent.url_path}{row.key[0]}"), row.key[1], row)

    def _take_alias(self, row: Row) -> None:
        """Point a new alias at its page. One that exists follows that page, so there is nothing to do for it."""
        keys = self.build_alias_keys(row)
        if not keys:
            return
        with name_field("aliasOf"):
            original = find_first(self.kind, keys, row)
            if row.is_new:
                row.obj.alias_of = original
            elif row.obj.alias_of_id == original.pk:
                row.state = UNCHANGED
            else:
                raise Refusal(
                    _("the page exists and is not an alias of this one: leave aliasOf out to change it")
                )

    def _take_state(self, row: Row) -> None:
        """Whether the page is published, and which page it translates."""
        live = LIVE.load(row.record.get("live", True if row.is_new else row.obj.live), row)
        if live != row.obj.live and not row.is_new:
            row.changed.add("live")
        row.values["live"] = live
        for moment in (PUBLISHED, UPDATED):
            row.values[moment.key] = moment.load(row.record.get(moment.key), row)
        if keys := self.originals(row):
            original = find_first(self.kind, keys, row)
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
                text, name = (
                    _("“%(name)s” is translated by another page already"),
                    row.record["translationOf"],
                )
                row.refuse(Refusal(text, "translationOf", name=name))

    def write(self, rows: list[Row]) -> None:
        locales = {row.locale for row in rows if row.locale is not None}
        for locale in locales:
            if locale._state.adding:
                locale.save(force_insert=True)
        parents = {locale: self.parent(locale) for locale in locales}
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

    def export(self) -> Iterator[dict[str, Any]]:
        pages = (
            self.model.objects.live().public().select_related("locale", "alias_of", *foreign_keys(self.model))
        )
        first = Case(When(locale__language_code=default_language(), then=0), default=1)
        ordered = pages.order_by(first, "locale__language_code", "slug")
        keys = list(ordered.values_list("pk", flat=True))
        for start in range(0, len(keys), 500):
            yield from self._export(list(ordered.filter(pk__in=keys[start : start + 500])))

    def _load_originals(self, pages: list[Page]) -> dict[int, str]:
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
            page.pk: format_name(first[page.translation_key])
            for page in pages
            if first[page.translation_key] != page
        }

    def _export(self, pages: list[Page]) -> Iterator[dict[str, Any]]:
        load_relations(self.model, pages)
        originals, names = self._load_originals(pages), Names()
        for page in pages:
            for field in self.fields:
                if isinstance(field, Body):
                    field.collect(page, names)
        names.load()
        with names.use():
            yield from [self._build_record(page, originals.get(page.pk)) for page in pages]

    def _build_record(self, page: Any, original: str | None) -> dict[str, Any]:
        with use_record_language(page.locale.language_code):
            fields = {field.key: field.dump(page) for field in self.fields}
            alias = {"aliasOf": format_name(page.alias_of)} if is_exported(page.alias_of) else {}
        return {
            "kind": self.kind,
            "slug": page.slug,
            "locale": page.locale.language_code,
            "translationOf": original,
            **alias,
            **fields,
            "live": page.live,
            "publishedAt": PUBLISHED.dump(page),
            "updatedAt": UPDATED.dump(page),
        }
