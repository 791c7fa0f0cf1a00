"""No picture keeps where, when and with what it was taken."""

import struct
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageSequence, PngImagePlugin

from safeguarding.metadata import clean_bytes
from safeguarding.models import CustomImage
from tests.factories.safeguarding import picture_file

SECRET = b"Tashkent-41.31-69.28"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>' + SECRET + b"</place></x:xmpmeta>"
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
TURNED_RIGHT = 6


def _exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[MAKER] = SECRET.decode()
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (41.0, 18.0, 36.0), 3: "E", 4: (69.0, 16.0, 48.0)}
    return exif.tobytes()


def picture(kind: str, orientation: int = 1, frames: int = 1) -> bytes:
    """A picture of 6 × 4 pixels that tells everything a camera tells."""
    images = [Image.new("RGB", (6, 4), colour) for colour in ("red", "green", "blue")[:frames]]
    options: dict[str, object] = {"format": kind}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Location", SECRET.decode())
        options |= {"exif": _exif(orientation), "pnginfo": text}
    elif kind == "GIF":
        options |= {"comment": SECRET}
    else:
        options |= {"exif": _exif(orientation), "xmp": XMP}
    if frames > 1:
        options |= {"save_all": True, "append_images": images[1:], "duration": 120, "loop": 0}
    out = BytesIO()
    images[0].save(out, **options)
    return out.getvalue()


KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_does_carry_what_must_go(kind: str) -> None:
    assert SECRET in picture(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_metadata_is_left(kind: str) -> None:
    clean = clean_bytes(picture(kind))
    with Image.open(BytesIO(clean)) as image:
        assert SECRET not in clean
        assert not image.getexif()
        assert not {"xmp", "XML:com.adobe.xmp", "comment", "Location", "icc_profile"} & image.info.keys()
        assert image.format == kind


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_picture_stands_the_way_its_camera_said(kind: str) -> None:
    with Image.open(BytesIO(clean_bytes(picture(kind, TURNED_RIGHT)))) as image:
        assert image.size == (4, 6)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF"])
def test_a_moving_picture_keeps_its_frames(kind: str) -> None:
    with Image.open(BytesIO(clean_bytes(picture(kind, frames=3)))) as image:
        assert len(list(ImageSequence.Iterator(image))) == 3


def wrongly_told(tag: int) -> bytes:
    """A photograph taken upright by a telephone that writes a text where a number belongs."""
    entries = sorted([(ORIENTATION, 3, 1, b"\6\0\0\0"), (tag, 2, 4, b"abc\0")])
    rows = b"".join(struct.pack("<HHL", *entry[:3]) + entry[3] for entry in entries)
    exif = b"Exif\0\0II*\0" + struct.pack("<LH", 8, len(entries)) + rows + bytes(4)
    out = BytesIO()
    Image.new("RGB", (6, 4)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("tag", [0x0103, 0x011A])
def test_a_photograph_is_taken_and_turned_whatever_else_its_camera_wrote_wrongly(tag: int) -> None:
    """Pillow's `exif_transpose` writes everything anew, and fails at that."""
    with Image.open(BytesIO(clean_bytes(wrongly_told(tag)))) as image:
        assert image.size == (4, 6)
        assert not image.getexif()


def test_a_picture_that_is_not_written_here_is_refused() -> None:
    photoshop = b"8BPS\0\1" + bytes(6) + b"\0\3" + b"\0\0\0\4" * 2 + b"\0\x08\0\3" + bytes(62)
    with pytest.raises(ValidationError):
        clean_bytes(photoshop)


def test_a_picture_that_breaks_off_in_its_boxes_is_refused() -> None:
    raw = picture("AVIF")
    with pytest.raises(ValidationError):
        clean_bytes(raw.replace(b"pitm", b"pitn"))


def test_colours_without_a_palette_survive() -> None:
    source = Image.new("LA", (3, 3), (120, 60))
    out = BytesIO()
    source.save(out, format="PNG")
    with Image.open(BytesIO(clean_bytes(out.getvalue()))) as image:
        assert image.convert("LA").getpixel((1, 1)) == (120, 60)


@pytest.mark.parametrize("raw", [b"", b"not a picture", picture("JPEG")[:200], b"GIF89a" + b"\0" * 20])
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(ValidationError):
        clean_bytes(raw)


@pytest.mark.django_db
def test_an_uploaded_image_is_stored_clean_with_its_true_size() -> None:
    image = CustomImage(title="House", file=SimpleUploadedFile("house.jpg", picture("JPEG", TURNED_RIGHT)))
    image.save()
    with image.file.open() as stored:
        content = stored.read()
    assert SECRET not in content
    assert (image.width, image.height) == (4, 6)
    assert image.file_size == len(content)


@pytest.mark.django_db
def test_an_image_saved_again_is_not_encoded_again() -> None:
    image = CustomImage.objects.create(title="House", file=SimpleUploadedFile("house.jpg", picture("JPEG")))
    before = image.file.name
    image = CustomImage.objects.get(pk=image.pk)
    image.title = "Home"
    image.save()
    assert image.file.name == before


@pytest.mark.django_db
def test_the_name_of_the_file_does_not_become_an_address():
    """Photographers call their files by the child; the address of a copy stands in public pages."""
    shown = CustomImage(title="Yard", file=picture_file("Malika Karimova 9 yosh Shovot.png"), shows="nobody")
    shown.save()
    address = shown.get_rendition("width-480|format-jpeg").url
    assert not any(word in address + shown.file.name for word in ("Malika", "Karimova", "yosh", "Shovot"))
    assert shown.file.name.endswith(".png")
