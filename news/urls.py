"""Addresses below `/<lang>/feeds/`."""

from django.urls import path

from news import calendars, feeds

urlpatterns = [
    path("events.ics", calendars.all_events, name="events_calendar"),
    path("events/<int:pk>.ics", calendars.one_event, name="event_calendar"),
    *(
        path(f"{kind}.{form}", feeds.feed, {"kind": kind, "form": form}, name=f"{kind}_{form}")
        for kind, form in feeds.FEEDS
    ),
]
