"""What a body names: by name in a record, by primary key in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail import blocks
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.exchange.export_context import get_locale_language, qualify_name
from cms.exchange.fields.plain import to_snake_case
from cms.exchange.fields.rich_text import find_names, find_stored_keys, to_record
from cms.exchange.kinds.registry import find_kind, importer_for, kinds

_current: ContextVar[Names] = ContextVar("names")


def get_chooser_kind(block: Any) -> str | None:
    """The kind that a chooser chooses from, “page” when it takes any page; None for other blocks."""
    if not isinstance(block, ChooserBlock):
        return None
    target = resolve_model_string(block.target_model)
    return find_kind(target) or ("page" if issubclass(target, Page) else None)


def iterate_names(block: Any, raw: Any) -> Iterator[tuple[str, Any]]:
    """The (kind, name) of everything that the record of a body names, as far as its form can be followed."""
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        for item in raw:
            if isinstance(item, dict) and item.get("type") in block.child_blocks:
                yield from iterate_names(block.child_blocks[item["type"]], item.get("value"))
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        for key, value in raw.items():
            if (name := child_name(block, key)) in block.child_blocks:
                yield from iterate_names(block.child_blocks[name], value)
    elif isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        for item in raw:
            yield from iterate_names(block.child_block, item)
    elif isinstance(block, blocks.RichTextBlock) and isinstance(raw, str):
        yield from ((kind, name) for kind, name in find_names(raw) if kind in get_linkable_kinds())
    elif (kind := get_chooser_kind(block)) and isinstance(raw, str) and raw:
        yield split_name(kind, raw)


def child_name(block: blocks.StructBlock, key: str) -> str:
    """The child of a block that a record names as the API does (`altText`) or as the editor does (`alt_text`)."""
    return key if key in block.child_blocks else to_snake_case(key)


def split_name(kind: str, name: str) -> tuple[str, str]:
    """The kind and name that the name of any page means: “solution:chatgpt”, “page:/about/” or “/about/”."""
    prefix, _, rest = name.partition(":")
    return (prefix, rest) if kind == "page" and rest and prefix in {*kinds(), "page"} else (kind, name)


@cache
def is_paged(kind: str) -> bool:
    """Whether rows of a kind are pages, which are looked for by language, too."""
    return kind == "page" or issubclass(importer_for(kind).model, Page)


@cache
def get_linkable_kinds() -> frozenset[str]:
    """What rich text can link to."""
    return frozenset({"page", "document", *(kind for kind in kinds() if is_paged(kind))})


class Names:
    """The names of everything that some bodies name by primary key, loaded together."""

    def __init__(self) -> None:
        self.keys: dict[str, set[int]] = defaultdict(set)
        self.found: dict[tuple[str, int], str] = {}
        self.languages: dict[int, str] = {}

    @staticmethod
    def current() -> Names:
        return _current.get()

    @contextmanager
    def use(self) -> Iterator[None]:
        """Let `Names.current()` answer this; `load` has found what was collected."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def collect(self, block: Any, raw: Any) -> None:
        """Note what the raw data of a body names."""
        if isinstance(block, blocks.StreamBlock):
            for item in raw or ():
                if item["type"] in block.child_blocks:
                    self.collect(block.child_blocks[item["type"]], item["value"])
        elif isinstance(block, blocks.StructBlock):
            for name in (raw or {}).keys() & block.child_blocks.keys():
                self.collect(block.child_blocks[name], raw[name])
        elif isinstance(block, blocks.ListBlock):
            for item in raw or ():
                self.collect(block.child_block, list_value(item))
        elif isinstance(block, blocks.RichTextBlock):
            for link, key in find_stored_keys(raw or ""):
                if key.isdigit():
                    self.keys[link].add(int(key))
        elif (kind := get_chooser_kind(block)) and raw:
            self.keys[kind if kind in ("image", "document") else "page"].add(int(raw))

    def build_record(self, block: Any, raw: Any) -> Any:
        """Raw data of a block with names instead of keys; what no longer exists is null."""
        match block:
            case blocks.StreamBlock():
                known = [item for item in raw or () if item["type"] in block.child_blocks]
                return [
                    {**item, "value": self.build_record(block.child_blocks[item["type"]], item["value"])}
                    for item in known
                ]
            case blocks.StructBlock():
                given = raw or {}
                return {
                    name: self.build_record(child, given[name])
                    for name, child in block.child_blocks.items()
                    if name in given
                }
            case blocks.ListBlock():
                items = [self.build_record(block.child_block, list_value(item)) for item in raw or ()]
                return [
                    item
                    for item in items
                    if item is not None or not isinstance(block.child_block, ChooserBlock)
                ]
            case blocks.RichTextBlock():
                return to_record(raw or "", self.link)
            case _ if kind := get_chooser_kind(block):
                return self.get_chosen_name(kind, raw) if raw else None
        return raw

    def link(self, link: str, key: str) -> str | None:
        """What a link in rich text is called in a record, such as “solution:chatgpt”."""
        name = self.get_name(link, int(key)) if key.isdigit() else None
        return f"{link}:{name}" if name and link != "page" else name

    def get_name(self, link: str, key: int) -> str | None:
        name = self.found.get((link, key))
        return qualify_name(name, self.languages[key]) if name and link == "page" else name

    def get_chosen_name(self, kind: str, key: Any) -> str | None:
        name = self.get_name(kind if kind in ("image", "document") else "page", int(key))
        return name.partition(":")[2] if name and kind not in ("image", "document", "page") else name

    def load(self) -> None:
        """Find the names of what was collected."""
        from cms.exchange.kinds.files import exported_path

        for link, model in (("image", get_image_model()), ("document", get_document_model())):
            for key, row in model.objects.in_bulk(self.keys[link]).items():
                self.found[link, key] = exported_path(row)
        pages = (
            Page.objects.live()
            .public()
            .filter(pk__in=self.keys["page"])
            .values_list("pk", "slug", "content_type", "url_path", "locale")
        )
        for key, slug, content_type, url_path, locale in pages:
            self.languages[key] = get_locale_language(locale)
            model = ContentType.objects.get_for_id(content_type).model_class()
            kind = find_kind(model) if model else None
            self.found["page", key] = f"{kind}:{slug}" if kind else f"page:{strip_home(url_path)}"


def strip_home(url_path: str) -> str:
    """/home/about/ → /about/."""
    return "/" + url_path.strip("/").partition("/")[2] + "/"


def list_value(item: Any) -> Any:
    return (
        item["value"] if isinstance(item, dict) and item.get("type") == "item" and "value" in item else item
    )


__all__ = ["Names", "get_chooser_kind", "iterate_names", "split_name"]
