"""Short texts of things that have no language of their own: a village's name, a key figure's label.

One value holds all four languages, so that a number or a place exists once and reads right everywhere.
"""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages.apostrophes import normalise
from languages.info import CONTENT_LANGUAGES
from languages.transliterate import to_cyrillic

CODES = [code for code, _name in CONTENT_LANGUAGES]
REQUIRED = "uz"


class LocalizedText(dict):
    """Text by language code; `str()` gives the active language's."""

    def __str__(self) -> str:
        return self.in_language(get_language() or REQUIRED)

    def in_language(self, code: str) -> str:
        """The text in `code`; Cyrillic Uzbek is made from Latin where nobody wrote it, others fall back to Uzbek."""
        if text := self.get(code):
            return text
        fallback = self.get(REQUIRED) or next(iter(self.values()), "")
        return to_cyrillic(fallback) if code == "uz-cyrl" else fallback

    def __hash__(self) -> int:  # form widgets compare initial values
        return hash(tuple(sorted(self.items())))


class _Descriptor:
    """Turns whatever is assigned into LocalizedText, so that an unsaved row behaves like a loaded one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type) -> object:
        if instance is None:
            return self
        if self.name not in instance.__dict__:
            instance.refresh_from_db(fields=[self.name])
        return instance.__dict__[self.name]

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.name] = as_localized(value)


def as_localized(value: object) -> LocalizedText:
    """Make LocalizedText of a mapping by language, of a plain text (taken as Uzbek) or of nothing."""
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, Mapping):
        return LocalizedText({str(code): str(text) for code, text in value.items() if text})
    return LocalizedText({REQUIRED: str(value)} if value else {})


class LocalizedWidget(forms.MultiWidget):
    """One input per language, each below the language's own name: what stands in it hides the placeholder."""

    template_name = "core/localized_widget.html"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        inputs = {}
        for code, name in CONTENT_LANGUAGES:
            inputs[code] = forms.TextInput({"lang": code, "aria-label": name, "placeholder": name})
        super().__init__(inputs, attrs)

    def decompress(self, value: object) -> list[str]:
        """Split a value into the texts of the inputs."""
        return [as_localized(value).get(code, "") for code in CODES]

    def value_from_datadict(self, data: Mapping, files: Mapping, name: str) -> LocalizedText:
        """Read the inputs back into one value."""
        texts = super().value_from_datadict(data, files, name)
        return as_localized(dict(zip(CODES, texts, strict=True)))


class LocalizedFormField(forms.Field):
    """Asks for a text in each language; Uzbek must be there."""

    widget = LocalizedWidget

    def clean(self, value: object) -> LocalizedText:
        """Return the texts; raises ValidationError where Uzbek is wanted and missing."""
        texts = as_localized(value)
        if self.required and not texts.get(REQUIRED):
            raise ValidationError(_("Write this in Uzbek at least; the other languages fall back to it."))
        return texts

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare the texts, not the objects."""
        return as_localized(initial) != as_localized(data)


class LocalizedCharField(models.JSONField):
    """A short text in every content language."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", LocalizedText)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Put the converting descriptor in place."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Descriptor(name))

    def get_prep_value(self, value: object) -> object:
        """Store a plain mapping."""
        return dict(as_localized(value))

    def normalise_texts(self, value: object) -> LocalizedText:
        """The texts with their apostrophes put right, each by its language (see languages.normalising)."""
        return LocalizedText({code: normalise(text, code) for code, text in as_localized(value).items()})

    def pre_save(self, model_instance: models.Model, add: bool) -> LocalizedText:
        """So a model that has only such texts needs no more than the field."""
        value = self.normalise_texts(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def value_from_object(self, obj: models.Model) -> LocalizedText:
        """What a form starts from."""
        return as_localized(super().value_from_object(obj))

    def formfield(self, **kwargs: object) -> forms.Field:
        """A field with an input per language."""
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        return LocalizedFormField(
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            **_allowed(kwargs),
        )


def _allowed(kwargs: dict[str, object]) -> dict[str, object]:
    return {key: kwargs[key] for key in ("initial", "widget") if key in kwargs}
