"""The edit form of an event."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import PageChooserBlock

from content_types.base.forms import ChosenListField


class EventForm(WagtailAdminPageForm):
    related_solutions = ChosenListField(
        PageChooserBlock(page_type="solutions.Solution", label=_("Solution")),
        label=_("Related solutions"),
        help_text=_("Solutions that this event is about."),
    )
