"""Names of what rows are filed under, which a search looks at where its caller may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Model

from cms.declarations import SearchKind, Viewer

__all__ = ["reads_labels"]


def reads_labels(kinds: Iterable[SearchKind], viewer: Viewer) -> bool:
    """Whether a viewer reads the kinds of all labels, as everybody does without a credential that is limited."""
    if viewer.scope is None or viewer.scope.kinds is None:
        return True
    return all(
        viewer.reads(model) for kind in kinds for path in kind.labels for model in follow(kind.model, path)
    )


def follow(model: type[Model], path: str) -> Iterator[type[Model]]:
    """The models that a path to a label ("tagged_items__tag__name") leads through."""
    for name in path.split("__")[:-1]:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
        yield model
