"""Wagtail's admin names every row that a page refers to (Wagtail 8.0.1).

Here the hidden ones are not named: in choosers of fields and blocks, rich text, comparisons of versions, previews and
the history. tests/security/test_admin_references.py fails for a wrapper that is no longer needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin import compare
from wagtail.admin.rich_text.converters import html_to_contentstate
from wagtail.admin.widgets import chooser as chooser_widgets
from wagtail.documents.rich_text import contentstate as document_links
from wagtail.images.edit_handlers import ImageFieldComparison
from wagtail.images.rich_text import contentstate as image_embeds
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, PageLogEntry
from wagtail.rich_text.rewriters import MultiRuleRewriter

from cms.compat.wrapping import replace
from cms.visibility.current import current_gate
from cms.visibility.gate import narrowing_gate
from cms.visibility.previews import copy_without_hidden_rows
from cms.visibility.references import find_targets

__all__ = [
    "hide_chosen_title",
    "hide_document_link",
    "hide_page_link",
    "hide_rich_text_image",
    "mask_compared_blocks",
    "mask_compared_lists",
    "mask_compared_pictures",
    "mask_compared_rows",
    "mask_drawn_block",
    "mask_history",
    "mask_streams_without_ids",
    "strip_hidden_targets",
]

NO_DATA = {
    "edit_url": None, "parent_id": None, "default_alt_text": "", "preview": {"url": "", "width": 0, "height": 0},
}  # fmt: skip
"""What fields for pages, pictures and documents know of a row besides its key and title."""


def get_hidden_label() -> str:
    return gettext("Chosen, but not visible to you")


@replace(chooser_widgets.BaseChooser, "get_value_data")
def hide_chosen_title(original: Any, widget: Any, value: Any) -> Any:
    """A field that holds a row which this person may not see keeps its key, and does not say what it is. A row that
    was sent by this person is answered like one that does not exist."""
    gate = narrowing_gate(model) if (model := getattr(widget, "model_class", None)) else None
    if gate is None:
        return original(widget, value)
    if isinstance(value, Model) and value._state.adding:
        return original(widget, None)
    instance = widget.get_instance(value)
    if instance is None or not gate.hides(instance):
        return original(widget, instance)
    if instance.pk not in getattr(widget, "held_keys", ()) and not is_stored(type(instance), instance.pk):
        return original(widget, None)
    return {**NO_DATA, "id": instance.pk, widget.display_title_key: get_hidden_label()}


@replace(html_to_contentstate.PageLinkElementHandler, "get_attribute_data")
def hide_page_link(original: Any, handler: Any, attributes: Any) -> Any:
    """The address of a page that rich text links to. None is what Wagtail says of a page that does not exist."""
    if key := hidden_target(Page, attributes):
        return {"id": key, "url": get_hidden_label() if is_stored(Page, key) else None, "parentId": None}
    return original(handler, attributes)


@replace(document_links.DocumentLinkElementHandler, "get_attribute_data")
def hide_document_link(original: Any, handler: Any, attributes: Any) -> Any:
    model = document_links.get_document_model()
    if key := hidden_target(model, attributes):
        return (
            {"id": key, "url": "", "filename": get_hidden_label()} if is_stored(model, key) else {"id": key}
        )
    return original(handler, attributes)


@replace(image_embeds.ImageElementHandler, "create_entity")
def hide_rich_text_image(original: Any, handler: Any, name: Any, attributes: Any, *args: Any) -> Any:
    entity = original(handler, name, attributes, *args)
    if hidden_target(image_embeds.get_image_model(), attributes):
        entity.data["src"] = ""
    return entity


def is_stored(model: type[Model], key: int) -> bool:
    """Whether what is shown has been there before this request."""
    gate = current_gate()
    return gate is not None and (not gate.held.may_change or gate.held.holds(model, key))


def hidden_target(model: type[Model], attributes: Any) -> int | None:
    """The key of the row that a link or embed leads to, if it may not be seen."""
    key = str(attributes.get("id", ""))
    gate = narrowing_gate(model)
    if gate is None or not key.isdecimal():
        return None
    return int(key) if gate.hidden_keys(model, [int(key)]) else None


@replace(MultiRuleRewriter, "__call__")
def strip_hidden_targets(original: Any, rewriter: Any, html: str) -> Any:
    """Rich text as it is shown: a link to a hidden row keeps its words, and a hidden picture is left out."""
    if current_gate() is not None:
        hidden = [each for each in find_targets(html) if hidden_target(each.model, {"id": each.key})]
        for target in sorted(hidden, key=lambda each: -each.start):
            link = html.startswith("<a", target.start)
            html = html[: target.start] + ("<a>" if link else "") + html[target.end :]
    return original(rewriter, html)


class HiddenRow:
    """Stands for a hidden row where versions are compared."""

    def __init__(self, row: Model) -> None:
        self.pk = row.pk

    def __str__(self) -> str:
        return get_hidden_label()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HiddenRow) and self.pk == other.pk

    def __hash__(self) -> int:
        return hash(self.pk)


def mask_rows(rows: Iterable[Any]) -> list[Any]:
    """The rows, with a stand-in for each that is hidden."""
    return [HiddenRow(row) if is_hidden(row) else row for row in rows]


def is_hidden(row: Any) -> bool:
    return isinstance(row, Model) and (gate := narrowing_gate(type(row))) is not None and gate.hides(row)


@replace(compare.ForeignObjectComparison, "get_objects")
def mask_compared_rows(original: Any, comparison: Any) -> Any:
    return mask_rows(original(comparison))


@replace(ImageFieldComparison, "htmldiff")
def mask_compared_pictures(original: Any, comparison: Any) -> Any:
    if any(isinstance(row, HiddenRow) for row in comparison.get_objects()):
        return compare.ForeignObjectComparison.htmldiff(comparison)
    return original(comparison)


@replace(compare.M2MFieldComparison, "get_items")
def mask_compared_lists(original: Any, comparison: Any) -> Any:
    if isinstance(comparison, compare.TagsFieldComparison):  # the words of tags stand in the page's own form
        return original(comparison)
    return tuple(mask_rows(items) for items in original(comparison))


@replace(compare, "get_comparison_class_for_block")
def mask_compared_blocks(original: Any, block: Any) -> Any:
    found = original(block)
    return MaskedComparison.of(found) if isinstance(block, blocks.ChooserBlock) else found


@replace(compare.BlockComparison, "htmlvalue")
def mask_drawn_block(original: Any, comparison: Any, value: Any) -> Any:
    """A list of blocks that was added or removed is drawn as a whole."""
    return original(comparison, copy_without_hidden_rows(comparison.block, value))


@replace(compare.StreamFieldComparison, "htmldiff")
def mask_streams_without_ids(original: Any, comparison: Any) -> Any:
    """Blocks without ids cannot be compared one by one, and are drawn as a whole."""
    values = (comparison.val_a, comparison.val_b)
    if not all(map(comparison.has_block_ids, values)):
        block = comparison.field.stream_block
        comparison.val_a, comparison.val_b = (copy_without_hidden_rows(block, value) for value in values)
    return original(comparison)


class MaskedComparison:
    """Compares chooser blocks as Wagtail does, or by the stand-ins of hidden rows."""

    @classmethod
    def of(cls, comparison: type[Any]) -> type[Any]:
        return type(f"Masked{comparison.__name__}", (cls, comparison), {})

    def htmlvalue(self, value: Any) -> Any:
        if is_hidden(value):
            return compare.escape(get_hidden_label())
        return super().htmlvalue(value)  # type: ignore[misc]

    def htmldiff(self) -> Any:
        pair: Any = (self.val_a, self.val_b)  # type: ignore[attr-defined]
        if not any(map(is_hidden, pair)):
            return super().htmldiff()  # type: ignore[misc]
        changes = zip(("deletion", "addition"), mask_rows(pair), strict=True)
        return compare.TextDiff([(kind, row) for kind, row in changes if row is not None]).to_html()


@replace(LogActionRegistry, "get_formatter")
def mask_history(original: Any, registry: Any, entry: Any) -> Any:
    """The history of a page names the pages that it was copied from and moved between."""
    gate = narrowing_gate(Page)
    if gate is not None and isinstance(entry, PageLogEntry) and isinstance(entry.data, dict):
        named = [entry.data.get(name) for name in ("source", "destination")]
        pages = [each for each in named if isinstance(each, dict) and "id" in each]
        hidden = gate.hidden_keys(Page, [page["id"] for page in pages])
        for page in pages:
            page["title"] = (
                gettext("a page that is not visible to you") if page["id"] in hidden else page["title"]
            )
    return original(registry, entry)
