"""Removes what a picture says about where, when and with what it was taken."""

import struct
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageSequence, UnidentifiedImageError

FORMATS_WITH_FRAMES = {"GIF", "WEBP", "AVIF"}
MOST_PIXELS = 60_000_000  # more would take the server's memory before it is a picture
UNREADABLE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError),
    # What Pillow's readers stumble over in broken files, and its writers in what is read only.
    *(ArithmeticError, AttributeError, EOFError, LookupError, RuntimeError, TypeError, struct.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)

# How a picture is turned upright, by what its EXIF says (Exif 2.32, 4.6.4, tag 274).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def strip_metadata(image: object) -> None:
    """Replace `image.file` by the same pixels without any metadata, and put width, height and size right.

    Raises ValidationError where the file is not a picture that can be read whole.
    """
    image.file.seek(0)
    content = clean_bytes(image.file.read())
    image.file = ContentFile(content, name=image.file.name)
    image._set_image_file_metadata()


def clean_bytes(raw: bytes) -> bytes:
    """Return the picture in `raw` re-encoded in its own format from its pixels alone.

    Raises ValidationError where it is no picture that can be read, or has more than MOST_PIXELS.
    """
    try:
        with Image.open(BytesIO(raw)) as source:
            _check_size(source)
            kind = source.format
            # Of others one is kept, so one is unpacked: a small file can hold thousands, and memory only some.
            moves = kind in FORMATS_WITH_FRAMES
            frames = [_pixels(frame) for frame in (ImageSequence.Iterator(source) if moves else [source])]
            return _encode(frames, kind, source)
    except UNREADABLE as error:
        raise ValidationError(_("This file is not a picture that can be read.")) from error


def pixels_of(raw: bytes) -> int:
    """How many would be unpacked; none of what is no picture."""
    try:
        with Image.open(BytesIO(raw)) as picture:
            return _pixels_in(picture)
    except UNREADABLE:
        return 0


def _check_size(picture: Image.Image) -> None:
    if _pixels_in(picture) > MOST_PIXELS:
        raise ValidationError(_("A picture is too large. Please send a smaller one."))


def _pixels_in(picture: Image.Image) -> int:
    """All frames of a moving picture are unpacked together."""
    width, height = picture.size
    frames = getattr(picture, "n_frames", 1) if picture.format in FORMATS_WITH_FRAMES else 1
    return int(width * height * frames)


def _pixels(frame: Image.Image) -> Image.Image:
    """A fresh picture that carries nothing but pixels, turned the way its EXIF said."""
    turned = _upright(frame)
    clean = turned.copy()
    clean.info = {
        key: value for key, value in turned.info.items() if key in {"duration", "loop", "transparency"}
    }
    clean.getexif().clear()
    return clean


def _upright(frame: Image.Image) -> Image.Image:
    """Turned the way its EXIF said. Where a telephone has written that wrongly the picture is as good; Pillow's own way
    would write it all once more, and fail.
    """
    frame.load()
    try:
        turn = TURNS.get(frame.getexif().get(ExifTags.Base.Orientation))
    except UNREADABLE:
        turn = None
    return frame if turn is None else frame.transpose(turn)


def _encode(frames: list[Image.Image], kind: str | None, source: Image.Image) -> bytes:
    first, rest = frames[0], frames[1:]
    options: dict[str, object] = {"format": kind}
    if kind in {"JPEG", "MPO"}:
        options |= {"format": "JPEG", "quality": 90, "optimize": True, "exif": b""}
    elif kind in FORMATS_WITH_FRAMES and rest:
        options |= {"save_all": True, "append_images": rest, "loop": source.info.get("loop", 0)}
        options |= {"duration": [frame.info.get("duration", 100) for frame in frames]}
    if kind in {"WEBP", "AVIF", "PNG"}:
        options |= {"exif": b""}
    out = BytesIO()
    first.save(out, **options)
    return out.getvalue()
