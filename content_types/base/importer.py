"""What every page has in a record beyond its own fields."""

from cms.importing.fields import Field, Flag, Name, Prose, Text
from cms.importing.file_references import FileReference

PAGE_FIELDS: tuple[Field, ...] = (
    Name("seoTitle"),
    Text("searchDescription"),
    Prose("canonicalUrl"),
    Flag("noindex"),
    FileReference("socialImage"),
    Flag("showInMenus"),
)
