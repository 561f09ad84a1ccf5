"""Addresses of calendars."""

from django.urls import path

from content_types.events.views import event_calendar, events_calendar

urlpatterns = [
    path("events/calendar.ics", events_calendar, name="events_calendar"),
    path("events/<slug:slug>.ics", event_calendar, name="event_calendar"),
]
