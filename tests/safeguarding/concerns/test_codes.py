"""The receipt code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeguarding.concerns import codes
from safeguarding.models import Concern
from tests.factories.concerns import CODE, ConcernFactory


@given(st.text())
def test_code_has_four_groups_of_four(token):
    assert [len(group) for group in codes.code_for(token).split("-")] == [4, 4, 4, 4]


@given(st.text())
def test_code_survives_being_written_down(token):
    code = codes.code_for(token)
    assert codes.hash_of(code.lower().replace("-", " ")) == codes.hash_of(code)


@given(st.text(max_size=200))
def test_whatever_is_typed_has_a_hash(typed):
    assert len(codes.hash_of(typed)) == 64


def test_same_form_has_the_same_code():
    assert codes.code_for("a") == codes.code_for("a") != codes.code_for("b")


def test_code_needs_the_secret_key(settings):
    before = codes.code_for("a")
    settings.SECRET_KEY = "another"
    assert codes.code_for("a") != before


def test_cyrillic_lookalikes_are_read_as_meant():
    assert codes.normalise("авс") == "ABC"


@pytest.mark.django_db
def test_code_opens_its_report_after_the_secret_key_changed(settings):
    concern = ConcernFactory()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert Concern.objects.with_code(CODE).get() == concern


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "ABCD", "ABCD-EFGH-JKMN-PQRT", "' OR 1=1 --", "\x00"])
def test_other_codes_open_nothing(code):
    ConcernFactory()
    assert not Concern.objects.with_code(code).exists()


@pytest.mark.django_db
def test_code_is_kept_nowhere():
    concern = ConcernFactory()
    values = Concern.objects.filter(pk=concern.pk).values().get()
    assert not any(CODE in str(value) or CODE.replace("-", "") in str(value) for value in values.values())
