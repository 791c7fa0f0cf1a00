"""The gate holds for what somebody adds tomorrow: a page type, a model with a picture, an address."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Locale, Page, get_page_models

from core.pages import BasePage
from core.publishing import ChildIdentity, Gated, PublishRefused
from home.models import HomePage
from safeguarding.models import CustomDocument, CustomImage

MEDIA = (CustomImage, CustomDocument)
PAGE_TYPES = [model for model in get_page_models() if model is not Page]
# What is not shown by being saved, and who asks before it is.
ASKED_ELSEWHERE = {
    "IssueText": "newsletter.services.sending asks before it goes out, newsletter.letters while it goes",
    "CustomRendition": "a copy of a picture, which is asked wherever it is shown",
    "StringTranslation": "words of a draft",
}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_type_of_page_passes_the_gate(db, model):
    """On `save`, before the database is asked whether the row is complete."""
    assert issubclass(model, BasePage)
    page = model(
        title="Aziza",
        slug="aziza",
        child_identity=ChildIdentity.RECOGNISABLE,
        locale=Locale.objects.get(language_code="en"),
        live=True,
    )
    with pytest.raises(PublishRefused):
        HomePage.objects.get(locale__language_code="en").add_child(instance=page)


def test_every_model_that_shows_a_picture_a_document_or_running_text_passes_the_gate():
    """A new one is `Gated`, or a child row of what is, or it is written above who asks in its place."""
    ours = [model for model in apps.get_models() if _is_ours(model) and _can_show(model)]
    assert len(ours) > 15
    assert [m.__name__ for m in ours if not _is_gated(m) and m.__name__ not in ASKED_ELSEWHERE] == []


def _is_ours(model: type[models.Model]) -> bool:
    return (settings.BASE_DIR / model.__module__.partition(".")[0]).is_dir()


def _can_show(model: type[models.Model]) -> bool:
    return any(
        hasattr(field, "extract_references")
        or (isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model in MEDIA)
        for field in model._meta.get_fields()
    )


def _is_gated(model: type[models.Model]) -> bool:
    parents = [field.related_model for field in model._meta.fields if isinstance(field, ParentalKey)]
    return issubclass(model, Gated) or any(_is_gated(parent) for parent in parents)


def sources(*endings: str) -> Iterator[Path]:
    """The product's own files."""
    for folder in {config.name.partition(".")[0] for config in apps.get_app_configs()} | {"templates"}:
        if (settings.BASE_DIR / folder).is_dir():
            yield from (
                path for ending in endings for path in (settings.BASE_DIR / folder).rglob(f"*{ending}")
            )


def test_templates_show_pictures_through_one_tag():
    """Wagtail's own tags ask nobody."""
    tags = ("wagtailimages_tags", "{% image ", "{% srcset_image", "{% picture", "image_url")
    loading = [str(path) for path in sources(".html", ".txt", ".xml") if _has(path, tags)]
    assert loading == []


def _has(path: Path, words: tuple[str, ...]) -> bool:
    text = path.read_text(encoding="utf-8")
    return any(word in text for word in words)


# Who makes an address of a picture's copy.
MAKES_COPIES = {"core/pictures.py", "newsletter/letters.py"}


def test_code_makes_copies_of_pictures_in_two_places():
    """Both ask first whether the picture may be shown."""
    made = {
        str(path.relative_to(settings.BASE_DIR))
        for path in sources(".py")
        if _calls(path) & {"get_rendition", "get_renditions", "generate_image_url"}
    }
    assert made == MAKES_COPIES


def _calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
