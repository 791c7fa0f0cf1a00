"""What the parts of an office document tell in words: who made and changed it, where it lay, and what its pictures were
called before they were put in. A picture's file is often called by the name of the child on it.
"""

import re
from collections.abc import Callable

PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# Parts of nothing but metadata; readers want them there. "meta.xml" is one of objects within a text, too.
EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}"/>',
    "docProps/app.xml": f'<Properties xmlns="{PROPERTIES}/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{PROPERTIES}/custom-properties"/>',
    "meta.xml": f'<office:document-meta xmlns:office="{OPEN_DOCUMENT}" office:version="1.3"/>',
}
# Programs made with Microsoft's library call the first "package/services/metadata/core-properties/1f3a….psmdcp", and a
# name may be written in any case (ECMA-376-2, 6.2.2).
CORE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*>\s*)?<(?:\w+:)?coreProperties\b")
ATTRIBUTE = rb"""=("[^"]*"|'[^']*')"""
PICTURE_FILE = rb"\.(?i:jpe?g|png|gif|bmp|tiff?|webp|heic|heif|avif|jxl|svg|[ew]mf|jfif|mp4|mov|3gp)"
FILE_NAME = re.compile(
    rb"""(\s(?:\w+:)?(?:name|descr|title|alt))=("[^"]*%(file)s"|'[^']*%(file)s')""" % {b"file": PICTURE_FILE}
)


def _without_file_names(found: re.Match[bytes]) -> bytes:
    """A picture's element; programs write its file's name where words for the blind belong, and those stay."""
    return FILE_NAME.sub(rb'\1=""', found[0])


# Parts of which documents → what is looked for in them → what stands there afterwards.
Instead = bytes | Callable[[re.Match[bytes]], bytes]
TOLD: dict[str, list[tuple[bytes, Instead]]] = {
    r"word/.+\.xml": [
        (rb"(\sw\d*:(?:author|initials|userId))" + ATTRIBUTE, rb'\1=""'),
        (rb"\sw\w*:date(?:Utc)?" + ATTRIBUTE, b""),  # of a remark or a change
        # A field: where a picture was fetched from. The document holds the picture, too.
        (rb"INCLUDEPICTURE\s[^<]*", b""),
    ],
    r"(xl/persons/.+|xl/revisions/userNames|ppt/(commentAuthors|authors)|ppt/changesInfos/.+)\.xml": [
        (rb"(\s(?:name|displayName|initials|userId))" + ATTRIBUTE, rb'\1=""'),
    ],
    r"(ppt/comments|xl/threadedComments)/.+\.xml": [(rb"\sd[tT]" + ATTRIBUTE, b"")],
    r"xl/comments(/comment)?\d*\.xml": [(rb"<author>[^<]*</author>", b"<author/>")],
    r"xl/workbook\.xml": [(rb"<x15ac:absPath\b[^<>]*/>", b"")],
    # Where the rows of a table or of a letter to many came from.
    r"xl/connections\.xml": [(rb"(\s(?:sourceFile|odcFile|connection))" + ATTRIBUTE, rb'\1=""')],
    r"word/settings\.xml": [(rb"<w:(?:connectString|query)\b[^<>]*/>", b"")],
    # Of a server where people work together: who has read it, who may.
    r"customXml/.+\.xml": [(rb"<((?:\w+:)?(?:DisplayName|AccountId))>[^<]*</\1>", rb"<\1></\1>")],
    r".+\.svg": [(rb"(\s\w+:(?:docname|export-filename|absref))" + ATTRIBUTE, rb'\1=""')],
    r"xl/.+\.xml": [(rb"(\s(?:refreshedBy|userName))" + ATTRIBUTE, rb'\1=""')],
    r"(word|ppt|xl)/.+\.(xml|vml)": [
        (rb"<(?:\w+:)?(?:cNvPr|docPr|shape|imagedata)\b[^<>]*>", _without_file_names),
        (rb"(\so:title)" + ATTRIBUTE, rb'\1=""'),
    ],
    # Templates and pictures on somebody's own machine: Word, too, writes NULL for what it does not find.
    r"(.+/)?_rels/.+\.rels": [
        (rb"""(?i:(\sTarget)=(?:"(?:file:|\w:\\|\\\\)[^"]*"|'(?:file:|\w:\\|\\\\)[^']*'))""", rb'\1="NULL"'),
    ],
    r"(.+/)?(content|styles)\.xml": [
        (rb"<(dc:creator|meta:creator-initials)>[^<]*</\1>", rb"<\1></\1>"),
        (rb"<dc:date>[^<]*</dc:date>", b""),
        (rb"<draw:frame\b[^<>]*>", _without_file_names),
        (rb"<svg:(title|desc)>[^<]*%s\s*</svg:\1>" % PICTURE_FILE, rb"<svg:\1></svg:\1>"),
        (rb"""(\sxlink:href)=(?:"file:[^"]*"|'file:[^']*')""", rb'\1=""'),
    ],
}
RULES = [
    (re.compile(where), re.compile(what), instead) for where, told in TOLD.items() for what, instead in told
]


def empty(name: str, content: bytes) -> str:
    """What stands in a part of nothing but metadata afterwards; "" for others."""
    if CORE.match(content):
        return EMPTY["docProps/core.xml"]
    by_name = {known.lower(): instead for known, instead in EMPTY.items()}
    lower = name.lower()
    return by_name.get(lower) or by_name.get(lower.rpartition("/")[2], "")


def without_names(name: str, content: bytes) -> bytes:
    """Return `content`, of the part called `name`, without names of people, folders and files of pictures."""
    for where, what, instead in RULES:
        if where.fullmatch(name):
            content = what.sub(instead, content)
    return content
