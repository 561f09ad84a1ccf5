"""The edit forms of the taxonomy."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.base.translated_texts import TranslatedTexts, get_further_languages
from content_types.base.panels import name_panel
from content_types.base.translated_texts import (
    TranslatedTextPanel,
    build_language_tabs,
    build_translated_form,
)
from content_types.taxonomy.attribute_forms import build_attribute_form


def build_attribute_translations() -> list[Any]:
    """The texts of an attribute in each further language."""
    return [
        panel
        for code in get_further_languages()
        for panel in (
            FieldRowPanel([TranslatedTextPanel("name", code), TranslatedTextPanel("unit", code)]),
            TranslatedTextPanel("help_text", code),
            TranslatedTextPanel("choices", code),
        )
    ]


class AttributesPanel(InlinePanel):
    """The attributes of a category, each with its texts in further languages."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = build_attribute_form()
        return options


ATTRIBUTE = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
    FieldRowPanel([FieldPanel("type"), FieldPanel("unit"), FieldPanel("filterable")]),
    FieldPanel("choices"),
    FieldPanel("help_text"),
    *build_attribute_translations(),
]
category_panels = [
    name_panel(),
    MultiFieldPanel(
        [FieldPanel("parent"), FieldRowPanel([FieldPanel("slug"), FieldPanel("icon")])],
        heading=_("Place in the tree"),
        icon="list-ul",
    ),
    FieldPanel("description"),
    AttributesPanel(
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


def build_edit_handler(
    model: type[TranslatedTexts], panels: Sequence[Any], form: type[Any] = WagtailAdminModelForm
) -> TabbedInterface:
    """The edit form of a record: what all languages share and the default language, then a tab for each further one."""
    tabs = [ObjectList(list(panels), heading=_("Content")), *build_language_tabs(model)]
    return TabbedInterface(tabs, base_form_class=build_translated_form(model, form))
