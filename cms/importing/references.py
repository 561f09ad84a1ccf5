"""What the lines of a batch refer to, loaded with one statement for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

from wagtail.models import Page

from cms.importing.errors import Missing, Refusal
from cms.importing.records import Options
from cms.importing.registry import importer_for


class References:
    """Collects keys while the lines are looked through, loads them, and then answers for each key.

    The key of a page is (slug, language code), of a picture or document its path, of everything else a slug or,
    for a reference by name, `ByName(name)`.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.found: dict[str, dict[Hashable, Any]] = defaultdict(dict)
        self.new: dict[str, set[Hashable]] = defaultdict(set)
        self._wanted: dict[str, set[Hashable]] = defaultdict(set)

    def want(self, kind: str, key: Hashable) -> None:
        if key not in self.found[kind]:
            self._wanted[kind].add(key)

    def load(self) -> None:
        for kind, keys in self._wanted.items():
            if keys:
                find = pages_by_path if kind == "page" else importer_for(kind).find
                self.found[kind] |= find(sorted(keys, key=str), self.options)
        self._wanted.clear()

    def get(self, kind: str, key: Hashable) -> Any:
        """The row. Missing when the site has none, another Refusal when it cannot be used."""
        found = self.found[kind].get(key)
        if isinstance(found, Refusal):
            raise found
        if found is None:
            raise Missing(kind, key)
        return found

    def announce(self, kind: str, key: Hashable, obj: Any) -> None:
        """Make a row of this batch known before it is written; what is found already stays."""
        self.found[kind][key] = obj
        self.new[kind].add(key)


def pages_by_path(keys: Sequence[Any], options: Options) -> dict[Any, Any]:
    """Pages of any kind by (path below the home page, language code), such as ("/about/", "en")."""
    homes = Page.objects.filter(depth=2).select_related("locale")
    paths = {
        f"{home.url_path}{path.strip('/')}/" if path.strip("/") else home.url_path: (path, language)
        for home in homes
        for path, language in keys
        if home.locale.language_code == language
    }
    return {paths[page.url_path]: page for page in Page.objects.filter(url_path__in=paths)}


class ByName(str):
    """A reference by name instead of by slug."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(("name", str(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByName) and str(self) == str(other)
