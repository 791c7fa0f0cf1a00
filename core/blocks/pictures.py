"""Blocks of pictures. Every one of them is shown by `{% photograph %}` (core.pictures).

The words beside a picture are shown with it or not at all, so neither search nor API has them: those do not ask.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage

from core import pictures
from core.chosen import FoundTogether

from . import groups
from .preview import Previewed, any_image


class CollectedImageChooserBlock(FoundTogether, ImageChooserBlock):
    """Wagtail's, reading what the page collected."""

    def rows(self) -> models.QuerySet:
        """With their copies: a preview shows them next."""
        return super().rows().prefetch_related("renditions")

    def bulk_to_python(self, values: list[int | None]) -> list[AbstractImage | None]:
        """The images in the order of their ids, each its own object."""
        ids = list(values)
        pictures.warm(pk for pk in ids if pk)
        return [pictures.find([pk]).get(pk) if pk else None for pk in ids]


class PictureBlock(ImageBlock):
    """An image with the words for those who do not see it; words of blanks are none."""

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required=required, **{"search_index": False} | kwargs)
        chooser = CollectedImageChooserBlock(required=required, label=_("Image"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser
        self.child_blocks["alt_text"].field.help_text = _(
            "In one sentence what is seen, for those who do not see it."
        )

    def clean(self, value: AbstractImage | None) -> AbstractImage | None:
        """Refuse an image that is not decorative and has no words, and none at all; raises ValidationError."""
        if value is not None and value.contextual_alt_text:
            value.contextual_alt_text = value.contextual_alt_text.strip()
        return super().clean(value)


class ImageFigureBlock(Previewed, blocks.StructBlock):
    """One picture with a caption."""

    picture = PictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200, search_index=False)
    shape = blocks.ChoiceBlock(
        label=_("Shape"),
        choices=[("", _("As it is")), ("wide", _("Cut to a wide picture"))],
        default="",
        required=False,
        help_text=_("A cut keeps the focal point of the image."),
    )

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Any picture of the library."""
        return {"picture": any_image(), "caption": words["short"], "shape": "wide"}

    class Meta:
        icon = "image"
        label = _("Picture")
        group = groups.PICTURES
        description = _("One picture with a caption. Say what is seen on it, or mark it as decorative.")
        template = "blocks/image.html"


class GalleryItemBlock(blocks.StructBlock):
    """A picture of a gallery."""

    picture = PictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=120, search_index=False)


class GalleryBlock(Previewed, blocks.StructBlock):
    """Pictures side by side."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    items = blocks.ListBlock(GalleryItemBlock(), label=_("Pictures"), min_num=2, max_num=12)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """The same picture three times."""
        items = [{"picture": any_image(), "caption": words["short"]} for _number in range(3)]
        return {"title": words["short"], "items": items}

    class Meta:
        icon = "image"
        label = _("Gallery")
        group = groups.PICTURES
        description = _("Two to twelve pictures side by side, all cut to one shape.")
        template = "blocks/gallery.html"


class LogoBlock(blocks.StructBlock):
    """An organisation: its name, its logo where it gave us one, its site."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    logo = CollectedImageChooserBlock(
        label=_("Logo"), required=False, help_text=_("Left empty, the name is shown in type.")
    )
    url = blocks.URLBlock(label=_("Address of its site"), required=False)


class PartnerLogosBlock(Previewed, blocks.StructBlock):
    """Organisations that stand by the association."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    items = blocks.ListBlock(LogoBlock(), label=_("Organisations"), min_num=1, max_num=12)

    def sample(self, words: dict[str, str]) -> dict[str, object]:
        """Three organisations without a logo."""
        items = [{"name": words[key], "logo": None, "url": ""} for key in ("short", "source", "more")]
        return {"title": words["short"], "items": items}

    class Meta:
        icon = "group"
        label = _("Partners’ logos")
        group = groups.PLACES
        description = _("Logos of partners that agreed to be named, each with a link to its site.")
        template = "blocks/partner_logos.html"
