"""Import and export of categories, tags and use cases."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.reasons import Reason
from cms.exchange.errors import Refusal
from cms.exchange.fields.plain import Flag, Name, Text, Texts
from cms.exchange.fields.text import parse_text
from cms.exchange.fields.translations import add_translations
from cms.exchange.kinds.registry import register_importer
from cms.exchange.kinds.snippets import SnippetImporter
from cms.exchange.records import Row, filter_undecided
from cms.exchange.writing.rejections import name_field
from cms.exchange.writing.related import load_relations
from content_types.taxonomy.attribute_fields import AttributeChoice, Attributes, ChoiceLabels
from content_types.taxonomy.choice_labels import list_label_names
from content_types.taxonomy.models import AttributeDefinition, AttributeType, Category, Tag, UseCase

RING = _("a category cannot be its own descendant: %(way)s")


class CategoryImporter(SnippetImporter):
    """Categories are few and each has a sorted place in a tree, so they are saved one by one the ordinary way."""

    kind = "category"
    model = Category
    creatable = True
    extra_keys = frozenset({"kind", "slug", "parent"})
    fields = (
        *add_translations(Category, (Name("name"), Text("description"))),
        Name("icon"),
        Attributes(
            "attributes",
            "attribute_definitions",
            model=AttributeDefinition,
            fields=(
                Name("key"),
                AttributeChoice("type", choices=AttributeType),
                *add_translations(AttributeDefinition, (Name("name"), Name("unit"), Text("helpText"))),
                Flag("filterable"),
                Texts("choices"),
                *(ChoiceLabels(name) for name in list_label_names().values()),
            ),
        ),
    )

    def prepare(self, row: Row) -> None:
        super().prepare(row)
        if parent := parse_text(row.record.get("parent")):
            row.refs.add(self.kind, parent)

    def finish(self, row: Row) -> None:
        if row.is_new and (parent := parse_text(row.record.get("parent"))):
            with name_field("parent"):
                self._require_parent(row, parent)

    def _require_parent(self, row: Row, parent: str) -> None:
        row.find(self.kind, parent)
        if parent == row.key:
            raise Refusal(_("a category cannot be its own descendant"))

    def write(self, rows: list[Row]) -> None:
        waiting = list(rows)
        while waiting:
            ready = [row for row in waiting if not row.needs & set(waiting)]
            if not ready:
                break
            for row in ready:
                self._save(row)
            waiting = [row for row in waiting if row not in ready]
        refuse_rings(waiting)
        self.record_history(filter_undecided(rows))

    def _save(self, row: Row) -> None:
        category: Category = row.obj
        parent = parse_text(row.record.get("parent"))
        if not row.is_new:
            category.save()
        elif parent:
            Category.objects.get(slug=parent).add_child(instance=category)
        else:
            Category.add_root(instance=category)

    def export(self) -> Iterator[dict[str, Any]]:
        categories = list(Category.objects.order_by("path"))
        load_relations(Category, categories)
        slugs = {category.path: category.slug for category in categories}
        for category in categories:
            parent = slugs.get(category.path[: -Category.steplen])
            record = {"kind": self.kind, "slug": category.slug, "parent": parent}
            yield record | {field.key: field.dump(category) for field in self.fields}


def refuse_rings(rows: list[Row]) -> None:
    """Refuse categories that stand below themselves by way of others, and those below them. Each row needs another."""
    parents = {row.key: min(need.key for need in row.needs) for row in rows}
    for row in rows:
        line = [row.key]
        while (parent := parents[line[-1]]) not in line:
            line.append(parent)
        way = Reason(f"“{parent}”")
        for key in reversed(line):
            way = Reason(_("“%(name)s” below %(above)s"), {"name": key, "above": way})
        row.refuse(Refusal(RING, "parent", way=way))


class TagImporter(SnippetImporter):
    kind = "tag"
    model = Tag
    fields = add_translations(Tag, (Name("name"),))


class UseCaseImporter(SnippetImporter):
    kind = "use_case"
    model = UseCase
    fields = add_translations(UseCase, (Name("name"), Text("description")))


def register() -> None:
    for importer in (CategoryImporter(), TagImporter(), UseCaseImporter()):
        register_importer(importer)
