"""How a block looks in the editor before anything is written: as on the site, with sample words."""

from django.utils.translation import get_language
from wagtail.images import get_image_model

from core.styleguide import samples


class Previewed:
    """A block that shows itself with `sample(words)`, in the language of the editor."""

    def sample(self, words: dict[str, str]) -> object:
        """What the block holds in the preview; `words` are core.styleguide.samples.WORDS of a language."""
        raise NotImplementedError

    def get_preview_value(self) -> object:
        """The sample as a value of this block."""
        return self.normalize(self.sample(samples.words(get_language() or "uz")))


def any_image() -> object | None:
    """A picture for previews; there may be none yet."""
    return get_image_model().objects.order_by("pk").first()
