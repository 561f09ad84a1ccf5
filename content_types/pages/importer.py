"""Import and export of editorial collections."""

from cms.exchange.fields.body import Body
from cms.exchange.fields.children import Children
from cms.exchange.fields.file_references import FileReference
from cms.exchange.fields.plain import Name, Text
from cms.exchange.fields.relations import Reference
from cms.exchange.kinds.pages import PageImporter
from cms.exchange.kinds.registry import register_importer, register_tree
from content_types.base.importer import PAGE_FIELDS
from content_types.pages.models import Collection, CollectionIndex, CollectionItem
from content_types.pages.setup import ensure_tree


class CollectionImporter(PageImporter):
    kind = "collection"
    model = Collection
    index_model = CollectionIndex
    needs = ("image", "document", "solution", "event")
    fields = (
        Name("title"),
        Text("summary"),
        FileReference("cover"),
        Body("body"),
        Children(
            "items",
            model=CollectionItem,
            fields=(Reference("solution", kind="solution", paged=True), Text("note")),
        ),
        *PAGE_FIELDS,
    )


def register() -> None:
    register_importer(CollectionImporter())
    register_tree(ensure_tree)
