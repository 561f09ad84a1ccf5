"""Import and export of vendors. Members are accounts and stay out of it."""

from cms.exchange.fields.file_references import FileReference
from cms.exchange.fields.measures import WholeNumberField
from cms.exchange.fields.plain import Choice, Key, Name, Prose, Text
from cms.exchange.fields.translations import add_translations
from cms.exchange.kinds.registry import register_importer
from cms.exchange.kinds.snippets import SnippetImporter
from content_types.vendors.countries import Country
from content_types.vendors.models import Vendor


class VendorImporter(SnippetImporter):
    kind = "vendor"
    model = Vendor
    needs = ("image",)
    creatable = created_unasked = True
    fields = (
        *add_translations(Vendor, (Name("name"), Text("description"))),
        Prose("website"),
        FileReference("logo"),
        Choice("country", choices=Country, blank=True),
        WholeNumberField("founded"),
        Name("verifiedDomain"),
        Key("externalId"),
    )


def register() -> None:
    register_importer(VendorImporter())
