"""The import and export of rows that are not pages and are known by their slug."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from wagtail.models import DraftStateMixin, ModelLogEntry, Revision
from wagtail.signals import published

from cms.base.slugs import make_slug, number_slug
from cms.exchange.errors import Refusal, name_kind
from cms.exchange.fields.text import parse_text
from cms.exchange.kinds.importer import Importer
from cms.exchange.records import Item, Options, Row, filter_undecided
from cms.exchange.references import ByName, References
from cms.exchange.survivors import find_survivors
from cms.exchange.writing.bulk import (
    CHUNK,
    advisory_lock,
    insert,
    reserve_keys,
    update_references,
    update_search,
)
from cms.exchange.writing.rejections import record_refusals
from cms.exchange.writing.related import foreign_keys, hold_relations, load_relations
from cms.publishing.receivers import announce_rows

NOT_CREATED = _("the %(kind)s “%(name)s” cannot be created: %(reason)s")


class SnippetImporter(Importer):
    """A kind of snippet with `slug` and `name`; revisions are written where the model keeps them.

    Its child rows and many-to-many relations are left alone.
    """

    model: ClassVar[type[Any]]
    extra_keys = frozenset({"kind", "slug"})

    def find(self, keys: Sequence[Any], options: Options) -> dict[Any, Any]:
        """Rows by slug; for a reference by name by their name, or else by the slug when the name is spelt like it."""
        names = [str(key) for key in keys if isinstance(key, ByName)]
        wanted = Q(slug__in=[str(key) for key in keys]) | Q(name__in=names)
        named = self.queryset().annotate(lower_name=Lower("name"))
        rows = list(named.filter(wanted | Q(lower_name__in=[name.lower() for name in names])).order_by("-pk"))
        slugs, exact = {row.slug: row for row in rows}, {row.name: row for row in rows}
        folded = {row.name.casefold(): row for row in rows}
        found = {}
        for key in keys:
            name = str(key)
            by_name = (exact.get(name) or folded.get(name.casefold())) if isinstance(key, ByName) else None
            if row := by_name or slugs.get(name):
                found[key] = row
        return found

    def find_merged(self, keys: Sequence[Any]) -> dict[Any, Any]:
        """Rows that stayed when the ones that these keys name were merged into them."""
        names = find_survivors(self.model, "name", [str(key) for key in keys if isinstance(key, ByName)])
        slugs = find_survivors(self.model, "slug", [str(key) for key in keys])
        by_name = {name: row for (name, _), row in names.items()}
        by_slug = {slug: row for (slug, _), row in slugs.items()}
        found = {
            key: (by_name.get(str(key).lower()) if isinstance(key, ByName) else None)
            or by_slug.get(str(key).lower())
            for key in keys
        }
        return {key: row for key, row in found.items() if row is not None}

    def resolve(self, keys: Sequence[Any], refs: References) -> None:
        """Rows by their keys. A name without a row may create one, which is written when a record needs it."""
        super().resolve(keys, refs)
        lost = [key for key in keys if key not in refs.found[self.kind]]
        for key, row in self.find_merged(lost).items():
            refs.found[self.kind][key] = row
            refs.note_survivor(self.kind, str(key), row)
        missing = [key for key in keys if isinstance(key, ByName) and key not in refs.found[self.kind]]
        if missing and self.kind in refs.options.create_missing:
            advisory_lock(self.kind)
            refs.found[self.kind] |= self.find(missing, refs.options)
            if missing := [key for key in missing if key not in refs.found[self.kind]]:
                self._propose(missing, refs)

    def _propose(self, names: Sequence[ByName], refs: References) -> None:
        """Make a row known for each name; a name that cannot become one is answered with the Refusal."""
        spelt = {name.casefold(): str(name) for name in reversed(names)}
        slugs = self.free_slugs(list(spelt.values()))
        own = References(refs.options)
        rows = {
            key: Row(
                Item("", 0, self.kind, {"kind": self.kind, "slug": slugs[name], "name": name}),
                own,
                refs.options,
            )
            for key, name in spelt.items()
        }
        self.read_rows(list(rows.values()))
        self.identify(filter_undecided(rows.values()))
        self.load_rows(list(rows.values()))
        for name in names:
            row = rows[name.casefold()]
            if row.state:
                values = {"kind": name_kind(self.kind), "name": str(name), "reason": row.reason}
                refs.found[self.kind][name] = Refusal(NOT_CREATED, **values)
            else:
                refs.announce(self.kind, name, row)

    def free_slugs(self, names: Sequence[str]) -> dict[str, str]:
        """A slug for each name, numbered where another row or name has it."""
        longest = self.model._meta.get_field("slug").max_length
        bases = {name: make_slug(name, self.kind.replace("_", "-"), longest) for name in names}
        wanted = Q(slug__in=bases.values())
        for base in set(bases.values()):
            wanted |= Q(slug__startswith=f"{base}-")
        taken = set(self.model.objects.filter(wanted).values_list("slug", flat=True))
        slugs = {}
        for name, base in bases.items():
            slugs[name] = number_slug(base, taken)
            taken.add(slugs[name])
        return slugs

    def queryset(self) -> Any:
        return self.model.objects.select_related(*foreign_keys(self.model))

    def prepare(self, row: Row) -> None:
        row.key = parse_text(row.record.get("slug"))
        if not row.key:
            raise Refusal(_("must be given"), "slug")

    def identify(self, rows: list[Row]) -> None:
        found = self.queryset().select_for_update(of=("self",))
        known = {obj.slug: obj for obj in found.filter(slug__in=[row.key for row in rows])}
        merged = self.find_merged([row.key for row in rows if row.key not in known])
        fresh = (
            found.in_bulk({obj.pk for obj in merged.values()} - {obj.pk for obj in known.values()})
            if merged
            else {}
        )
        fresh |= {obj.pk: obj for obj in known.values()}
        lines = {known[row.key].pk: row.item.line for row in rows if row.key in known}
        load_relations(self.model, list(fresh.values()))
        for row in rows:
            with record_refusals(row):
                obj = known.get(row.key)
                if kept := merged.get(row.key):
                    row.refs.note_survivor(self.kind, row.key, kept)
                    if lines.setdefault(kept.pk, row.item.line) != row.item.line:
                        raise Refusal(
                            _("is the same %(kind)s as line %(line)s"),
                            kind=name_kind(self.kind),
                            line=lines[kept.pk],
                        )
                    obj = fresh[kept.pk]
                self._take(row, obj)
        new = [row for row in filter_undecided(rows) if row.is_new]
        for row, key in zip(new, reserve_keys(self.model, len(new)), strict=True):
            row.obj.pk = key

    def _take(self, row: Row, known: Any) -> None:
        row.obj, row.is_new = known, known is None
        if known is None:
            row.obj = self.model(slug=row.key)
            hold_relations(row.obj)
            row.refs.announce(self.kind, row.key, row)

    def check_editable(self, row: Row) -> None:
        if not row.is_new and getattr(row.obj, "locked", False):
            raise Refusal(_("is locked in the admin: unlock it first"))

    def write(self, rows: list[Row]) -> None:
        objects = [row.obj for row in rows]
        revisions = self._revise(rows) if issubclass(self.model, DraftStateMixin) else []
        insert(self.model, objects, replace=True)
        Revision.objects.bulk_create(revisions, batch_size=CHUNK)
        for obj in objects:
            obj._state.adding = False
        update_search(self.model, objects)
        update_references(objects, replace=[row.obj for row in rows if not row.is_new])
        self.record_history(rows, revisions)
        announce_rows(objects)

    def _revise(self, rows: list[Row]) -> list[Revision]:
        """A revision of each row, which is the published one from now on."""
        now, own = timezone.now(), ContentType.objects.get_for_model(self.model)
        revisions = []
        for row, key in zip(rows, reserve_keys(Revision, len(rows)), strict=True):
            obj = row.obj
            revisions.append(
                Revision(
                    pk=key, content_type=own, base_content_type=own, object_id=str(obj.pk), created_at=now,
                    user_id=row.options.user_id, object_str=str(obj), content=obj.serializable_data(),
                )
            )  # fmt: skip
            obj.live, obj.has_unpublished_changes = True, False
            obj.latest_revision_id = obj.live_revision_id = key
            obj.first_published_at, obj.last_published_at = obj.first_published_at or now, now
        return revisions

    def record_history(self, rows: list[Row], revisions: Sequence[Revision] = ()) -> None:
        """Write the history that the admin shows, and send the signal of publishing."""
        now, own = timezone.now(), ContentType.objects.get_for_model(self.model)
        by_key = {revision.object_id: revision for revision in revisions}
        entries = [
            ModelLogEntry(
                content_type=own, object_id=str(row.obj.pk), label=str(row.obj), action=action, timestamp=now,
                user_id=row.options.user_id, content_changed=True,
                revision=by_key.get(str(row.obj.pk)) if action == "wagtail.publish" else None,
            )
            for row in rows
            for action in (
                ["wagtail.create" if row.is_new else "wagtail.edit", *(["wagtail.publish"] if revisions else [])]
            )
        ]  # fmt: skip
        ModelLogEntry.objects.bulk_create(entries, batch_size=CHUNK * 2)
        for row in rows if revisions else ():
            published.send(sender=self.model, instance=row.obj, revision=by_key[str(row.obj.pk)])

    def export(self) -> Iterator[dict[str, Any]]:
        rows = self.queryset().order_by("slug")
        if issubclass(self.model, DraftStateMixin):
            rows = rows.filter(live=True)
        for row in rows.iterator(chunk_size=500):
            yield {
                "kind": self.kind,
                "slug": row.slug,
                **{field.key: field.dump(row) for field in self.fields},
            }
