"""Forms of the library: whom a picture or document shows, and the consents it rests on."""

import json
from collections.abc import Iterable
from functools import partial
from hashlib import sha256

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from languages.info import CONTENT_LANGUAGES
from safeguarding import traces
from safeguarding.metadata import clean_file
from safeguarding.models import Consent, Scope, Shows
from safeguarding.models.consent import LANGUAGE_CODES, LONGEST, today
from safeguarding.services.media import settle

KEEP_CONSENTS = "safeguarding.change_consent"
AGREED = ("child_agreed_on", "guardian_agreed_on")
CONSENT_SAYS = ("subject", "is_adult", "scopes", "languages", "expires_on", "note", *AGREED)


class ReferencesField(forms.Field):
    """Consents by their references, written one after the other; there may be hundreds to choose from."""

    widget = forms.TextInput({"autocomplete": "off", "placeholder": "C-7K3M-Q9XT-2BC4"})

    def prepare_value(self, value: object) -> object:
        """Show references; what was typed wrongly stays."""
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(one.reference for one in value)

    def to_python(self, value: object) -> list[Consent]:
        """The consents; raises ValidationError naming each reference that is not there."""
        written = [word.upper() for word in str(value or "").replace(",", " ").split()]
        found = {one.reference: one for one in Consent.objects.filter(reference__in=written)}
        if unknown := [word for word in written if word not in found]:
            raise ValidationError(
                _("There is no consent %(references)s.") % {"references": ", ".join(unknown)}
            )
        return [found[word] for word in dict.fromkeys(written)]

    def has_changed(self, initial: Iterable[Consent] | None, data: object) -> bool:
        """Compare the references, in any order."""
        before = {one.reference for one in initial or ()}
        return before != {word.upper() for word in str(data or "").replace(",", " ").split()}


class AsSeenForm(forms.ModelForm):
    """Refuses what stayed open while somebody else said otherwise: pictures would be shown again in that moment."""

    as_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["as_seen"].initial = self._as_it_is()

    def clean_as_seen(self) -> str:
        """Compare what was shown with what is there now."""
        seen = self.cleaned_data["as_seen"]
        if self.instance.pk and seen and seen != self._as_it_is():
            self.add_error(
                None, _("Somebody has changed this since you opened it. Open it again and look at it first.")
            )
        return seen

    def _as_it_is(self) -> str:
        says = json.dumps(self.what_it_says(self.instance.pk), default=str, sort_keys=True)
        return sha256(says.encode()).hexdigest()


class ShowsPeopleForm(AsSeenForm):
    """What images and documents have in common."""

    def __init__(self, *args: object, user: AbstractBaseUser | None = None, **kwargs: object) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.keeps_consents = bool(user) and user.has_perm(KEEP_CONSENTS)
        if "shows" in self.fields:
            self.fields["shows"].help_text = gettext_lazy(
                "Look at the background, too. Nothing is published before this is answered. For a new file it has to "
                "be answered anew."
            )
            # Several that are uploaded together come without an answer: if it were required, Wagtail would keep them
            # beside the library.
            self.fields["shows"].required = False
        if "consents" in self.fields:
            self.fields["consents"] = ReferencesField(
                label=gettext_lazy("Consents"),
                required=False,
                help_text=gettext_lazy(
                    "References of the consents of every child who could be recognised, with commas between."
                ),
            )

    def what_it_says(self, pk: int) -> object:
        """Whom which file shows, and on what it rests."""
        row = type(self.instance).objects.get(pk=pk)
        return [row.shows, row.file.name, sorted(row.consents.values_list("pk", flat=True))]

    def clean_shows(self) -> str:
        """No answer is "not looked at yet"."""
        return self.cleaned_data["shows"] or Shows.UNKNOWN

    def clean(self) -> dict[str, object]:
        """A child who could be recognised needs a consent at once, not only when something is published."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("shows") == Shows.CHILD and "consents" in cleaned and not cleaned["consents"]:
            self.add_error("consents", _("Name the consent. Without one the picture stays unpublished."))
        if self.instance.pk and not self.keeps_consents:
            self._refuse_to_free(cleaned)
        return cleaned

    def _refuse_to_free(self, cleaned: dict[str, object]) -> None:
        """Pages show a picture as soon as its answer allows it: nobody else may undo what a family, or whoever keeps
        the consents, has said.
        """
        before = type(self.instance).objects.get(pk=self.instance.pk)
        if before.shows == Shows.CHILD and cleaned.get("shows", Shows.CHILD) != Shows.CHILD:
            words = _(
                "It was said that this shows a child. Only whoever keeps the consents may say otherwise."
            )
            self.add_error("shows", words)
        binding = [one for one in before.consents.all() if not one.covers(Scope.WEB, LANGUAGE_CODES)]
        if "consents" in cleaned and set(binding) - set(cleaned["consents"] or ()):
            words = _(
                "Only whoever keeps the consents may take one off that was withdrawn, has ended or does not cover "
                "everything."
            )
            self.add_error("consents", words)

    def save(self, commit: bool = True) -> object:
        """Keep it, and take away at once what it no longer may show."""
        saved = super().save(commit)
        if commit:
            settle(saved)
        return saved


class ImageForm(ShowsPeopleForm, BaseImageForm):
    """Of images (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].help_text = gettext_lazy(
                "What is seen, in a sentence, for those who do not see it. Each page may say it in its own words."
            )

    def save(self, commit: bool = True) -> object:
        """Mails that wait to be sent show it as it was answered before."""
        saved = super().save(commit)
        if commit:
            transaction.on_commit(partial(traces.recall, {saved.pk}, set()), robust=True)
        return saved


class DocumentForm(ShowsPeopleForm, BaseDocumentForm):
    """Of documents (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""

    def clean_file(self) -> File:
        """A new file is cleaned here, so that what is wrong with it stands beside its field.

        Of a kind that no document may have it is refused first: more can be cleaned than is accepted here.
        """
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(file)
        return clean_file(file)


class ConsentForm(AsSeenForm, WagtailAdminModelForm):
    """Scopes and languages as boxes to tick; dates that make sense."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May be shown in"), choices=Scope, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages"),
        choices=CONTENT_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )

    def what_it_says(self, pk: int) -> object:
        """Who agreed to what."""
        return Consent.objects.values("withdrawn_at", *CONSENT_SAYS).get(pk=pk)

    def clean(self) -> dict[str, object]:
        """Both are asked again after a time: a year that was mistyped must not keep a picture up for a generation."""
        cleaned = super().clean() or self.cleaned_data
        agreed = [cleaned[name] for name in AGREED if cleaned.get(name)]
        last = min(agreed, default=today()) + LONGEST
        if {"expires_on", *AGREED} & set(self.changed_data) and cleaned.get("expires_on", last) > last:
            words = _("They are asked again after two years at the latest: let it end by %(date)s.")
            self.add_error("expires_on", words % {"date": date_format(last)})
        return cleaned
