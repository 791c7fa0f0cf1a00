"""The fields that only one type of page has, read from its copy."""

from datetime import datetime, time

from django.utils import timezone

from home.demo.content import in_language
from programmes.models import Village

DATED = {"article", "story"}
WITH_VILLAGE = DATED | {"event", "vacancy"}


def values_of(copy: dict, language: str, villages: dict[str, Village]) -> dict[str, object]:
    """Field values by name; nothing for types without fields of their own."""
    kind, values = copy["type"], {}
    if kind in WITH_VILLAGE:
        values["village"] = villages.get(copy.get("village") or "")
    if kind in DATED:
        published = timezone.make_aware(datetime.combine(copy["date"], time(9)))
        values |= {"date": copy["date"], "topic": copy["topic"], "first_published_at": published}
    if kind == "story":
        values["person"] = in_language(copy["person"], language)
    if kind == "event":
        values |= {
            "start": _moment(copy["start"]),
            "end": _moment(copy["end"]),
            "place": in_language(copy.get("place"), language),
            "is_online": bool(copy.get("online")),
        }
    if kind == "vacancy":
        values |= {"closing_date": copy["closing_date"], "terms": in_language(copy["terms"], language)}
    return values


def _moment(text: str | datetime) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(str(text)))
