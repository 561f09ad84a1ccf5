"""The edit forms of the taxonomy."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from content_types.base.panels import name_panel

ATTRIBUTE = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
    FieldRowPanel([FieldPanel("type"), FieldPanel("unit"), FieldPanel("filterable")]),
    FieldPanel("choices"),
]
category_panels = [
    name_panel(),
    MultiFieldPanel(
        [FieldPanel("parent"), FieldRowPanel([FieldPanel("slug"), FieldPanel("icon")])],
        heading=_("Place in the tree"),
        icon="list-ul",
    ),
    FieldPanel("description"),
    InlinePanel(
        "attribute_definitions",
        panels=ATTRIBUTE,
        heading=_("Attributes for comparison"),
        label=_("Attribute"),
        icon="sliders",
        help_text=_("Solutions of this category, and of those below it, can be compared by these."),
    ),
]
tag_panels = [
    name_panel(),
    FieldPanel("slug", help_text=_("Addresses with the old name stop working when you change it.")),
]
use_case_panels = [name_panel(), FieldPanel("slug"), FieldPanel("description")]
