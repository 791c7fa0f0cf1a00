"""Publishing by the clock, through the gate: one page that must not or cannot appear does not keep the others from it.

Wagtail's `publish_scheduled` does all in one go: an error with one page ends the run, and whatever comes after it in
the list waits for ever. So each is done by itself here, in a transaction of its own.
"""

import logging
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import DraftStateMixin, Page, Revision

from core import publishing
from safeguarding import notifications
from translations.services import times

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Take away what has expired and publish what is due.

    What may not appear as it is leaves the schedule, with a mail. What an error stopped is tried again by the next run;
    a mail says so once a day. Translations come after their originals, and wait for them.
    """
    for instance in _expired():
        _take_away(instance)
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at")
    for revision in sorted(due.select_related("user"), key=_waits):
        if not _waits(revision):
            _appear(revision)


def _expired() -> Iterator[models.Model]:
    """What visitors see beyond its time; each read when its turn comes, as another may have taken it along."""
    kinds = [
        kind for kind in apps.get_models() if issubclass(kind, DraftStateMixin) and not issubclass(kind, Page)
    ]
    for kind in (Page, *kinds):
        beyond = kind.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
        for pk in list(beyond.values_list("pk", flat=True)):
            yield from beyond.filter(pk=pk)


def _waits(revision: Revision) -> bool:
    page = Page.objects.filter(pk=revision.object_id).first() if _is_of_page(revision) else None
    return bool(page and times.original_to_wait_for(page, revision.approved_go_live_at))


def _is_of_page(revision: Revision) -> bool:
    return revision.base_content_type_id == ContentType.objects.get_for_model(Page).pk


def _take_away(instance: models.Model) -> None:
    try:
        with transaction.atomic():
            instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:  # whatever it is, the others must go and appear
        logger.exception("%s %s could not be taken away", instance._meta.label, instance.pk)
        notifications.schedule_failed(instance, str(instance))


def _appear(revision: Revision) -> None:
    with override(getattr(revision.user, "language", settings.LANGUAGE_CODE)):  # who scheduled it reads it
        try:
            _publish(revision)
        except ValidationError as refusal:  # the gate's, or the page's own rules
            with transaction.atomic():
                notifications.not_published(revision, refusal.messages)
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        except Exception:
            logger.exception("revision %s could not be published", revision.pk)
            notifications.schedule_failed(revision.content_object, revision.object_str, revision.user)


@transaction.atomic
def _publish(revision: Revision) -> None:
    """Publish it, unless somebody took it off the schedule since the run began: a takedown, or another version."""
    still = Revision.objects.select_for_update().filter(pk=revision.pk, approved_go_live_at__isnull=False)
    if still.exists():
        publishing.check(revision.as_object())
        revision.publish(log_action="wagtail.publish.scheduled")
