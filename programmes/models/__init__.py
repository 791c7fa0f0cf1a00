from .key_figure import KeyFigure
from .programme import ProgrammeIndexPage, ProgrammePage
from .village import Village, VillageIndexPage, VillagePage

__all__ = ["KeyFigure", "ProgrammeIndexPage", "ProgrammePage", "Village", "VillageIndexPage", "VillagePage"]
