"""What every page has in a record beyond its own fields."""

from cms.exchange.fields.file_references import FileReference
from cms.exchange.fields.plain import Field, Flag, Name, Prose, Text

PAGE_FIELDS: tuple[Field, ...] = (
    Name("seoTitle"),
    Text("searchDescription"),
    Prose("canonicalUrl"),
    Flag("noindex"),
    FileReference("socialImage"),
    Flag("showInMenus"),
)
