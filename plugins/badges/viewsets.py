"""Badges in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from plugins.badges.models import Badge


class BadgeViewSet(SnippetViewSet):
    """A menu entry of its own: who may see it is a matter of Wagtail's group permissions."""

    model = Badge
    icon = "pick"
    menu_label = _("Badges")
    menu_name = "badges"
    menu_order = 265
    add_to_admin_menu = True
    list_display = ["solution", "kind"]
    list_filter = ["kind"]
    panels = [PageChooserPanel("solution", "solutions.Solution"), FieldPanel("kind")]
