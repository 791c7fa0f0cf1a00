"""Pictures and documents whose answer, or whose consent, has changed."""

from core import pictures
from core.page_cache import invalidate
from safeguarding.gate import may_show_somewhere
from safeguarding.models import CustomImage
from safeguarding.models.media import ShowsPeople
from safeguarding.services.file_names import delete_copies, move


def settle(media: ShowsPeople) -> None:
    """Where it may no longer be shown anywhere, its copies go and the pages that showed it are made anew.

    Once: no address is known of a picture that has no copies as visitors see them.
    """
    if may_show_somewhere(media):
        return
    if (
        isinstance(media, CustomImage)
        and media.renditions.filter(filter_spec__in=pictures.PUBLIC_SPECS).exists()
    ):
        hide(media)
    invalidate(media)


def hide(media: ShowsPeople) -> None:
    """Give the file another name and remove every copy: addresses of copies are made of the original's name, and the
    library, where staff go on seeing the picture, makes new ones.
    """
    if isinstance(media, CustomImage):
        delete_copies(media)
    move(media)
