"""The people who do the work."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin

from core import pictures
from core.normalised import Normalised
from core.pages import BasePage, IllustrationField
from programmes.blocks import BodyField


class PeoplePage(BasePage):
    """People in the order in which they are written down. Never children."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, InlinePanel("people", label=_("People")), FieldPanel("body")]
    subpage_types: list[str] = []
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("people")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the people, each with a portrait that may be shown; one query for them, two for all portraits."""
        people = list(self.people.all())
        pictures.warm(person.photo_id for person in people if person.photo_id)
        for person in people:
            person.portrait = (
                pictures.find([person.photo_id]).get(person.photo_id) if person.photo_id else None
            )
        return {**super().get_context(request, *args, **kwargs), "people": people}


class Person(TranslatableMixin, Normalised, Orderable):
    """Somebody of the staff or of the board; in each language one row, all of one `translation_key`."""

    verbatim = ("name",)

    page = ParentalKey(PeoplePage, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(
        pgettext_lazy("of a person", "name"),
        max_length=120,
        help_text=_("Of an adult who agreed to be named, or the post where nobody is named."),
    )
    role = models.CharField(_("role"), max_length=160, blank=True)
    text = models.TextField(_("about"), max_length=500, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
        help_text=_("Optional, and only with the person’s agreement. No children."),
    )
    illustration = IllustrationField(_("drawing"), help_text=_("Shown where there is no portrait."))

    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("text"),
        FieldPanel("photo"),
        FieldPanel("illustration"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """The page's."""
        return self.page.locale.language_code
