"""Embargoes in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from plugins.embargo.models import Embargo


class EmbargoViewSet(SnippetViewSet):
    """A menu entry of its own: who may see it is a matter of Wagtail's group permissions."""

    model = Embargo
    icon = "time"
    menu_label = _("Embargoes")
    menu_name = "embargoes"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["__str__", "until", "note"]
    list_filter = {"until": ["gte", "lte"]}
    panels = [PageChooserPanel("solution", "solutions.Solution"), FieldPanel("until"), FieldPanel("note")]
