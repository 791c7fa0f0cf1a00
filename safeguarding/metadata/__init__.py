"""What a file says of its making (who, where, when, with what) is taken out of every upload: no upload keeps EXIF, GPS,
XMP or embedded thumbnails. A module for each family of formats; `files` knows which one a name belongs to.
"""

from .files import CLEANABLE, CleanFile, clean_content, clean_file
from .pictures import FORMATS_WITH_FRAMES, clean_bytes, strip_metadata

__all__ = [
    "CLEANABLE",
    "FORMATS_WITH_FRAMES",
    "CleanFile",
    "clean_bytes",
    "clean_content",
    "clean_file",
    "strip_metadata",
]
