"""Events: when, where, who speaks, and who has registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Greatest, Lower
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLBoolean,
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLInt,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.public_text import CleanTextMixin
from content_types.base.declare import GraphQLDateTime, GraphQLEnum
from content_types.base.models import BODY, SUMMARY, BasePage
from content_types.base.recurrence import normalise_rule
from content_types.base.validators import http_url, validate_rrule, validate_time_zone, validate_year
from content_types.blocks.body import BodyBlock
from content_types.events.choices import AttendanceMode, EventStatus, RegistrationState
from content_types.events.deletion import move_registrations
from content_types.events.forms import EventForm
from content_types.events.occurrences import build_schedule
from content_types.events.panels import event_edit_handler, index_edit_handler
from content_types.events.schedule import Schedule, is_in_reach, local

ALL_DAY = (
    "Whole days: startsAt is the first moment of the first day, endsAt that of the day after the last one."
)
MOST_EXCLUDED = 100
"""The most days that a repeated event can leave out."""


def get_site_time_zone() -> str:
    """The zone of new events."""
    return settings.TIME_ZONE


def build_not_over_rule(now: datetime) -> models.Q:
    """Events with an occurrence that has not ended; a rule without an end is never over."""
    return models.Q(final_end_at=None) | models.Q(final_end_at__gt=now)


@dataclass(frozen=True)
class Venue:
    """Where an event takes place; coordinates in WGS 84 degrees."""

    name: str
    address: str
    latitude: float | None
    longitude: float | None


class EventIndex(BasePage):
    """The page under which the events of one language stand."""

    summary = models.TextField(_("introduction"), blank=True, max_length=300)

    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["events.Event"]
    edit_handler = index_edit_handler
    api_fields = [*BasePage.api_fields, SUMMARY]
    graphql_fields = [*BasePage.graphql_fields, GraphQLString("summary", required=True)]

    class Meta:
        verbose_name = _("event index")


class Event(BasePage):
    """A meeting, once or repeated. Moments are stored in UTC and shown in the event's own zone."""

    summary = models.TextField(_("summary"), max_length=300)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    starts_at = models.DateTimeField(_("starts"), validators=[validate_year])
    ends_at = models.DateTimeField(_("ends"), validators=[validate_year])
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=get_site_time_zone, validators=[validate_time_zone],
        help_text=_("IANA name, such as Europe/Berlin. A repeated event keeps its wall time in this zone."),
    )  # fmt: skip
    all_day = models.BooleanField(
        _("all day"),
        default=False,
        help_text=_("It takes whole days. An end at 00:00 means that the day before is the last one."),
    )
    recurrence = models.CharField(
        _("repeats"), max_length=255, blank=True, validators=[validate_rrule],
        help_text=_("RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU;COUNT=10. Empty: once."),
    )  # fmt: skip
    excluded_days = ArrayField(
        models.DateField(validators=[validate_year]),
        verbose_name=_("days left out"),
        default=list,
        blank=True,
        validators=[MaxLengthValidator(MOST_EXCLUDED)],
        help_text=_("Days on which a repeated event does not take place, one a line, such as 2027-12-24."),
    )
    final_end_at = models.DateTimeField(
        null=True, editable=False, help_text=_("End of the last occurrence; null without an end.")
    )
    attendance_mode = models.CharField(
        _("attendance"), max_length=10, choices=AttendanceMode, default=AttendanceMode.IN_PERSON
    )
    venue_name = models.CharField(_("venue"), max_length=120, blank=True)
    venue_address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    join_url = models.URLField(_("join address"), blank=True, validators=[http_url])
    organiser = models.ForeignKey(
        "vendors.Vendor", verbose_name=_("organising vendor"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="events",
    )  # fmt: skip
    organiser_name = models.CharField(
        _("organiser"),
        max_length=120,
        blank=True,
        help_text=_("When no vendor of the directory organises it."),
    )
    related_solutions = ParentalManyToManyField(
        "solutions.Solution", verbose_name=_("related solutions"), blank=True, related_name="events"
    )
    capacity = models.PositiveIntegerField(
        _("capacity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    registration_opens_at = models.DateTimeField(
        _("registration opens"), null=True, blank=True, validators=[validate_year]
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, validators=[validate_year]
    )
    status = models.CharField(_("status"), max_length=10, choices=EventStatus, default=EventStatus.SCHEDULED)

    parent_page_types = ["events.EventIndex"]
    subpage_types: list[str] = []
    base_form_class = EventForm
    edit_handler = event_edit_handler
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("venue_name"),
        index.FilterField("starts_at"),
        index.FilterField("status"),
    ]
    unchecked_links = ("join_url",)
    """A room is closed before and after its event."""
    api_fields = [
        *BasePage.api_fields,
        SUMMARY,
        BODY,
        *(APIField(name, writable=True) for name in (
            "starts_at", "ends_at", "time_zone", "attendance_mode", "venue_name", "venue_address", "join_url",
            "organiser", "organiser_name", "status",
        )),
    ]  # fmt: skip
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("summary", required=True),
        GraphQLStreamfield("body", required=True),
        GraphQLDateTime("starts_at", required=True, source="local_start", description="In the event's own zone."),
        GraphQLDateTime("ends_at", required=True, source="local_end", description="In the event's own zone."),
        GraphQLString("time_zone", required=True, description="IANA name."),
        GraphQLBoolean("all_day", required=True, description=ALL_DAY),
        GraphQLString("recurrence", required=True, description="RFC 5545 RRULE in upper case, without spaces; empty "
                      "when it takes place once."),
        GraphQLEnum("attendance_mode", AttendanceMode, required=True),
        GraphQLString("join_url", required=True),
        GraphQLForeignKey("organiser", "vendors.Vendor"),
        GraphQLString("organiser_name", required=True),
        GraphQLCollection(GraphQLForeignKey, "speakers", "events.Speaker", required=True, item_required=True),
        GraphQLCollection(GraphQLForeignKey, "solutions", "solutions.Solution", source="related_solutions",
                          required=True, item_required=True),
        GraphQLInt("capacity"),
        GraphQLDateTime("registration_opens_at"),
        GraphQLDateTime("registration_closes_at"),
        GraphQLEnum("status", EventStatus, required=True),
    ]  # fmt: skip
    graphql_columns = {"local_start": ("starts_at", "time_zone"), "local_end": ("ends_at", "time_zone")}

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["final_end_at"])]

    def clean(self) -> None:
        super().clean()
        problems = dict(self._problems())
        if problems:
            raise ValidationError(problems)
        self.settle_times()

    def settle_times(self) -> None:
        """Store whole days as they begin and end, the rule as RFC 5545 writes it, and when the event is over.

        What is invalid, or contradicts another field, is left as it is: `clean` refuses it.
        """
        if not (self.starts_at and self.ends_at and self._is_valid_by_itself()):
            return
        self.recurrence = normalise_rule(self.recurrence)
        self.excluded_days = sorted(set(self.excluded_days))
        if self.ends_at >= self.starts_at:
            first = self.schedule.first()
            self.starts_at, self.ends_at = first.starts_at, first.ends_at
        self.final_end_at = self.schedule.final_end()

    def _problems(self) -> list[tuple[str, Any]]:
        """Each field that contradicts another one, with the message an editor reads beside it."""
        found = self.find_schedule_problems()
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes < opens:
            found.append(("registration_closes_at", _("Registration closes before it opens.")))
        if self.attendance_mode != AttendanceMode.IN_PERSON and not self.join_url:
            found.append(("join_url", _("People who take part online need an address to join.")))
        if self.attendance_mode != AttendanceMode.ONLINE and not self.venue_name:
            found.append(("venue_name", _("People who come in person need a venue.")))
        return found

    def find_schedule_problems(self) -> list[tuple[str, Any]]:
        """Each field about time that contradicts another one, with the message."""
        found: list[tuple[str, Any]] = []
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            found.append(("ends_at", _("The event ends before it starts.")))
        if self.recurrence:
            found += [("recurrence", message) for message in self._find_rule_problems()]
        if self.excluded_days and not found:
            found += [("excluded_days", message) for message in self._find_excluded_problems()]
        return found

    def _find_rule_problems(self) -> Iterator[Any]:
        """What is wrong with the rule, where the moments, the zone and the rule are valid each by itself."""
        moments = [self.starts_at, self.ends_at]
        if not all(moments) or not all(map(is_in_reach, moments)) or not self._is_valid_by_itself():
            return
        start, first = self.schedule.first().starts_at.date(), self.schedule.find_first_rule_day()
        if first is None:
            yield _("By this rule the event never takes place: check its days and its end.")
        elif first != start:
            message = _(
                "The event starts on %(start)s, which does not match this rule: start it on %(first)s, or "
                "change the rule."
            )
            yield message % {"start": f"{start:%a} {start}", "first": f"{first:%a} {first}"}

    def _find_excluded_problems(self) -> Iterator[Any]:
        """What is wrong with the days left out, where the times and the rule are right."""
        if not self.recurrence.strip():
            yield _("Only a repeated event can leave out days: give a rule, or remove the days.")
            return
        moments = [self.starts_at, self.ends_at]
        if not all(moments) or not all(map(is_in_reach, moments)) or not self._is_valid_by_itself():
            return
        if (start := self.schedule.first().starts_at.date()) in self.excluded_days:
            message = _(
                "The event starts on %(day)s: start it on a later day instead of leaving that one out."
            )
            yield message % {"day": start}
        elif foreign := self.schedule.find_foreign_days():
            message = _("The event does not take place on %(days)s anyway: remove it from the days left out.")
            yield message % {"days": ", ".join(map(str, foreign))}

    def _is_valid_by_itself(self) -> bool:
        """Whether the zone and the rule, where there is one, are valid."""
        try:
            validate_time_zone(self.time_zone)
            if self.recurrence.strip():
                validate_rrule(self.recurrence)
        except ValidationError:
            return False
        return True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_times()
        super().save(*args, **kwargs)

    @property
    def local_start(self) -> datetime:
        return local(self.starts_at, ZoneInfo(self.time_zone))

    @property
    def local_end(self) -> datetime:
        return local(self.ends_at, ZoneInfo(self.time_zone))

    @property
    def schedule(self) -> Schedule:
        return build_schedule(self)

    @property
    def venue(self) -> Venue | None:
        """The place, or None for an event that is online only."""
        if not self.venue_name:
            return None
        return Venue(self.venue_name, self.venue_address, self.latitude, self.longitude)


def build_span() -> models.Func:
    """The time of an occurrence, both ends included; `greatest`, since a range may not end before it starts."""
    return models.Func(
        models.F("starts_at"),
        Greatest(models.F("starts_at"), models.F("ends_at")),
        template="tstzrange(%(expressions)s, '[]')",
        output_field=DateTimeRangeField(),
    )


class EventOccurrence(models.Model):
    """An occurrence of a live event, worked out from its times and rule: see `occurrences.py`.

    Rows are stored for a bounded time, so that lists can be filtered, ordered and counted in SQL. Days are those of
    the event's own zone.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="stored_occurrences", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    first_day = models.DateField()
    last_day = models.DateField()
    all_day = models.BooleanField()
    next_during = DateTimeRangeField(null=True)
    """When it is the next of its event: from the end of those before until its own. The ranges of an event do not
    overlap, so that a moment finds one row of each event, however often it repeats."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at"], name="events_one_occurrence_a_start")
        ]
        indexes = [
            models.Index(fields=["event", "ends_at", "starts_at"], name="events_occurrence_of_event"),
            GistIndex(
                fields=["next_during"],
                include=["event", "starts_at", "ends_at", "first_day", "last_day", "all_day"],
                name="events_occurrence_next",
            ),
            GistIndex(build_span(), name="events_occurrence_span"),
            models.Index(fields=["ends_at", "starts_at"], name="events_occurrence_end"),
            models.Index(fields=["first_day", "last_day"], name="events_occurrence_days"),
        ]


class Speaker(CleanTextMixin, Orderable):
    """Somebody who speaks at an event."""

    page = ParentalKey(Event, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    photo = models.ForeignKey(
        "media.Image",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    link = models.URLField(_("link"), blank=True, validators=[http_url])

    graphql_fields = [
        GraphQLString("name", required=True),
        GraphQLString("role", required=True),
        GraphQLString("organisation", required=True),
        GraphQLImage("photo"),
        GraphQLString("link", required=True),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")


class Registration(CleanTextMixin, models.Model):
    """A person's place at an event. Personal data: the API shows it to that person alone."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=move_registrations, related_name="registrations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    state = models.CharField(
        _("state"), max_length=10, choices=RegistrationState, default=RegistrationState.CONFIRMED
    )
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("registration")
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~models.Q(state="cancelled"),
                name="events_one_live_registration",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.event}"
