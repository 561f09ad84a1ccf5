"""Import and export of vendors. Members are accounts and stay out of it."""

from cms.importing.fields import Choice, Key, Name, Prose, Text
from cms.importing.file_references import FileReference
from cms.importing.measures import Whole
from cms.importing.registry import register_importer
from cms.importing.snippets import SnippetImporter
from content_types.vendors.countries import Country
from content_types.vendors.models import Vendor


class VendorImporter(SnippetImporter):
    kind = "vendor"
    model = Vendor
    needs = ("image",)
    fields = (
        Name("name"),
        Prose("website"),
        FileReference("logo"),
        Text("description"),
        Choice("country", choices=Country, blank=True),
        Whole("founded"),
        Name("verifiedDomain"),
        Key("externalId"),
    )


def register() -> None:
    register_importer(VendorImporter())
