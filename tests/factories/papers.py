"""Documents and films that tell everything their programs and cameras tell."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pikepdf
from PIL import Image

SECRET = b"Tashkent-41.31-69.28"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">'
    b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">The river year</rdf:li></rdf:Alt></dc:title>'
    b"<dc:creator><rdf:Seq><rdf:li>" + SECRET + b"</rdf:li></rdf:Seq></dc:creator>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def photograph(thumbnail: bool = True) -> bytes:
    """A JPEG with EXIF, XMP and a comment, a thumbnail in its EXIF, and a second picture behind its end."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x8825] = {1: "N", 2: (41.0, 18.0, 36.0)}
    out = BytesIO()
    Image.effect_noise((24, 16), 60).convert("RGB").save(
        out, "JPEG", exif=exif, xmp=XMP, comment=SECRET, icc_profile=b"colours", quality=80
    )
    return out.getvalue() + (b"\xff\xd8" + SECRET if thumbnail else b"")


def paper(title: bytes = b"The river year") -> bytes:
    """A PDF of a page with a photograph, a photograph packed twice, a remark, an attachment, and metadata of each."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        pictures = {}
        for name, raw, filters in (
            ("/A", photograph(), pikepdf.Name.DCTDecode),
            ("/B", zlib.compress(photograph()), [pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]),
        ):
            picture = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
            picture.write(raw, filter=pikepdf.Array(filters) if isinstance(filters, list) else filters)
            picture.Metadata = pdf.make_stream(XMP)
            pictures[name] = picture
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(pictures))
        page.PieceInfo = pikepdf.Dictionary(Program=pikepdf.Dictionary(Private=SECRET))
        page.Thumb = pdf.make_stream(SECRET)
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=SECRET, Contents=b"Good"
        )
        page.Annots = pikepdf.Array([remark])
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, SECRET, filename="notes.txt")
        pdf.docinfo["/Author"] = SECRET.decode()
        pdf.Root.Metadata = pdf.make_stream(XMP.replace(b"The river year", title))
        out = BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


OFFICE = {
    "docx": {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b'<w:ins w:author="' + SECRET + b'" w:id="1"><w:t>The river year</w:t></w:ins>',
        "word/people.xml": b'<w15:person w15:author="' + SECRET + b'"/>',
        "word/media/image1.jpg": photograph(),
        "docProps/core.xml": b"<dc:creator>" + SECRET + b"</dc:creator>",
        "docProps/app.xml": b"<Company>" + SECRET + b"</Company>",
        "docProps/custom.xml": SECRET,
        "docProps/thumbnail.jpeg": photograph(),
    },
    "xlsx": {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b'<workbook><x15ac:absPath url="C:\\'
        + SECRET
        + b'"/><sheets>The river year</sheets></workbook>',
        "xl/comments1.xml": b"<author>" + SECRET + b"</author>",
        "xl/persons/person.xml": b'<person displayName="' + SECRET + b'"/>',
        "docProps/core.xml": SECRET,
    },
    "pptx": {
        "[Content_Types].xml": b"<Types/>",
        "ppt/slides/slide1.xml": b"The river year",
        "ppt/commentAuthors.xml": b'<p:cmAuthor id="0" name="' + SECRET + b'"/>',
        "ppt/media/image1.jpeg": photograph(),
        "docProps/core.xml": SECRET,
    },
    "odt": {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<dc:creator>" + SECRET + b"</dc:creator>The river year",
        "Pictures/one.jpg": photograph(),
        "meta.xml": b"<meta:initial-creator>" + SECRET + b"</meta:initial-creator>",
        "Thumbnails/thumbnail.png": SECRET,
    },
}


def office(kind: str, **more: bytes) -> bytes:
    """A document of a kind of `OFFICE`; its first part is stored as it is, the others packed."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate((OFFICE[kind] | more).items()):
            archive.writestr(name, content, ZIP_DEFLATED if number else ZIP_STORED)
    return out.getvalue()


def box(kind: bytes, content: bytes = b"") -> bytes:
    """A box of a film."""
    return (len(content) + 8).to_bytes(4) + kind + content


def full(kind: bytes, *numbers: int) -> bytes:
    """A box with a version, and numbers."""
    return box(kind, b"\0\0\0\0" + b"".join(number.to_bytes(4) for number in numbers))


def track(handler: bytes, samples: list[int], places: list[int]) -> bytes:
    """What is seen, heard or told of so many bytes at those places, and where the camera says so besides."""
    described = bytes(12) + SECRET[:4] + bytes(26) + SECRET.ljust(32) + bytes(4)
    table = box(b"stsd", bytes(4) + (1).to_bytes(4) + box(b"avc1", described))
    table += full(b"stsz", 0, len(samples), *samples) + full(b"stsc", 1, 1, len(samples), 1)
    table += full(b"stco", len(places), *places) + box(b"SAMS", SECRET)
    media = box(b"mdhd", b"\0\0\0\0" + b"\x11" * 16) + box(b"hdlr", bytes(8) + handler + bytes(12) + SECRET)
    folder = box(b"dref", bytes(4) + (1).to_bytes(4) + box(b"alis", bytes(4) + SECRET))
    media += box(b"minf", box(b"dinf", folder) + box(b"stbl", table))
    return box(b"trak", box(b"tkhd", b"\0\0\0\0" + b"\x11" * 16) + box(b"mdia", media))


FILM, PLACES = b"pictures and sound", SECRET + SECRET


def film(brand: bytes = b"isom") -> bytes:
    """An MP4 with a place in its head, one told while it plays, a preview, and the times of its making."""
    start = box(b"ftyp", brand + b"\0\0\x02\0" + brand)
    data = box(b"mdat", FILM + PLACES)
    first = len(start) + 8
    head = box(b"mvhd", b"\0\0\0\0" + b"\x11" * 16)
    head += track(b"vide", [len(FILM)], [first])
    head += track(b"meta", [len(SECRET), len(SECRET)], [first + len(FILM)])
    head += box(b"gps ", SECRET) + box(b"udta", box(b"\xa9xyz", SECRET)) + box(b"meta", SECRET)
    return start + data + box(b"moov", head) + box(b"uuid", bytes(16) + XMP) + box(b"free", SECRET)
