"""Events as iCalendar (RFC 5545): one, or all that a language has."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone
from wagtail.models import Page

from core.page_cache import cacheable
from news.models import EventPage
from news.writable import writable

KEEP_DAYS = 365  # how long what is over stays in the calendar


@cacheable()
def all_events(request: HttpRequest) -> HttpResponse:
    """The calendar to subscribe to."""
    since = timezone.now() - timedelta(days=KEEP_DAYS)
    events = EventPage.for_listing().in_language(get_language() or "uz").filter(start__gte=since)
    return _answer(events, "events.ics")


@cacheable()
def one_event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, to be put into one's own calendar; raises Http404 for what is not live in this language."""
    # As in `api.views.page`: a number too large for the database is no error.
    asked = Page.objects.filter(pk=pk)
    event = EventPage.for_listing().in_language(get_language() or "uz").filter(page_ptr__in=asked).first()
    if event is None:
        raise Http404
    return _answer([event], f"{event.slug}.ics")


def _answer(events: Iterable[EventPage], name: str) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//SOS Children's Villages of Uzbekistan//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("SOS Children’s Villages of Uzbekistan"))
    for event in events:
        calendar.add_component(_component(event))
    if not calendar.subcomponents:  # RFC 5545 knows no calendar without a component
        calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _component(page: EventPage) -> Event:
    """In UTC, so that no description of time zones has to travel along."""
    event = Event()
    event.add("uid", f"{page.translation_key}@portal")
    event.add("dtstamp", (page.last_published_at or page.start).astimezone(UTC))
    event.add("dtstart", page.start.astimezone(UTC))
    if page.last_moment > page.start:  # RFC 5545, 3.8.2.2: later, not at the same time
        event.add("dtend", page.end.astimezone(UTC))
    event.add("summary", writable(page.title))
    event.add("description", writable(page.summary))
    event.add("url", settings.SITE_URL + page.url_path)
    if where := ", ".join(filter(None, [page.place, str(page.village.name) if page.village else ""])):
        event.add("location", writable(where))
    return event
