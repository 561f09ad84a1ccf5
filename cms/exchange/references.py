"""What the lines of a batch refer to, loaded with one statement for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from cms.base.reasons import Reason
from cms.exchange.errors import MissingReference, Refusal, name_kind
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Options, Row

MERGED = _("The %(kind)s “%(name)s” was merged into “%(kept)s”: lines that name it mean that one.")


class References:
    """Collects keys while the lines are looked through, loads them, and then answers for each key.

    The key of a page is (slug, language code), of a picture or document its path, of everything else a slug or,
    for a reference by name, `ByName(name)`. found: rows by kind and key; a Refusal stands for one that cannot be used.
    new: of those, the rows that are not written yet. survivors: what the report says of names of merged records.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.found: dict[str, dict[Hashable, Any]] = defaultdict(dict)
        self.new: dict[str, dict[Hashable, Row]] = defaultdict(dict)
        self._wanted: dict[str, set[Hashable]] = defaultdict(set)
        self._missing_paths: set[Any] = set()
        self.survivors: dict[Reason, None] = {}

    def add(self, kind: str, key: Hashable) -> None:
        if key not in self.found[kind]:
            self._wanted[kind].add(key)

    def load(self) -> None:
        for kind, keys in self._wanted.items():
            if keys and kind == "page":
                self._missing_paths = set(keys)
                self.load_paths()
            elif keys:
                importer_for(kind).resolve(sorted(keys, key=str), self)
        self._wanted = defaultdict(set)

    def load_paths(self) -> None:
        """Look for the pages whose paths have not been found."""
        found = pages_by_path(sorted(self._missing_paths, key=str), self.options)
        self.found["page"] |= found
        self._missing_paths -= found.keys()

    def get(self, kind: str, key: Hashable) -> Any:
        """The row. Missing when the site has none, another Refusal when it cannot be used."""
        found = self.found[kind].get(key)
        if isinstance(found, Refusal):
            raise found
        if found is None:
            raise MissingReference(kind, key)
        return found

    def note_survivor(self, kind: str, name: str, kept: Any) -> None:
        """Say in the report that a name is one of a record that was merged."""
        values = {"kind": name_kind(kind), "name": name, "kept": kept}
        self.survivors[Reason(MERGED, values)] = None

    def announce(self, kind: str, key: Hashable, row: Row) -> None:
        """Make a row known before it is written."""
        self.found[kind][key] = row.obj
        self.new[kind][key] = row

    def announce_path(self, path: str, language: str, row: Row) -> None:
        """Make a new page known under its path below the home page, for the keys that spell it."""
        for key in self._missing_paths:
            if key[1] == language and key[0].strip("/") == path.strip("/"):
                self.announce("page", key, row)

    @property
    def lacks_paths(self) -> bool:
        """Whether a record names a page by a path at which no page stands."""
        return bool(self._missing_paths)


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
