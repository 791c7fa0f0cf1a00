"""Every field that somebody writes words into, of every model that people write in: found by looking, not by a list."""

import pytest
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Locale

from core.localized import LocalizedCharField
from core.normalised import Normalised
from languages.normalising import normalise

TYPED, RIGHT = "Qoʼgʼirchoq, maʻno, O'zbekiston", "Qoʻgʻirchoq, maʼno, Oʻzbekiston"
MODELS = [model for model in apps.get_models() if issubclass(model, Normalised)]
IN_ALL_LANGUAGES = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, LocalizedCharField)
]
# Read by programs, or people's own; by the name of the field, so that a new one is asked about.
NO_PROSE = {
    *("path", "url_path", "slug", "draft_title", "reference", "submission", "language", "consent_version"),
    *("consent_purpose", "email", "email_key", "organisation_key", "search_key", "phone", "name", "website"),
    *("country", "organisation"),
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_text_of_a_model_is_put_right(db, model):
    row = _in_uzbek(model)
    texts = [field.attname for field in model._meta.concrete_fields if _holds_words(field)]
    assert texts
    for name in texts:
        setattr(row, name, TYPED)
    normalise(row)
    assert {name: getattr(row, name) for name in texts} == dict.fromkeys(texts, RIGHT)


def _in_uzbek(model: type[models.Model]) -> models.Model:
    """A row that says its language the way its model does: itself, or by what it belongs to."""
    names = {field.name for field in model._meta.concrete_fields}
    uzbek = Locale.objects.get(language_code="uz")
    fields = {name: value for name, value in (("locale", uzbek), ("language", "uz")) if name in names}
    for field in model._meta.concrete_fields:
        if isinstance(field, ParentalKey):
            fields[field.name] = _in_uzbek(field.related_model)
    return model(**fields)


def _holds_words(field: models.Field) -> bool:
    words = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.SlugField | models.URLField | models.EmailField | LocalizedCharField | StreamField
    )
    return words and not field.choices and field.name not in NO_PROSE


@pytest.mark.parametrize(("model", "name"), IN_ALL_LANGUAGES)
def test_every_text_in_all_languages_is_put_right(model, name):
    row = model(**{name: {"uz": TYPED, "en": "The dog's o'clock"}})
    model._meta.get_field(name).pre_save(row, add=True)
    assert dict(getattr(row, name)) == {"uz": RIGHT, "en": "The dog's o'clock"}
