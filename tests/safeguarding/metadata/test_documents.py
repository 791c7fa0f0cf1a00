"""No document, film or recording keeps who made it, where, when and with what."""

import base64 as b64
import zlib
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from hypothesis import given as sampled
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from safeguarding.metadata import CLEANABLE, CleanFile, clean_content, clean_file, jpeg, pdf
from tests.factories.papers import (
    FILM,
    OFFICE,
    PLACES,
    SECRET,
    box,
    film,
    full,
    office,
    paper,
    photograph,
    track,
)

SAMPLES = {
    "pdf": paper,
    **{kind: lambda kind=kind: office(kind) for kind in OFFICE},
    "mp4": film,
    "mov": film,
}


def _told(kind: str, raw: bytes) -> bytes:
    """Everything that is in a file, unpacked."""
    if kind == "pdf":
        with pikepdf.open(BytesIO(raw)) as opened:
            opened.save(
                out := BytesIO(),
                compress_streams=False,
                qdf=True,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            )
            return out.getvalue()
    if kind in OFFICE:
        with ZipFile(BytesIO(raw)) as archive:
            return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    return raw


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_must_go_goes_and_the_rest_stays(kind):
    raw = SAMPLES[kind]()
    clean = clean_content(kind, raw)
    assert SECRET in _told(kind, raw)
    assert SECRET not in _told(kind, clean)
    assert SECRET.decode().encode("utf-16-be") not in _told(kind, clean)
    assert (FILM if kind in {"mp4", "mov"} else b"The river year") in _told(kind, clean)


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_clean_stays_as_it_is(kind):
    clean = clean_content(kind, SAMPLES[kind]())
    assert clean_content(kind, clean) == clean


def test_every_kind_that_the_library_takes_is_cleaned(settings):
    assert set(settings.WAGTAILDOCS_EXTENSIONS) | set(settings.WAGTAILIMAGES_EXTENSIONS) <= CLEANABLE.keys()


def test_a_photograph_keeps_its_pixels_and_its_colours():
    raw = photograph()
    with Image.open(BytesIO(raw)) as before, Image.open(BytesIO(jpeg.without_metadata(raw))) as after:
        assert before.tobytes() == after.tobytes()
        assert after.info["icc_profile"] == b"colours"
        assert not after.getexif()


def test_a_thumbnail_in_the_first_segment_goes():
    head = b"\xff\xd8\xff\xe0" + (16 + 3).to_bytes(2) + b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01" + b"RGB"
    raw = head + photograph(thumbnail=False)[2:]
    clean = jpeg.without_metadata(raw)
    assert b"RGB" not in clean
    with Image.open(BytesIO(clean)) as picture:
        picture.load()


def test_readers_for_the_blind_keep_what_they_go_by():
    with pikepdf.open(BytesIO(clean_content("pdf", paper()))) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == "The river year"
        assert metadata["pdfuaid:part"] == "1"
        assert "dc:creator" not in metadata
        assert not pdf.attachments
        assert pdf.pages[0].Annots[0].Contents == b"Good".decode()


def test_a_title_that_only_the_old_place_has_stays():
    with pikepdf.open(BytesIO(paper())) as pdf:
        del pdf.Root.Metadata
        pdf.docinfo["/Title"] = "The dry year"
        pdf.save(out := BytesIO())
    with pikepdf.open(BytesIO(clean_content("pdf", out.getvalue()))) as pdf:
        assert pdf.open_metadata()["dc:title"] == "The dry year"
        assert "/Info" not in pdf.trailer


@pytest.mark.parametrize("title", [b"Microsoft Word - Malika.docx", b"Malika Karimova.doc"])
def test_a_title_that_is_the_name_of_a_file_goes(title):
    assert b"Malika" in paper(title)
    assert b"Malika" not in _told("pdf", clean_content("pdf", paper(title)))


def test_what_an_earlier_version_of_a_paper_held_goes():
    raw = paper()
    with pikepdf.open(BytesIO(raw)) as pdf:
        pdf.make_indirect(pikepdf.String("Karimova"))
        pdf.save(out := BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"Karimova" not in _told("pdf", clean_content("pdf", out.getvalue() + b"\n% Karimova"))


@pytest.mark.parametrize("where", ["page", "form", "pattern"])
def test_a_picture_in_the_drawing_itself_is_cleaned(where):
    drawing = b"q BI /W 24 /H 16 /BPC 8 /CS /RGB /F /DCT ID " + photograph() + b"\nEI Q"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        if where == "page":
            page.Contents = pdf.make_stream(drawing)
        elif where == "pattern":
            tile = pdf.make_stream(drawing, PatternType=1, BBox=[0, 0, 9, 9])
            page.Resources = pikepdf.Dictionary(Pattern=pikepdf.Dictionary(P=tile))
        else:
            form = pdf.make_stream(drawing, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
            page.Annots = pikepdf.Array([pikepdf.Dictionary(AP=pikepdf.Dictionary(N=form))])
        pdf.save(out := BytesIO(), compress_streams=False)
    assert SECRET in _told("pdf", out.getvalue())
    clean = _told("pdf", clean_content("pdf", out.getvalue()))
    assert SECRET not in clean
    assert b"/DCTDecode" in clean


PHOTO = photograph()  # another one each time
PACKINGS = {
    "/ASCII85Decode": lambda raw: b64.a85encode(raw) + b"~>",
    "/ASCIIHexDecode": lambda raw: raw.hex().encode() + b">",
    "/FlateDecode": zlib.compress,
}


def _photograph_packed(*filters: str) -> bytes:
    """A PDF with it, the outermost packing first."""
    raw = PHOTO
    for one in reversed(filters):
        raw = PACKINGS[one](raw)
    with pikepdf.new() as pdf:
        named = pikepdf.Array([pikepdf.Name(one) for one in (*filters, "/DCTDecode")])
        picture = pdf.make_stream(raw, Subtype=pikepdf.Name.Image, Filter=named)
        pdf.add_blank_page().Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/A": picture}))
        pdf.save(out := BytesIO())
    return out.getvalue()


@pytest.mark.parametrize(
    "filters",
    [
        ["/ASCII85Decode"],  # as many programs write it
        ["/ASCIIHexDecode"],
        ["/FlateDecode", "/FlateDecode"],
        ["/ASCII85Decode", "/FlateDecode"],
    ],
)
def test_a_photograph_is_cleaned_however_it_is_packed(filters):
    clean = clean_content("pdf", _photograph_packed(*filters))
    with pikepdf.open(BytesIO(clean)) as pdf:
        picture = pdf.pages[0].Resources.XObject.A
        assert picture.Filter == pikepdf.Name.DCTDecode
        assert picture.read_raw_bytes() == jpeg.without_metadata(PHOTO)


def test_a_photograph_in_the_drawing_written_as_letters_is_cleaned():
    letters = PACKINGS["/ASCII85Decode"](PHOTO)
    drawing = b"q BI /W 24 /H 16 /BPC 8 /CS /RGB /F [/A85 /DCT] ID " + letters + b"\nEI Q"
    clean = clean_content("pdf", _pages(1, drawing))
    with pikepdf.open(BytesIO(clean)) as pdf:
        (picture,) = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" in one]
        assert picture.read_raw_bytes() == jpeg.without_metadata(PHOTO)


@pytest.mark.parametrize("filters", [["/LZWDecode"], ["/ASCIIHexDecode", "/LZWDecode"]])
def test_a_packing_without_a_limit_is_refused_where_it_could_grow_too_much(filters):
    with pikepdf.new() as pdf:
        named = pikepdf.Array([pikepdf.Name(one) for one in filters])
        pdf.add_blank_page().Contents = pdf.make_stream(b"00" * 100_000, Filter=named)
        pdf.save(out := BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(ValidationError):
        clean_content("pdf", out.getvalue())


def test_nor_does_it_grow_in_the_drawing_itself():
    drawing = b"q BI /W 24 /H 16 /BPC 8 /CS /RGB /F [/LZW /DCT] ID " + b"0" * 200_000 + b"\nEI Q"
    with pytest.raises(ValidationError) as refused:
        clean_content("pdf", _pages(1, drawing))
    assert str(refused.value.__cause__) == "packed too much"


def test_a_short_drawing_in_that_packing_stays():
    with pikepdf.new() as pdf:
        packed = bytes.fromhex("800b6050220c0c8501")  # of ISO 32000-1, 7.4.4.2
        pdf.add_blank_page().Contents = pdf.make_stream(packed, Filter=pikepdf.Name.LZWDecode)
        pdf.save(out := BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pikepdf.open(BytesIO(clean_content("pdf", out.getvalue()))) as clean:
        assert clean.pages[0].Contents.read_bytes() == bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])


def test_a_film_loses_the_places_told_while_it_plays_and_nothing_moves():
    raw, clean = film(), clean_content("mp4", film())
    assert len(clean) == len(raw)
    assert PLACES not in clean
    assert clean.index(FILM) == raw.index(FILM)
    assert b"\x11" * 8 not in clean[clean.index(b"mvhd") : clean.index(b"mvhd") + 16]


def _with_track(kind: bytes, table: bytes | None = None) -> bytes:
    """A film in which something of such a kind tells a place."""
    data = box(b"mdat", SECRET)
    told = track(kind, [len(SECRET)], [8])
    return data + box(
        b"moov", track(b"vide", [], []) + (told if table is None else told.replace(b"stsz", table))
    )


@pytest.mark.parametrize("kind", [b"meta", b"text", b"sbtl", b"camm", b"tmcd", b"gpmd"])
def test_only_what_is_seen_and_heard_stays_of_a_film(kind):
    """Drones write places into subtitles, cameras into tracks of kinds of their own."""
    assert SECRET not in clean_content("mov", _with_track(kind))


def test_what_is_told_in_tables_that_are_not_read_is_refused():
    with pytest.raises(ValidationError):
        clean_content("mov", _with_track(b"meta", table=b"stz2"))


def test_what_a_camera_writes_into_the_picture_itself_goes():
    """The tags of AVCHD, with a 3 that belongs to none of them; what stands behind them stays."""
    uuid = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66")
    tags = b"\xb2\0\0\3\0\x41" + b"\xb4" + SECRET[:4]
    clean = clean_content("mp4", box(b"mdat", FILM + uuid + b"MDPM\2" + tags + FILM))
    assert clean == box(b"mdat", FILM + uuid + b"MDPM\2" + b"\xff" * 11 + FILM)


def test_what_a_camera_in_a_car_writes_between_the_pictures_goes():
    """In boxes of which no table tells (ExifTool's QuickTimeStream, "freeGPS")."""
    told = box(b"free", b"GPS " + SECRET)
    clean = clean_content("mp4", box(b"mdat", FILM + told + FILM))
    assert clean == box(b"mdat", FILM + told[:8] + bytes(4 + len(SECRET)) + FILM)


@pytest.mark.parametrize("length", [0, 3, 2**32 - 1])
def test_a_box_between_the_pictures_that_lies_of_its_length_makes_no_film_longer(length):
    told = length.to_bytes(4) + b"freeGPS " + SECRET
    assert len(clean_content("mp4", box(b"mdat", told))) == len(told) + 8


def test_what_each_picture_of_a_film_of_photographs_tells_goes():
    raw = box(b"mdat", photograph(thumbnail=False) * 2)
    clean = clean_content("mov", raw)
    assert len(clean) == len(raw)
    assert b"Exif" not in clean
    assert b"dc:creator" not in clean
    Image.open(BytesIO(clean[8:])).load()


def test_an_office_document_keeps_its_order_and_no_times():
    with ZipFile(BytesIO(clean_content("odt", office("odt")))) as archive:
        assert archive.namelist() == list(OFFICE["odt"])
        assert archive.infolist()[0].compress_type == 0
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("kind", "part", "content"),
    [
        ("docx", "word/header1.xml", b'<pic:cNvPr id="0" name="%s.jpg"/>'),
        ("docx", "word/header1.xml", b'<wp:docPr id="1" name="Picture 1" descr="C:\\Users\\Anna\\%s.jpeg">'),
        ("pptx", "ppt/slides/slide2.xml", b"<p:cNvPr id='4' name='Picture 3' descr='%s.png'/>"),
        ("xlsx", "xl/drawings/drawing1.xml", b'<xdr:cNvPr id="2" name="%s.heic"/>'),
        ("docx", "word/header1.xml", b'<v:imagedata r:id="rId5" o:title="%s"/>'),
        (
            "docx",
            "word/_rels/settings.xml.rels",
            b'<Relationship Target="file:///C:\\%s\\a.dotm" TargetMode="External"/>',
        ),
        ("docx", "word/_rels/document.xml.rels", b'<Relationship Target="C:\\%s\\a.jpg"/>'),
        ("odt", "content.xml", b'<draw:frame draw:name="%s.jpg" draw:z-index="0">'),
        ("odt", "content.xml", b'<draw:frame draw:name="Image1"><svg:desc>%s.jpg</svg:desc></draw:frame>'),
        ("docx", "word/header1.xml", b'<v:shape id="a" alt="C:\\Users\\x\\%s.JPG">'),
        ("docx", "word/header1.xml", b'<w:instrText> INCLUDEPICTURE "C:\\x\\%s.jpg" </w:instrText>'),
        ("pptx", "ppt/changesInfos/changesInfo1.xml", b'<pc:chgData name="%s" providerId="AD"/>'),
        ("xlsx", "xl/pivotCache/pivotCacheDefinition1.xml", b'<pivotCacheDefinition refreshedBy="%s">'),
        ("xlsx", "xl/comments/comment1.xml", b"<author>%s</author>"),
        ("odt", "content.xml", b'<draw:image xlink:href="file:///home/%s.jpg"/>'),
        ("xlsx", "xl/connections.xml", b'<textPr sourceFile="C:\\Users\\%s.csv"/>'),
        ("xlsx", "xl/connections.xml", b'<dbPr connection="Data Source=C:\\%s.accdb"/>'),
        ("docx", "word/settings.xml", b'<w:mailMerge><w:connectString w:val="C:\\%s.xlsx"/></w:mailMerge>'),
        ("docx", "customXml/item2.xml", b"<UserInfo><DisplayName>%s</DisplayName></UserInfo>"),
        ("docx", "word/media/image2.svg", b'<svg inkscape:export-filename="C:\\Users\\%s.png"/>'),
    ],
)
def test_what_the_files_of_pictures_were_called_goes(kind, part, content):
    clean = clean_content(kind, office(kind, **{part: content % SECRET}))
    assert SECRET not in _told(kind, clean)


def test_a_picture_is_cleaned_whatever_its_name_ends_in():
    png = BytesIO()
    about = PngInfo()
    about.add_text("Comment", SECRET.decode())
    Image.new("RGB", (2, 2)).save(png, "PNG", pnginfo=about)
    clean = clean_content("docx", office("docx", **{"word/media/image2.tmp": png.getvalue()}))
    assert SECRET not in _told("docx", clean)


def test_what_an_object_within_a_text_tells_of_its_making_goes():
    told = b"<meta:initial-creator>" + SECRET + b"</meta:initial-creator>"
    clean = clean_content("odt", office("odt", **{"Object 1/meta.xml": told}))
    assert SECRET not in _told("odt", clean)


@pytest.mark.parametrize(
    ("kind", "part", "content"),
    [
        ("docx", "word/comments.xml", b'<w:comment w:id="0" w:date="%s" w16du:dateUtc="%s">'),
        ("pptx", "ppt/comments/comment1.xml", b'<p:cm authorId="0" dt="%s" idx="1">'),
        ("xlsx", "xl/threadedComments/threadedComment1.xml", b'<threadedComment ref="A1" dT="%s">'),
        ("odt", "content.xml", b"<office:annotation><dc:date>%s</dc:date></office:annotation>"),
        ("xlsx", "xl/revisions/userNames.xml", b'<userInfo guid="{1}" name="%s" id="1" dateTime="2026"/>'),
    ],
)
def test_by_whom_and_when_a_remark_was_written_goes(kind, part, content):
    told = content.replace(b"%s", SECRET)
    assert SECRET not in _told(kind, clean_content(kind, office(kind, **{part: told})))


CORE = b'<?xml version="1.0"?>\r\n<coreProperties xmlns="core"><dc:creator>%s</dc:creator></coreProperties>'


@pytest.mark.parametrize(
    "part",
    ["package/services/metadata/core-properties/1f3a.psmdcp", "docprops/Core.XML", "docProps/CUSTOM.xml"],
)
def test_who_wrote_it_goes_wherever_a_program_puts_it(part):
    content = CORE % SECRET if part.endswith("mdcp") else SECRET
    assert SECRET not in _told("xlsx", clean_content("xlsx", office("xlsx", **{part: content})))


def test_words_for_the_blind_and_names_of_cells_stay():
    words = b'<wp:docPr id="1" name="Picture 1" descr="Two children at unicef.com">'
    assert words in _told("docx", clean_content("docx", office("docx", **{"word/header1.xml": words})))
    names = b'<definedName name="Sum.2026">Sheet1!$A$1</definedName>'
    assert names in _told("xlsx", clean_content("xlsx", office("xlsx", **{"xl/names.xml": names})))


def test_a_document_within_a_document_is_cleaned():
    clean = clean_content("docx", office("docx", **{"word/embeddings/table.xlsx": office("xlsx")}))
    with ZipFile(BytesIO(clean)) as archive:
        assert SECRET not in _told("xlsx", archive.read("word/embeddings/table.xlsx"))


def test_an_earlier_version_of_a_text_and_a_paper_put_into_it_are_cleaned():
    """LibreOffice keeps the former under a name without ending, and the latter as its picture."""
    parts = {"Versions/Version1": office("odt"), "Pictures/drawing": paper()}
    with ZipFile(BytesIO(clean_content("odt", office("odt", **parts)))) as archive:
        assert SECRET not in _told("odt", archive.read("Versions/Version1"))
        assert SECRET not in _told("pdf", archive.read("Pictures/drawing"))


NAMES = [
    {"Type": "/StructElem", "Alt": "C:\\Users\\{}\\photo"},
    {"Type": "/StructElem", "Alt": "{}.jpg"},
    {"S": "/URI", "URI": "file:///C:/Users/{}/list.xlsx"},
    {"S": "/Launch", "F": "C:\\Users\\{}\\list.xlsx"},
    {"Type": "/Filespec", "UF": "{}.png", "Desc": "{}", "EF": ""},
]


def _paper_with(named: dict[str, str]) -> bytes:
    with pikepdf.open(BytesIO(paper())) as pdf:
        values = {f"/{key}": value.format(SECRET.decode()) for key, value in named.items()}
        values = {key: pikepdf.Name(value) if value[:1] == "/" else value for key, value in values.items()}
        pdf.Root.Kept = pdf.make_indirect(pikepdf.Dictionary(values))
        pdf.save(out := BytesIO())
    return out.getvalue()


@pytest.mark.parametrize("named", NAMES)
def test_what_files_were_called_before_a_paper_was_made_goes(named):
    assert SECRET not in _told("pdf", clean_content("pdf", _paper_with(named)))


def test_words_that_are_written_wrongly_are_no_reason_to_refuse_a_paper():
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.Root.Kept = pdf.make_indirect(pikepdf.Dictionary(Alt=b"\xef\xbb\xbf\xff\xff"))
        pdf.save(out := BytesIO())
    assert clean_content("pdf", out.getvalue())


@pytest.mark.parametrize("key", ["CreatorInfo", "Measure", "VP", "LGIDict", "SpiderInfo"])
def test_where_and_by_whom_a_sheet_or_a_layer_was_drawn_goes(key):
    with pikepdf.open(BytesIO(paper())) as pdf:
        told = pikepdf.Dictionary(Subtype=pikepdf.Name.GEO, GPTS=[41.31, 69.28], Creator=SECRET)
        pdf.pages[0].obj[f"/{key}"] = pikepdf.Array([told]) if key == "VP" else told
        pdf.save(out := BytesIO())
    clean = _told("pdf", clean_content("pdf", out.getvalue()))
    assert SECRET not in clean
    assert b"69.28" not in clean


@pytest.mark.parametrize("named", [{"Alt": "Two children at a table"}, {"URI": "https://unicef.org/a.jpg"}])
def test_other_words_for_the_blind_and_addresses_of_a_paper_stay(named):
    told = _told("pdf", clean_content("pdf", _paper_with(named)))
    assert next(iter(named.values())).encode() in told


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("kind", "part", "begins"),
    [
        ("docx", "word/media/image1.heic", b"\0\0\0\x24ftypheic"),
        ("docx", "word/media/image1.png", b"\0\0\0\x20ftypavif"),
        ("pptx", "ppt/media/image1.jxl", b"\0\0\0\x0cJXL \r\n\x87\n"),
        ("docx", "word/media/hdphoto1.wdp", b"II\xbc\x01"),
        ("docx", "word/media/image1.jp2", b"\0\0\0\x0cjP  \r\n\x87\n"),
        ("odt", "Pictures/image1.psd", b"8BPS\0\1"),
        ("docx", "word/media/image1.eps", b"%!PS-Adobe-3.0 EPSF-3.0"),
        ("docx", "word/embeddings/oleObject1.bin", OLE),
        ("xlsx", "xl/embeddings/Old.XLS", OLE),
        ("odt", "Object 1", OLE),
        ("docx", "word/media/image1.emf", b"\x01\0\0\0" + photograph()),
        ("docx", "word/media/image1.emz", b"\x1f\x8b\x08\0"),
        ("docx", "word/media/image1.svg", b'<svg><image href="data:image/jpeg;base64,'),
        ("odt", "content.xml", b"<office:binary-data>" + b64.b64encode(photograph())),
        ("docx", "word/afchunk.mht", b"MIME-Version: 1.0"),
        ("docx", "word/afchunk2.rtf", b"{\\rtf1{\\pict\\jpegblip "),
        ("pptx", "ppt/media/media1.mts", b"\0\0\0\0G"),
        ("pptx", "ppt/media/media1.avi", b"RIFF"),
        ("pptx", "ppt/media/media1.mp3", b"ID3"),
    ],
)
def test_a_document_that_holds_what_cannot_be_cleaned_is_refused(kind, part, begins):
    with pytest.raises(ValidationError):
        clean_content(kind, office(kind, **{part: begins + b"whatever another program kept"}))


def test_whoever_chose_such_a_document_is_told_what_to_do():
    with translation.override("en"), pytest.raises(ValidationError, match="as a PDF"):
        clean_content("docx", office("docx", **{"word/embeddings/oleObject1.bin": OLE}))


def test_what_tells_of_a_printer_stops_no_table():
    clean_content("xlsx", office("xlsx", **{"xl/printerSettings/printerSettings1.bin": b"a printer"}))


def _with_password() -> bytes:
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.save(out := BytesIO(), encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("pdf", b""),
        ("pdf", b"%PDF-1.7"),
        ("pdf", b"PK\x03\x04"),
        ("pdf", _with_password()),
        ("docx", b""),
        ("docx", b"\xd0\xcf\x11\xe0 an encrypted document"),
        ("docx", office("docx")[:-40]),
        ("docx", office("docx", **{"word/media/image1.jpg": b"\xff\xd8 no photograph"})),
        ("odt", office("odt", **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"})),
        ("mp4", b"\0\0\0\x04ftyp"),
        ("mp4", film()[:-3]),
        ("mp4", film() + box(b"moof", box(b"traf"))),  # places in fragments
        ("jpg", b"<svg/>"),
        ("zip", office("docx")),
        ("", b"x"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(kind, raw):
    with pytest.raises(ValidationError):
        clean_content(kind, raw)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is(monkeypatch):
    monkeypatch.setattr("safeguarding.metadata.office.MOST_BYTES", 1000)
    monkeypatch.setattr("safeguarding.metadata.office._copied", lambda *_: pytest.fail("was unpacked"))
    with pytest.raises(ValidationError):
        clean_content("docx", office("docx", bomb=bytes(1001)))


def _png(side: int) -> bytes:
    Image.new("1", (side, side)).save(out := BytesIO(), "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("limit", "most", "parts"),
    [
        (
            "MOST_BYTES",
            30_000,
            {f"word/embeddings/{n}.docx": office("docx", bomb=bytes(9000)) for n in "abc"},
        ),
        ("MOST_PIXELS", 1000, {f"word/media/{n}.png": _png(20) for n in "abc"}),
    ],
)
def test_what_documents_within_a_document_unpack_to_counts_together(monkeypatch, limit, most, parts):
    monkeypatch.setattr(f"safeguarding.metadata.office.{limit}", most)
    first = dict([next(iter(parts.items()))])
    assert clean_content("docx", office("docx", **first))
    with pytest.raises(ValidationError):
        clean_content("docx", office("docx", **parts))


def _greedy(samples: int, chunks: int) -> bytes:
    """A track of metadata whose tables tell of so many samples, of a byte each, in each of so many chunks."""
    table = full(b"stsz", 1, samples * chunks) + full(b"stsc", 1, 1, samples, 1)
    table += full(b"stco", chunks, *[0] * chunks)
    handler = box(b"hdlr", bytes(8) + b"meta" + bytes(13))
    return box(b"moov", box(b"trak", box(b"mdia", handler + box(b"minf", box(b"stbl", table)))))


@pytest.mark.parametrize(("samples", "chunks"), [(2**20, 1), (2000, 20)])
def test_a_film_that_tells_of_more_than_it_holds_is_refused(samples, chunks):
    """Four thousand million samples cost nobody who sends them anything; whoever counts them never ends."""
    with pytest.raises(ValidationError):
        clean_content("mp4", film() + _greedy(samples, chunks))


def _pages(number: int, drawing: bytes) -> bytes:
    """A PDF of so many pages that share one drawing."""
    with pikepdf.new() as pdf:
        shared = pdf.make_stream(drawing)
        for _number in range(number):
            pdf.add_blank_page().Contents = shared
        pdf.save(out := BytesIO())
    return out.getvalue()


def test_what_the_pages_of_a_paper_unpack_to_counts_together(monkeypatch):
    monkeypatch.setattr("safeguarding.metadata.pdf.MOST_BYTES", 10_000)
    assert clean_content("pdf", _pages(2, b" " * 4000))
    with pytest.raises(ValidationError):
        clean_content("pdf", _pages(3, b" " * 4000))


def test_a_page_that_unpacks_to_too_much_is_refused_before_it_is():
    assert pikepdf.settings.get_qpdf_limits()["flate_max_memory"] == pdf.MOST_OF_ONE
    before = pikepdf.settings.set_qpdf_limits(flate_max_memory=4000)
    try:
        with pytest.raises(ValidationError):
            clean_content("pdf", _pages(1, b" " * 9000))
    finally:
        pikepdf.settings.set_qpdf_limits(**before)


def test_a_photograph_of_nothing_but_marks_is_refused():
    with pytest.raises(ValueError, match="marks"):
        jpeg.without_metadata(b"\xff\xd8" + b"\xff\x01" * 200_000)


def _signed_paper() -> bytes:
    with pikepdf.open(BytesIO(paper())) as pdf:
        signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"seal")
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pikepdf.Dictionary(V=signature)]))
        pdf.save(out := BytesIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("pdf", _signed_paper()),
        ("docx", office("docx", **{"_xmlsignatures/sig1.xml": b"seal"})),
        ("odt", office("odt", **{"META-INF/documentsignatures.xml": b"seal"})),
    ],
)
def test_a_signed_paper_is_refused_but_kept_whole_as_a_proof(kind, raw):
    with pytest.raises(ValidationError):
        clean_content(kind, raw)
    assert clean_content(kind, raw, keep_signed=True) == raw


def test_a_file_is_cleaned_once():
    clean = clean_file(ContentFile(paper(), name="Report.PDF"))
    assert isinstance(clean, CleanFile)
    assert clean.name == "Report.PDF"
    assert clean_file(clean) is clean


@sampled(st.sampled_from(list(SAMPLES)), st.integers(0, 10_000), st.binary(min_size=1, max_size=12))
def test_a_broken_file_is_cleaned_or_refused(kind, at, instead):
    raw = bytearray(SAMPLES[kind]())
    at %= len(raw)
    raw[at : at + len(instead)] = instead
    with suppress(ValidationError):
        clean_content(kind, bytes(raw))


@sampled(st.binary(max_size=200))
def test_a_broken_photograph_is_cleaned_or_refused(tail):
    with suppress(ValueError):
        jpeg.without_metadata(b"\xff\xd8" + tail)
