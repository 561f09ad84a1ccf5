"""Building blocks of edit forms that several kinds share."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.models import Page

from content_types.base.models import BasePage


def page_tabs(*content: ObjectList) -> TabbedInterface:
    """The edit form of a page: its own tabs, then promotion and settings, the same for all."""
    return TabbedInterface(
        [
            *content,
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )


def tab(heading: Any, *panels: Any) -> ObjectList:
    """One tab of an edit form."""
    return ObjectList(list(panels), heading=heading)


def title_panel() -> TitleFieldPanel:
    """The title, which also fills the slug of a page that has none yet."""
    return TitleFieldPanel("title")


def name_panel() -> TitleFieldPanel:
    """The name of a snippet, which fills its slug; plain, as it is the heading of the page already."""
    return TitleFieldPanel("name", classname="")


def introduction_tabs(*extra: Any, body: bool = True) -> TabbedInterface:
    """The edit form of pages that are a title, an introduction and perhaps a body of blocks."""
    text: Sequence[Any] = [FieldPanel("body")] if body else []
    return page_tabs(tab(_("Content"), title_panel(), FieldPanel("summary"), *extra, *text))
