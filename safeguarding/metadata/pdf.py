"""Takes out of a PDF who made it, when and with what, and what its pictures tell (ISO 32000-1, 14.3 to 14.5).

Written anew by qpdf, so that what earlier versions of the file held, and no page shows any more, goes too. Pictures
that stand in the drawing of a page itself become ones of their own first, and are cleaned like all others.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from . import boxes, jpeg, parts
from .signed import SignedError

# A few kilobytes can be packed from any amount.
MOST_BYTES = 200 * 1024 * 1024  # of a picture in another packing; of the drawing of all pages and forms
MOST_OF_ONE = 60 * 1024 * 1024  # whatever qpdf unpacks, by itself too
LZW, LZW_GROWS = "/LZWDecode", 1300  # times its length, at most; qpdf has no limit for it
pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_OF_ONE, run_length_max_memory=MOST_OF_ONE)
# Of any page, picture or font; of a layer, who drew it; on a map and a scanned sheet, where on earth it lies; of a copy
# of a site, from where.
TELLING = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/EF", "/AF"),
    *("/CreatorInfo", "/Measure", "/VP", "/LGIDict", "/SpiderInfo"),
)
COMMENT = ("/T", "/M", "/CreationDate", "/NM")  # of a remark: whose, and when
PDFUA, PDFA = "{http://www.aiim.org/pdfua/ns/id/}", "{http://www.aiim.org/pdfa/ns/id/}"
# What readers for the blind, and archives, go by.
KEPT = ("dc:title", "dc:language", f"{PDFUA}part", f"{PDFA}part", f"{PDFA}conformance")
OF_A_PROGRAM = re.compile(r"^Microsoft |\.\w{2,5}$")  # a title made of the name of the file it came from
# Words for the blind that a program made of the name of a picture's file; addresses on the machine where it lay.
FILE_NAME = re.compile(parts.PICTURE_FILE.decode() + r"\s*$|^\s*(?:[A-Za-z]:\\|\\\\)")
OWN_MACHINE = re.compile(r"^\s*(?:file:|[A-Za-z]:[\\/]|\\\\)", re.IGNORECASE)
ATTACHED = ("/F", "/UF", "/DOS", "/Mac", "/Unix", "/Desc")  # what an attachment was called
PHOTOGRAPH, JPEG_2000 = "/DCTDecode", "/JPXDecode"


def without_metadata(raw: bytes) -> bytes:
    """Return the PDF in `raw` without metadata, attachments and previews.

    Raises ValueError where it cannot be read without a password or at all, SignedError where it is signed.
    """
    try:
        with pikepdf.open(BytesIO(raw)) as pdf:
            _check_lzw(pdf)
            _externalise_pictures(pdf)
            _check_lzw(pdf)  # what stood in a drawing, too
            dictionaries = list(_dictionaries(pdf))
            if any(_is_signature(one) for one in dictionaries):
                raise SignedError
            _clean(pdf, dictionaries)
            out = BytesIO()
            pdf.save(out, deterministic_id=True)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, TypeError) as error:
        raise ValueError("no PDF that can be read") from error


def _check_lzw(pdf: pikepdf.Pdf) -> None:
    """Raise ValueError where it could unpack to more than is looked through."""
    left = MOST_BYTES
    for stream in (one for one in pdf.objects if isinstance(one, pikepdf.Stream)):
        filters = _filters(stream)
        if LZW in filters:
            left -= len(stream.read_raw_bytes()) * LZW_GROWS
        if left < 0 or LZW in filters[1:]:
            raise ValueError("packed too much")


def _externalise_pictures(pdf: pikepdf.Pdf) -> None:
    """Inline photographs (8.9.7) of pages, and of the forms, patterns and remarks on them. Raises ValueError where
    there is too much to look through: many pages may share one drawing, and qpdf takes six times its length.
    """
    forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and _is_drawn(one)]
    left = MOST_BYTES
    for drawn in (*pdf.pages, *forms):
        drawing = b"".join(stream.read_bytes() for stream in _drawing(drawn))
        left -= len(drawing)
        if left < 0:
            raise ValueError("too much drawing")
        if b"/DCT" in drawing:
            _externalise(drawn)


def _externalise(drawn: pikepdf.Page | pikepdf.Stream) -> None:
    """qpdf does it in pages and forms: a pattern is one for the moment."""
    if isinstance(drawn, pikepdf.Stream):
        drawn.Resources = drawn.get("/Resources", pikepdf.Dictionary())
        drawn.Subtype = pikepdf.Name.Form
    pikepdf.Page(drawn).externalize_inline_images(shallow=True)
    if isinstance(drawn, pikepdf.Stream) and "/PatternType" in drawn:
        del drawn.Subtype


def _is_drawn(stream: pikepdf.Stream) -> bool:
    """A form, or a pattern that is repeated."""
    return stream.get("/Subtype") == "/Form" or stream.get("/PatternType") == 1


def _drawing(drawn: pikepdf.Page | pikepdf.Stream) -> list[pikepdf.Stream]:
    """Of a form it is itself, of a page a stream or several."""
    contents = drawn if isinstance(drawn, pikepdf.Stream) else drawn.get("/Contents", [])
    parts = contents if isinstance(contents, pikepdf.Array | list) else [contents]
    return [part for part in parts if isinstance(part, pikepdf.Stream)]


def _clean(pdf: pikepdf.Pdf, dictionaries: list[pikepdf.Object]) -> None:
    kept = _kept(pdf)
    for one in dictionaries:
        _forget_names(one)
        for key in TELLING:
            if key in one:
                del one[key]
        if one.get("/Subtype") != "/Widget" and "/Rect" in one:
            for key in COMMENT:
                if key in one:
                    del one[key]
        if isinstance(one, pikepdf.Stream):
            _clean_picture(pdf, one)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if "/Names" in pdf.Root and "/EmbeddedFiles" in pdf.Root.Names:
        del pdf.Root.Names["/EmbeddedFiles"]
    if kept:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for key, value in kept.items():
                metadata[key] = value


def _forget_names(one: pikepdf.Object) -> None:
    """Of files: of attachments, of pictures before they were put in, of what a link leads to on the maker's machine."""
    told = ATTACHED if "/EF" in one else ()
    for key, names in (("/Alt", FILE_NAME), ("/URI", OWN_MACHINE), ("/F", OWN_MACHINE), ("/UF", OWN_MACHINE)):
        if isinstance(one.get(key), pikepdf.String) and names.search(_read(one[key])):
            told = (*told, key)
    for key in told:
        if key in one:
            one[key] = pikepdf.String("")


def _read(text: pikepdf.Object) -> str:
    """Whatever a program wrote."""
    try:
        return str(text)
    except UnicodeDecodeError:
        return bytes(text).decode("latin-1")


def _kept(pdf: pikepdf.Pdf) -> dict[str, object]:
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    kept = {"dc:title": str(pdf.docinfo.get("/Title", ""))}
    kept |= {key: metadata[key] for key in KEPT if key in metadata}
    if OF_A_PROGRAM.search(str(kept["dc:title"])):
        kept["dc:title"] = ""
    return {key: value for key, value in kept.items() if value}


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, those within others and in arrays, too; streams count."""
    waiting = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
            inner = [one[key] for key in one.keys()]  # noqa: SIM118  (iterating gives keys of streams only so)
            yield one
        elif isinstance(one, pikepdf.Array):
            inner = list(one)
        else:
            continue
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _is_signature(one: pikepdf.Object) -> bool:
    return "/ByteRange" in one and "/Contents" in one


def _clean_picture(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> None:
    """A photograph keeps its pixels as they are packed, without what its camera wrote beside them."""
    match _filters(stream):
        case [*outer, kind] if kind in {PHOTOGRAPH, JPEG_2000}:
            _write(stream, kind, _unpacked(pdf, stream, outer))


def _unpacked(pdf: pikepdf.Pdf, stream: pikepdf.Stream, outer: list[str]) -> bytes:
    """Without packings around it: many programs write a photograph as letters, or pack it once more."""
    if not outer:
        return stream.read_raw_bytes()
    packed = pdf.make_stream(
        stream.read_raw_bytes(), Filter=pikepdf.Array([pikepdf.Name(one) for one in outer])
    )
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        packed.DecodeParms = pikepdf.Array(list(parameters)[: len(outer)])
    return packed.read_bytes()


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter", [])
    return [str(one) for one in (named if isinstance(named, pikepdf.Array | list) else [named])]


def _write(stream: pikepdf.Stream, kind: str, raw: bytes) -> None:
    clean = jpeg.without_metadata(raw) if kind == PHOTOGRAPH else boxes.without_metadata(raw)
    parameters = stream.get("/DecodeParms")
    own = parameters[-1] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters
    stream.write(clean, filter=pikepdf.Name(kind), decode_parms=own)
