"""What rows refer to: by links in rich text, and by the versions of a row that are stored already.

A person who edits a row keeps what somebody else has chosen there, although it may be hidden from them. They cannot
choose another hidden row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.models import ReferenceIndex, RevisionMixin
from wagtail.rich_text import get_rewriter
from wagtail.rich_text.rewriters import extract_attrs

__all__ = ["HeldRows", "Target", "find_targets"]

LINK_TEXT = re.compile(r"(.*?)</a>", re.DOTALL)


class Target(NamedTuple):
    """A link or embed in stored rich text. start, end: where its opening tag stands. text: the words of a link."""

    model: type[Model]
    key: str
    start: int
    end: int
    text: str


def find_targets(html: str) -> Iterator[Target]:
    """The links and embeds of rich text that lead to rows, as Wagtail and plugins have registered them."""
    for rewriter in get_rewriter().rewriters:
        for match in rewriter.get_opening_tag_regex().finditer(html):
            attributes = extract_attrs(match[1])
            extract = rewriter.reference_extractors.get(rewriter.get_tag_type_from_attrs(attributes))
            text = LINK_TEXT.match(html, match.end())
            for model, key, *_ in _extract(extract, attributes):
                start, end = match.span()
                yield Target(model, key, start, end, strip_tags(text[1]) if text else "")


def _extract(extract: Any, attributes: dict[str, str]) -> list[Any]:
    """The references of one tag; none for a tag that lacks its key, which leads nowhere."""
    try:
        return list(extract(attributes)) if extract else []
    except KeyError:
        return []


class HeldRows:
    """The rows that are referred to by the stored versions of the rows which a request edits.

    Versions are the published one, the latest draft, and an older one that the request names to return to. They are
    read when the first hidden row has to be judged, so other requests pay nothing.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._edited: set[tuple[type[Model], Any]] = set()
        self._found: set[tuple[int, str]] | None = None

    @property
    def may_change(self) -> bool:
        """Whether values of this request can differ from the stored ones."""
        return self._request.method not in ("GET", "HEAD")

    def add(self, row: Model) -> None:
        """Remember a row that a form of this request edits."""
        if row.pk is not None and (type(row), row.pk) not in self._edited:
            self._edited.add((type(row), row.pk))
            self._found = None

    def holds(self, model: type[Model], key: Any) -> bool:
        """Whether a stored version refers to the row."""
        if self._found is None:
            self._found = {found for edited in self._edited for found in self._read(*edited)}
        return (base_type(model), str(key)) in self._found

    def _read(self, model: type[Model], key: Any) -> Iterator[tuple[int, str]]:
        row = model._default_manager.filter(pk=key).first()
        for version in (*self._iterate_drafts(row), row) if row else ():
            for kind, target, *_ in ReferenceIndex._extract_references_from_object(version):
                yield kind, target

    def _iterate_drafts(self, row: Model) -> Iterator[Model]:
        if isinstance(row, RevisionMixin):
            revisions = row.revisions.order_by("-created_at", "-pk")
            older = revisions.filter(pk=self._older_revision) if self._older_revision else ()
            yield from (revision.as_object() for revision in (*revisions[:1], *older))

    @property
    def _older_revision(self) -> int | None:
        """The revision that is returned to: Wagtail names it in the form for pages, in the address for snippets."""
        match = self._request.resolver_match
        named = str(match.kwargs.get("revision_id", "") if match else "") or self._request.POST.get(
            "revision", ""
        )
        return int(named) if named.isascii() and named.isdigit() and len(named) < 10 else None


def base_type(model: type[Model]) -> int:
    """The content type by which Wagtail's references name rows of a model."""
    parents = model._meta.get_parent_list()
    kind = parents[-1] if parents else model
    return ContentType.objects.get_for_model(kind, for_concrete_model=False).pk
