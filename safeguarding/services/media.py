"""Pictures whose answer has changed."""

from core.page_cache import invalidate
from safeguarding.gate import may_show
from safeguarding.models import CustomImage
from safeguarding.models.media import ShowsPeople


def settle(media: ShowsPeople) -> None:
    """Where it may no longer be shown anywhere, its copies go and the pages that showed it are made anew."""
    languages = {code for consent in media.consents.all() for code in consent.languages}
    if any(may_show(media, [code]) for code in languages or {"uz"}):
        return
    if isinstance(media, CustomImage):
        for rendition in media.renditions.all():
            rendition.file.storage.delete(rendition.file.name)
            rendition.delete()
    invalidate(media)
