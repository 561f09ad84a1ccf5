"""What a content type says of itself to the API, as data.

A content type declares who may see its rows, which collections it offers and which computed fields it adds, from
its `AppConfig.ready()`. The API reads these declarations and owns the SQL: nothing here imports Django's ORM
machinery beyond `Q`, and a new content type needs no file in the API package.
"""

from cms.declarations.access import Gate, Viewer, everyone
from cms.declarations.collections import ApiCollection, CollectionSummary, Filter, Nested, SearchKind
from cms.declarations.facets import Band, Facet
from cms.declarations.fields import Argument, BatchField, ComputedField, RelatedField, RowOf, is_choices
from cms.declarations.registration import (
    Contributed,
    Declaration,
    Registry,
    declare,
    declare_own,
    declare_read,
    declare_visibility,
    extend,
    registry,
)
from cms.declarations.scopes import Scope
from cms.declarations.viewers import ViewerList

__all__ = [
    "ApiCollection",
    "Argument",
    "Band",
    "BatchField",
    "CollectionSummary",
    "ComputedField",
    "Contributed",
    "Declaration",
    "Facet",
    "Filter",
    "Gate",
    "Nested",
    "Registry",
    "RelatedField",
    "RowOf",
    "Scope",
    "SearchKind",
    "Viewer",
    "ViewerList",
    "declare",
    "declare_own",
    "declare_read",
    "declare_visibility",
    "everyone",
    "extend",
    "is_choices",
    "registry",
]
