"""Import and export of editorial collections."""

from cms.importing.body import Body
from cms.importing.children import Children
from cms.importing.fields import Name, Text
from cms.importing.file_references import FileReference
from cms.importing.pages import PageImporter
from cms.importing.registry import register_importer, register_tree
from cms.importing.relations import Reference
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
