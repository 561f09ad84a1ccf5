"""The edit forms of event pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from content_types.base.panels import introduction_tabs, page_tabs, tab, title_panel
from content_types.events.widgets import RecurrenceInput, TimeZoneInput

index_edit_handler = introduction_tabs(body=False)

DETAILS = tab(
    _("Details"),
    title_panel(),
    FieldPanel("summary", icon="pilcrow"),
    FieldPanel(
        "status", icon="info-circle", help_text=_("A cancelled event stays visible, marked as cancelled.")
    ),
    MultiFieldPanel(
        [FieldPanel("organiser"), FieldPanel("organiser_name")], heading=_("Organiser"), icon="building"
    ),
    FieldPanel("related_solutions", icon="cogs"),
)

TIME = tab(
    _("Time"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("all_day")],
        heading=_("When"),
        icon="calendar-alt",
        help_text=_("Type times as clocks show them in the event's own time zone, which you choose below."),
    ),
    FieldPanel("time_zone", widget=TimeZoneInput, icon="globe"),
    FieldPanel(
        "recurrence",
        widget=RecurrenceInput,
        icon="rotate",
        help_text=_("Choose how often it takes place, or write a rule."),
    ),
    FieldPanel("excluded_days", icon="calendar"),
)

PLACE = tab(
    _("Place"),
    FieldPanel("attendance_mode", icon="group"),
    MultiFieldPanel(
        [
            FieldPanel("venue_name"),
            FieldPanel("venue_address"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        ],
        heading=_("Venue"),
        icon="home",
        help_text=_("For events in person. Coordinates in degrees (WGS 84)."),
    ),
    FieldPanel("join_url", icon="link-external", help_text=_("For events online.")),
)

SPEAKER = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
    FieldRowPanel([FieldPanel("organisation"), FieldPanel("link")]),
    FieldPanel("photo"),
]
SPEAKERS = tab(
    _("Speakers"),
    InlinePanel("speakers", panels=SPEAKER, heading=_("Speakers"), label=_("Speaker"), icon="user"),
)

REGISTRATION = tab(
    _("Registration"),
    FieldPanel(
        "capacity",
        icon="group",
        help_text=_(
            "Empty: no limit. All languages of the event share their places: the smallest capacity counts."
        ),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")])],
        heading=_("Registration is open"),
        icon="calendar-check",
        help_text=_("In the event's own time zone. Empty: at once, and until the event is over."),
    ),
)

DESCRIPTION = tab(_("Description"), FieldPanel("body"))

event_edit_handler = page_tabs(DETAILS, TIME, PLACE, SPEAKERS, REGISTRATION, DESCRIPTION)
