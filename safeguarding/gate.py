"""The gate: nothing that shows a recognisable child is shown without valid consents, whatever the route.

It looks at the instance as it is in memory, just before it is saved as something visitors see, and follows every
reference that it holds: fields, child rows, blocks, rich text. Wagtail's reference index knows how to find them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, ReferenceIndex

from core import body_links, linked_documents, pictures
from core import media as media_files
from core.pages import BasePage
from core.publishing import ChildIdentity, PublishRefused, guard
from languages.info import CONTENT_LANGUAGES
from safeguarding import mirrors
from safeguarding.came_down import is_to_be_read
from safeguarding.models.consent import LANGUAGE_CODES, Consent, PageConsent, Scope
from safeguarding.models.media import CustomDocument, CustomImage, Shows, ShowsPeople

# Where somebody may have typed an address.
WRITTEN = (StreamField, models.CharField, models.TextField, models.JSONField)
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
    """In which languages it is read: a page in its own and in those of its mirrors, which appear with it; what has no
    language of its own in all.
    """
    locale = getattr(instance, "locale", None)
    if locale is None:
        return LANGUAGE_CODES
    of_mirrors = _of_mirrors([instance.pk]) if isinstance(instance, BasePage) and instance.pk else []
    return list(dict.fromkeys([locale.language_code, *of_mirrors]))


def _of_mirrors(pages: list[int]) -> list[str]:
    """Mirrors have mirrors."""
    mirrors = dict(Page.objects.filter(alias_of__in=pages).values_list("pk", "locale__language_code"))
    return [*mirrors.values(), *_of_mirrors(list(mirrors))] if mirrors else []


def media_of(instance: models.Model) -> list[ShowsPeople]:
    """The images and documents that it refers to, in any field, child row, block or rich text; with consents."""
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in MEDIA}
    wanted: dict[int, set[str]] = {kinds[CustomDocument]: _documents_by_address(instance)}
    for type_id, pk, _model_path, _path in ReferenceIndex._extract_references_from_object(instance):
        wanted.setdefault(type_id, set()).add(pk)
    found: list[ShowsPeople] = []
    for model, type_id in kinds.items():
        if keys := wanted.get(type_id):
            found += model.objects.filter(pk__in=keys).prefetch_related("consents")
    return found


def _documents_by_address(instance: models.Model) -> set[str]:
    """Ids of the documents to whose addresses it leads, of which no index knows."""
    names = {relation.get_accessor_name() for relation in get_all_child_relations(instance)}
    names.discard(COMMENTS_RELATION_NAME)  # staff among themselves
    rows = [instance, *(row for name in names for row in getattr(instance, name).all())]
    texts = (
        f'"{field.value_to_string(row)}"'
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, WRITTEN)
    )
    return {str(pk) for pk in body_links.documents_by_address("\n".join(texts))}


def visible(ids: Collection[int]) -> Collection[int]:
    """Those of the images that may be shown now, in the active language; three queries at most, for any number.

    Asked whenever a page is rendered (`core.pictures`), so that what ended a minute ago is left out all the same.
    """
    return _shown_here(CustomImage, ids)


def offered(ids: Collection[int]) -> Collection[int]:
    """The same of documents, asked whenever a page names them (`core.linked_documents`)."""
    return _shown_here(CustomDocument, ids)


def _shown_here(model: type[ShowsPeople], ids: Collection[int]) -> list[int]:
    free, resting = _free_and_resting(model, ids)
    languages = [get_language() or "uz"]
    return [*free, *(media.pk for media in resting if may_show(media, languages))]


def shown_somewhere(ids: Collection[int]) -> Collection[int]:
    """Those of the images that may be shown now in one language at least: a file has none."""
    free, resting = _free_and_resting(CustomImage, ids)
    return [*free, *(image.pk for image in resting if may_show_somewhere(image))]


def resting(ids: Collection[int]) -> Collection[int]:
    """Those of the images that need or name a consent, which may end on any day."""
    return [image.pk for image in _free_and_resting(CustomImage, ids)[1]]


def _free_and_resting(model: type[ShowsPeople], ids: Collection[int]) -> tuple[list[int], list[ShowsPeople]]:
    """Pictures or documents that need no consent, and those that need or name one, with their consents."""
    known = model.objects.filter(pk__in=ids).exclude(shows=Shows.UNKNOWN)
    named = model.consents.through.objects.filter(**{model._meta.model_name: OuterRef("pk")})
    asked = known.annotate(rests=Exists(named)).values_list("pk", "shows", "rests")
    rests = {pk: shows == Shows.CHILD or is_named for pk, shows, is_named in asked}
    resting = [pk for pk, needed in rests.items() if needed]
    told = model.objects.filter(pk__in=resting).prefetch_related("consents") if resting else ()
    return [pk for pk, needed in rests.items() if not needed], list(told)


pictures.guard_with(visible)
media_files.guard_with(shown_somewhere)
media_files.keep_from_proxies(resting)
linked_documents.guard_with(offered)


def may_show(
    media: ShowsPeople, languages: list[str], on: date | None = None, scope: str = Scope.WEB
) -> bool:
    """Whether a picture or document may be shown there and then."""
    return not _of_media(media, languages, on, scope)


def may_show_somewhere(media: ShowsPeople) -> bool:
    """Whether it may be shown today in one language at least."""
    return any(may_show(media, [code]) for code in LANGUAGE_CODES)


def _of_story(page: BasePage, languages: list[str], on: date | None, scope: str) -> Iterable[Problem]:
    if not page.child_identity and page.tells_of_people:
        yield Problem(
            _("Say on the tab “Children” whether a child could be recognised by this page."), "child_identity"
        )
    consents = consents_of(page)
    if page.child_identity == ChildIdentity.RECOGNISABLE and not consents:
        yield Problem(
            _("A child could be recognised by this page, and no consent is named."), "child_identity"
        )
    if not getattr(page, "is_being_read", False) and is_to_be_read(page, consents):
        yield Problem(
            _(
                "It rested on a consent that does not allow it any more, and does not name it now. Hand it in for "
                "checking: a focal point has to read it before it is published."
            ),
            "child_identity",
        )
    # A consent that is named must hold, whatever the answer above: the page rests on it.
    for text in _uncovered(consents, languages, on, scope):
        yield Problem(_("The page rests on a consent that does not allow it: %(why)s.") % {"why": text})


def consents_of(page: BasePage) -> list[Consent]:
    """What a page rests on: the consents that it names, else those of its other languages or of its original."""
    named = [row.consent for row in page.child_consents.all() if row.consent_id]
    return named or _of_other_languages(page)


def may_tell(page: BasePage, language: str) -> bool:
    """Whether what a page tells may be told in `language` elsewhere, as a mail does that leads to it."""
    return all(consent.covers(Scope.WEB, [language]) for consent in consents_of(page))


def _of_other_languages(page: BasePage) -> list[Consent]:
    """What a page that names no consent rests on all the same: a takedown takes the child's story in all languages, so
    none of them may say that it tells of nobody, unless names and details are changed in it.
    """
    if page.child_identity == ChildIdentity.CHANGED:
        return []
    # Mirrors name what their original named before, and follow it one after the other.
    keys = mirrors.with_originals(page)
    originals = PageConsent.objects.filter(page__translation_key__in=keys, page__alias_of=None)
    others = originals.exclude(page=page.pk)
    return list(Consent.objects.filter(page_uses__in=others).distinct())


def _of_media(media: ShowsPeople, languages: list[str], on: date | None, scope: str) -> list[Problem]:
    if media.shows == Shows.UNKNOWN:
        return [Problem(_("“%(title)s”: nobody has said yet whom it shows.") % {"title": media.title})]
    consents = list(media.consents.all())
    if media.shows == Shows.CHILD and not consents:
        return [Problem(_("“%(title)s” shows a child, and no consent is named.") % {"title": media.title})]
    # A consent that is named must hold, whatever the answer: somebody of age may take theirs back, too.
    words = _("“%(title)s” shows a child: %(why)s.")
    if media.shows != Shows.CHILD:
        words = _("“%(title)s” rests on a consent that does not allow it: %(why)s.")
    reasons = _uncovered(consents, languages, on, scope)
    return [Problem(words % {"title": media.title, "why": why}) for why in reasons]


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
            words = _("consent %(reference)s does not cover this place or language")
            missing = _in_brackets(set(languages) - set(consent.languages))
            yield words % {"reference": consent.reference} + missing


def _in_brackets(languages: set[str]) -> str:
    """Which they are: of a mirror, say, which whoever publishes its original does not think of."""
    names = [str(name) for code, name in CONTENT_LANGUAGES if code in languages]
    return f" ({', '.join(names)})" if names else ""
