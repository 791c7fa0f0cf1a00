"""What an issue is made of: little, because mail programs understand little."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

FEATURES = ["h2", "bold", "italic", "link", "ul", "ol"]


class PictureBlock(blocks.StructBlock):
    """A picture with the words that stand for it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(label=_("What the picture shows"), max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")


class ReadOnBlock(blocks.StructBlock):
    """A page of the site: its title, a few words, a button."""

    page = blocks.PageChooserBlock(label=_("Page"))
    text = blocks.TextBlock(label=_("Text"), required=False)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Page of the site")


class LetterBlock(blocks.StreamBlock):
    """The body of an issue."""

    paragraph = blocks.RichTextBlock(label=_("Text"), features=FEATURES, icon="pilcrow")
    picture = PictureBlock()
    read_on = ReadOnBlock()
