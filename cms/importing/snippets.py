"""The import and export of rows that are not pages and are known by their slug."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import DraftStateMixin, ModelLogEntry, Revision
from wagtail.signals import published

from cms.importing.bulk import CHUNK, advisory_lock, insert, reserve_keys, update_references, update_search
from cms.importing.errors import Refusal
from cms.importing.importer import Importer, judged
from cms.importing.records import Item, Options, Row
from cms.importing.references import ByName
from cms.importing.related import foreign_keys, hold_relations, load_relations
from cms.importing.text import checked


class SnippetImporter(Importer):
    """A kind of snippet with `slug` and `name`; revisions are written where the model keeps them.

    Its child rows and many-to-many relations are left alone.
    """

    model: ClassVar[type[Any]]
    extra_keys = frozenset({"kind", "slug"})

    def find(self, keys: Sequence[Any], options: Options) -> dict[Any, Any]:
        """Rows by slug, or by name for a reference by name, which may create the row."""
        found = self._find(keys)
        missing = [key for key in keys if isinstance(key, ByName) and key not in found]
        if missing and self.kind in options.create_missing:
            advisory_lock(self.kind)
            found |= self._find(missing)
            if missing := [key for key in missing if key not in found]:
                found |= self._create(missing, options)
                found |= self._find(missing)
        return found

    def _find(self, keys: Sequence[Any]) -> dict[Any, Any]:
        slugs = {key: slugify(key) if isinstance(key, ByName) else str(key) for key in keys}
        named = self.queryset().annotate(lower_name=Lower("name"))
        lower_names = [key.lower() for key in keys if isinstance(key, ByName)]
        rows = list(named.filter(Q(slug__in=slugs.values()) | Q(lower_name__in=lower_names)).order_by("-pk"))
        by_slug, by_name = {row.slug: row for row in rows}, {row.lower_name: row for row in rows}
        found = {key: by_slug.get(slug) for key, slug in slugs.items()}
        found |= {
            key: by_name[key.lower()] for key in keys if isinstance(key, ByName) and key.lower() in by_name
        }
        return {key: row for key, row in found.items() if row is not None}

    def _create(self, names: Sequence[ByName], options: Options) -> dict[Any, Any]:
        """Create a row for each name; a name that cannot become one is answered with the Refusal."""
        slugs = {slugify(name): str(name) for name in reversed(names)}
        items = [
            Item("", 0, self.kind, {"kind": self.kind, "slug": slug, "name": name})
            for slug, name in slugs.items()
        ]
        reasons = {problem.key: problem.reason for problem in self.run(items, options).refused}
        return {
            name: Refusal(f"the {self.kind} “{name}” cannot be created: {reasons[slugify(name)]}")
            for name in names
            if slugify(name) in reasons
        }

    def queryset(self) -> Any:
        return self.model.objects.select_related(*foreign_keys(self.model))

    def prepare(self, row: Row) -> None:
        row.key = checked(row.record.get("slug"))
        if not row.key:
            raise Refusal("must be given", "slug")

    def identify(self, rows: list[Row]) -> None:
        found = self.queryset().filter(slug__in=[row.key for row in rows]).select_for_update(of=("self",))
        known = {obj.slug: obj for obj in found}
        load_relations(self.model, list(known.values()))
        for row in rows:
            with judged(row):
                self._take(row, known.get(row.key))

    def _take(self, row: Row, known: Any) -> None:
        row.obj, row.is_new = known, known is None
        if known is None:
            row.obj = self.model(slug=row.key)
            hold_relations(row.obj)
            row.refs.announce(self.kind, row.key, row.obj)
        elif getattr(known, "locked", False):
            raise Refusal("is locked in the admin: unlock it first")

    def write(self, rows: list[Row]) -> None:
        new, objects = [row for row in rows if row.is_new], [row.obj for row in rows]
        for row, key in zip(new, reserve_keys(self.model, len(new)), strict=True):
            row.obj.pk = key
        revisions = self._revise(rows) if issubclass(self.model, DraftStateMixin) else []
        insert(self.model, objects, replace=True)
        Revision.objects.bulk_create(revisions, batch_size=CHUNK)
        for obj in objects:
            obj._state.adding = False
        update_search(self.model, objects)
        update_references(objects, replace=[row.obj for row in rows if not row.is_new])
        self.tell(rows, revisions)

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

    def tell(self, rows: list[Row], revisions: Sequence[Revision] = ()) -> None:
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
