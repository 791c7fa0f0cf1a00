"""The gate: nothing that shows a recognisable child is shown without valid consents, whatever the route.

It looks at the instance as it is in memory, just before it is saved as something visitors see, and follows every
reference that it holds: fields, child rows, blocks, rich text. Wagtail's reference index knows how to find them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from core import pictures
from core.pages import BasePage
from core.publishing import ChildIdentity, PublishRefused, guard
from safeguarding.models.consent import LANGUAGE_CODES, Consent, Scope
from safeguarding.models.media import CustomDocument, CustomImage, Shows, ShowsPeople

MEDIA: tuple[type[ShowsPeople], ...] = (CustomImage, CustomDocument)


@dataclass(frozen=True)
class Problem:
    """Why something must not be shown; `field` is the form's field it belongs to, "" for none."""

    message: str
    field: str = ""


def problems(instance: models.Model, on: date | None = None, scope: str = Scope.WEB) -> list[Problem]:
    """Everything that forbids to show `instance` on that day (default: today); empty when it may be shown."""
    languages = languages_of(instance)
    found = [*_of_story(instance, languages, on, scope)] if isinstance(instance, BasePage) else []
    for media in media_of(instance):
        found += _of_media(media, languages, on, scope)
    return found


@guard
def refuse(instance: models.Model, on: date | None = None) -> None:
    """Raise PublishRefused where something forbids to show `instance`."""
    if found := problems(instance, on):
        raise PublishRefused([PublishRefused(one.message, code=one.field) for one in found])


def refuse_images(ids: Collection[int], languages: list[str], scope: str = Scope.WEB) -> None:
    """Raise PublishRefused where an image must not be sent out in one of the languages: mails ask before they go."""
    images = CustomImage.objects.filter(pk__in=ids).prefetch_related("consents")
    found = [one for image in images for one in _of_media(image, languages, None, scope)]
    if found:
        raise PublishRefused([PublishRefused(one.message) for one in found])


def languages_of(instance: models.Model) -> list[str]:
    """In which languages it is read: a page in its own, what has no language of its own in all."""
    locale = getattr(instance, "locale", None)
    return [locale.language_code] if locale else LANGUAGE_CODES


def media_of(instance: models.Model) -> list[ShowsPeople]:
    """The images and documents that it refers to, in any field, child row, block or rich text; with consents."""
    wanted: dict[int, set[str]] = {}
    for type_id, pk, _model_path, _path in ReferenceIndex._extract_references_from_object(instance):
        wanted.setdefault(type_id, set()).add(pk)
    found: list[ShowsPeople] = []
    for model in MEDIA:
        if keys := wanted.get(ContentType.objects.get_for_model(model).pk):
            found += model.objects.filter(pk__in=keys).prefetch_related("consents")
    return found


def visible(ids: Collection[int]) -> Collection[int]:
    """Those of the images that may be shown now, in the active language; two queries at most, for any number.

    Asked whenever a page is rendered (`core.pictures`), so that what ended a minute ago is left out all the same.
    """
    images = CustomImage.objects.filter(pk__in=ids).exclude(shows=Shows.UNKNOWN)
    shown = dict(images.values_list("pk", "shows"))
    children = [pk for pk, shows in shown.items() if shows == Shows.CHILD]
    if not children:
        return list(shown)
    languages = [get_language() or "uz"]
    told = CustomImage.objects.filter(pk__in=children).prefetch_related("consents")
    allowed = {image.pk for image in told if may_show(image, languages)}
    return [pk for pk, shows in shown.items() if shows != Shows.CHILD or pk in allowed]


pictures.guard_with(visible)


def may_show(
    media: ShowsPeople, languages: list[str], on: date | None = None, scope: str = Scope.WEB
) -> bool:
    """Whether a picture or document may be shown there and then."""
    return not _of_media(media, languages, on, scope)


def _of_story(page: BasePage, languages: list[str], on: date | None, scope: str) -> Iterable[Problem]:
    if not page.child_identity and page.tells_of_people:
        yield Problem(_("Say whether a child could be recognised by this page."), "child_identity")
    consents = [row.consent for row in page.child_consents.all() if row.consent_id]
    if page.child_identity == ChildIdentity.RECOGNISABLE and not consents:
        yield Problem(
            _("A child could be recognised by this page, and no consent is named."), "child_identity"
        )
    # A consent that is named must hold, whatever the answer above: the page rests on it.
    for text in _uncovered(consents, languages, on, scope):
        yield Problem(_("The page rests on a consent that does not allow it: %(why)s.") % {"why": text})


def _of_media(media: ShowsPeople, languages: list[str], on: date | None, scope: str) -> list[Problem]:
    if media.shows == Shows.UNKNOWN:
        return [Problem(_("“%(title)s”: nobody has said yet whom it shows.") % {"title": media.title})]
    if media.shows != Shows.CHILD:
        return []
    consents = list(media.consents.all())
    if not consents:
        return [Problem(_("“%(title)s” shows a child, and no consent is named.") % {"title": media.title})]
    reasons = _uncovered(consents, languages, on, scope)
    return [
        Problem(_("“%(title)s” shows a child: %(why)s.") % {"title": media.title, "why": why})
        for why in reasons
    ]


def _uncovered(consents: list[Consent], languages: list[str], on: date | None, scope: str) -> Iterable[str]:
    """For each consent that does not cover it, in words, why."""
    for consent in consents:
        if consent.covers(scope, languages, on):
            continue
        state = consent.state_on(on)
        if state != "valid":
            yield _("consent %(reference)s is %(state)s") % {
                "reference": consent.reference,
                "state": state.label,
            }
        else:
            yield _("consent %(reference)s does not cover this place or language") % {
                "reference": consent.reference
            }
