"""The edit forms of the pages around the directory, of menus and of the site's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

from cms.base.translated_texts import TranslatedTexts
from content_types.base.panels import introduction_tabs, page_tabs, tab, title_panel
from content_types.base.translated_texts import build_language_tabs, build_translated_form

home_edit_handler = introduction_tabs(FieldPanel("hero_image"))
standard_edit_handler = introduction_tabs()
index_edit_handler = introduction_tabs(body=False)

collection_edit_handler = page_tabs(
    tab(
        _("Content"),
        title_panel(),
        FieldPanel("summary", icon="pilcrow"),
        FieldPanel("cover"),
        FieldPanel("body"),
    ),
    tab(
        _("Solutions"),
        MultipleChooserPanel(
            "items",
            chooser_field_name="solution",
            heading=_("Solutions"),
            label=_("Solution"),
            icon="cogs",
            help_text=_(
                "In the order in which visitors see them. Solutions that are not public are left out."
            ),
            panels=[PageChooserPanel("solution", page_type="solutions.Solution"), FieldPanel("note")],
        ),
    ),
)

menu_panels = [
    MultiFieldPanel(
        [FieldPanel("title"), FieldRowPanel([FieldPanel("handle"), FieldPanel("locale")])],
        heading=_("Menu"),
        icon="list-ul",
    ),
    InlinePanel(
        "items",
        heading=_("Links"),
        label=_("Link"),
        icon="link",
        help_text=_("Each leads to a page or to an address, and can open a submenu."),
        panels=[FieldPanel("label"), FieldPanel("page"), FieldPanel("link_url"), FieldPanel("submenu")],
    ),
]

settings_panels = [
    MultiFieldPanel(
        [FieldPanel("site_title"), FieldPanel("tagline"), FieldPanel("logo")],
        heading=_("Identity"),
        icon="site",
    ),
    MultiFieldPanel(
        [FieldPanel("contact_email"), FieldPanel("footer_text")], heading=_("Footer"), icon="mail"
    ),
    FieldPanel("share_image", heading=_("Default share image"), icon="image"),
    InlinePanel(
        "social_links",
        heading=_("Social networks"),
        label=_("Social link"),
        icon="globe",
        panels=[FieldRowPanel([FieldPanel("label"), FieldPanel("url")])],
    ),
]


def build_settings_handler(model: type[TranslatedTexts]) -> TabbedInterface:
    """The edit form of a site's settings, with a tab for its texts in each further language."""
    tabs = [ObjectList(settings_panels, heading=_("Site")), *build_language_tabs(model)]
    return TabbedInterface(tabs, base_form_class=build_translated_form(model))
