"""Pages that show a village or a key figure go from the cache when it changes."""

from core.page_cache import invalidate_on_change
from programmes.models import KeyFigure, Village

invalidate_on_change(KeyFigure, track=True)
invalidate_on_change(Village, track=True)
