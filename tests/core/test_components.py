"""Shared templates say the same to eyes, keyboards and assistive technology."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

from core.templatetags import icons


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Letter(forms.Form):
    amount = forms.ChoiceField(choices=[("5", "5 USD"), ("9", "9 USD")], widget=forms.RadioSelect)
    email = forms.EmailField(label="Address", help_text="The receipt goes there.")
    note = forms.CharField(required=False)
    agree = forms.BooleanField(label="I agree")


def field(name, data=None):
    return Letter(data)[name].as_field_group()


def test_a_label_names_its_field():
    assert '<label for="id_email">Address</label>' in field("email")


def test_help_is_tied_to_its_field():
    html = field("email")
    assert 'aria-describedby="id_email_helptext"' in html
    assert 'id="id_email_helptext"' in html


def test_an_error_is_tied_to_its_field():
    html = field("email", {"email": "no"})
    assert "id_email_error" in re.search(r'aria-describedby="([^"]*)"', html)[1]
    assert 'id="id_email_error"' in html


def test_a_field_with_an_error_says_that_it_is_invalid():
    assert 'aria-invalid="true"' in field("email", {"email": "no"})


def test_an_error_says_so_in_words_not_only_in_colour():
    assert "Error:" in field("email", {"email": "no"})


def test_a_field_that_may_stay_empty_says_so():
    assert "(optional)" in field("note")


def test_a_field_that_must_be_filled_says_nothing_more():
    assert "(optional)" not in field("email")


def test_radios_stand_in_a_fieldset_with_a_legend():
    html = field("amount")
    assert html.lstrip().startswith("<fieldset")
    assert "<legend>Amount</legend>" in html


def test_what_was_typed_is_kept():
    assert 'value="no"' in field("email", {"email": "no"})


def test_the_error_summary_leads_to_the_field():
    html = render_to_string("components/error_summary.html", {"form": Letter({"email": "no"})})
    assert 'href="#id_email"' in html


def test_the_error_summary_leads_to_a_group_that_exists():
    form = Letter({"email": "a@b.uz"})
    html = render_to_string("components/error_summary.html", {"form": form})
    assert 'href="#id_amount"' in html
    assert 'id="id_amount"' in form["amount"].as_field_group()


def test_without_errors_there_is_no_summary():
    assert not render_to_string("components/error_summary.html", {"form": Letter()}).strip()


def test_amounts_are_real_radios():
    html = render_to_string("components/money_choice.html", {"field": Letter()["amount"]})
    assert html.count('type="radio"') == 2


def test_progress_is_told_in_words():
    html = render_to_string("components/progress.html", {"percent": 64, "words": "64 % is covered"})
    assert "<strong>64 % is covered</strong>" in html


@pytest.mark.parametrize(("percent", "width"), [(0, 0), (28, 56), (100, 200)])
def test_progress_lights_as_much_as_is_reached(percent, width):
    html = render_to_string("components/progress.html", {"percent": percent, "words": ""})
    assert f'<svg width="{width}"' in html


def test_the_current_page_of_a_listing_is_no_link():
    html = render_to_string("components/pagination.html", {"page_obj": Paginator(range(30), 10).page(2)})
    assert '<span aria-current="page">2</span>' in html


def test_a_single_page_has_no_pagination():
    html = render_to_string("components/pagination.html", {"page_obj": Paginator(range(3), 10).page(1)})
    assert not html.strip()


def test_a_key_figure_names_its_source():
    html = render_to_string(
        "components/figure.html", {"value": "33", "label": "houses", "source": "Our site"}
    )
    assert "Our site" in html


def test_text_given_to_a_card_is_escaped():
    html = render_to_string("components/card.html", {"title": "<b>x</b>", "url": "/"})
    assert "<b>" not in html


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_500_page_needs_no_database(language):
    with translation.override(language):
        assert "<h1>" in render_to_string("500.html")


@pytest.mark.parametrize(
    ("language", "font"), [("uz", "latin"), ("uz-Cyrl", "cyrillic"), ("ru", "cyrillic"), ("en", "latin")]
)
def test_only_the_fonts_of_the_page_s_script_are_preloaded(language, font):
    html = render_to_string("components/fonts.html", {"html_lang": language})
    assert set(re.findall(r"(?:onest|lora)-([a-z]+)", html)) == {font}


@pytest.mark.parametrize(
    "name", ["shield", "menu", "pomegranate", "arrow-right", "chevron-down", "error", "check"]
)
def test_icons_that_layouts_need_are_drawn(name):
    assert name in icons.names()
