"""Annual statements: asked for, made by the worker, forgotten after a while; they can be asked for again."""

import logging
from datetime import timedelta

import typst
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from accounts.models import User
from core import audit
from donations.models import Donor, LegalEntity, Statement
from donations.receipts import typesetting
from donations.receipts.words import statement_words
from donations.receipts.year import year_of
from donations.services import papers
from donations.services.receipts import PATTERN

logger = logging.getLogger(__name__)
KEEP = timedelta(days=90)
MOST_A_DAY = 20  # of one donor: each costs the worker time


@task()
def make_statement(pk: int) -> None:
    """Put into the queue by `ask`."""
    statement = Statement.objects.unmade().select_related("donor").filter(pk=pk).first()
    if statement is not None:
        make_file(statement)


def ask(donor: Donor, year: int, language: str, by: User) -> Statement:
    """Have a statement made and return its row: the one in the making already, or the last of too many in a day."""
    with transaction.atomic():
        known = Statement.objects.filter(donor=donor, created_at__gte=timezone.now() - timedelta(days=1))
        if known.count() >= MOST_A_DAY and (last := known.first()):
            return last
        statement, is_new = Statement.objects.get_or_create(
            donor=donor, year=year, language=language, file="", defaults={"asked_by": by}
        )
        if is_new:
            audit.record(action="statement.ask", obj=statement, actor=by, note=str(year))
            make_statement.enqueue(statement.pk)
    return statement


def make_file(statement: Statement) -> bool:
    """Reckon, typeset, keep; False while no legal entity issues papers. Raises typst.TypstError, OSError."""
    entity = LegalEntity.issuing()
    if entity is None:
        return False
    made_at = timezone.now()
    year = year_of(statement.donor, statement.year, statement.language, entity)
    with override(statement.language):
        words = statement_words(year, made_at)
    content = typesetting.pdf("statement", words, made_at, PATTERN)
    papers.keep(statement, content, f"statements/{statement.year}/{statement.pk}")
    return True


def make_all() -> int:
    """Whatever a crash left unmade; returns how many were made."""
    made = 0
    for statement in Statement.objects.unmade().select_related("donor"):
        try:
            made += make_file(statement)
        except (typst.TypstError, OSError):
            logger.exception("statement %s could not be made", statement.pk)
    return made


def forget_old() -> int:
    """Delete what was made long ago, files first: a row without its file would be lost sight of."""
    old = Statement.objects.exclude(file="").filter(created_at__lt=timezone.now() - KEEP)
    for statement in old:
        statement.file.delete(save=False)
        statement.delete()
    return len(old)


def language_for(donor: Donor, active: str | None) -> str:
    """The language of the page it is asked for on, else the donor's."""
    return active if active in dict(settings.LANGUAGES) else donor.language
