"""The audit trail: added to, never changed."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from core import audit
from core.models import AuditEntry
from core.models.audit import AppendOnlyError

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return get_user_model().objects.create_user("staff@x.example")


def test_an_entry_names_the_row_by_label_and_key(person):
    entry = audit.record(action="user.invite", obj=person)
    assert (entry.object_label, entry.object_pk) == ("accounts.user", str(person.pk))


def test_entries_about_a_row_are_found(person):
    entry = audit.record(action="user.invite", obj=person)
    audit.record(action="entry.read", obj=entry)
    assert list(AuditEntry.objects.about(person)) == [entry]


def test_an_anonymous_visitor_is_no_actor(person):
    assert audit.record(action="user.sign_up", obj=person, actor=AnonymousUser()).actor is None


def test_an_entry_outlives_its_actor(person):
    entry = audit.record(action="user.invite", obj=person, actor=person)
    person.delete()
    assert AuditEntry.objects.get(pk=entry.pk).actor is None


def test_an_entry_rolls_back_with_its_act(person):
    with transaction.atomic():
        audit.record(action="user.invite", obj=person)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_a_row_that_is_not_saved_cannot_be_audited():
    with pytest.raises(ValueError, match="saved row"):
        audit.record(action="user.invite", obj=get_user_model()())


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(action="x"),
        lambda entry: AuditEntry.objects.all().delete(),
    ],
)
def test_entries_cannot_be_changed_or_deleted(person, change):
    entry = audit.record(action="user.invite", obj=person)
    with pytest.raises(AppendOnlyError):
        change(entry)
