"""The component page renders everything there is, and only for those who may look."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.utils import translation

from core.styleguide import mails, samples
from core.styleguide.views import styleguide

LANGUAGES = ["uz", "uz-cyrl", "ru", "en"]


def visit(**query):
    request = RequestFactory().get("/uz/styleguide/", query)
    request.user = AnonymousUser()
    return styleguide(request)


@override_settings(DEBUG=False)
def test_strangers_do_not_find_the_component_page():
    with pytest.raises(Http404):
        visit()


@pytest.mark.django_db
@override_settings(DEBUG=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_component_page_renders_in_every_language(language):
    with translation.override(language):
        assert samples.words(language)["title"] in visit().content.decode()


@pytest.mark.django_db
@override_settings(DEBUG=True)
def test_component_page_has_no_inline_style():
    assert " style=" not in visit().content.decode()


def test_words_of_uzbek_in_cyrillic_script_have_no_latin_letter():
    assert not set("abcdefghijklmnopqrtuvwxyz") & set(samples.words("uz-cyrl")["text"].lower())


def test_every_mail_is_found_once():
    assert len(mails.names()) == len(set(mails.names()))


def test_a_placeholder_shows_the_name_of_what_is_missing():
    assert str(mails.Placeholders()["donor"]["name"]) == "[donor.name]"
