"""Make the fonts of receipts from the web fonts of the site: typst reads TrueType of one weight only.

    python tools/receipt_fonts.py        # writes donations/receipts/fonts

The three files of a family (Latin, more Latin, Cyrillic) become one for each weight that the templates use.
`characters.txt` lists what all of them can draw: a receipt must not fail at a name in another script.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.merge.options import Options
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static" / "fonts"
TARGET = ROOT / "donations" / "receipts" / "fonts"
PARTS = ("latin", "latin-ext", "cyrillic")
# file name: (family's files, name inside, weight, name of the weight)
FONTS = {
    "sans-regular": ("onest", "Hovli Sans", 400, "Regular"),
    "sans-bold": ("onest", "Hovli Sans", 700, "Bold"),
    "serif-semibold": ("lora", "Hovli Serif", 600, "SemiBold"),
}
# What typst's own serif draws where ours has no letter: names from elsewhere in Europe.
BORROWED = [*range(0xC0, 0x180), *range(0x391, 0x3A2), *range(0x3A3, 0x3CF), *range(0x400, 0x460)]
# The fonts say their date of making themselves; without this each run would make other bytes.
STAMP = 3_800_000_000


def one_weight(family: str, weight: int, folder: Path) -> list[str]:
    """The family's files at one weight, written to `folder`; returns their paths."""
    paths = []
    for part in PARTS:
        font = instantiateVariableFont(TTFont(SOURCE / f"{family}-{part}.woff2"), {"wght": weight})
        if "STAT" in font:  # names of weights that are not there any more
            del font["STAT"]
        font.flavor = None
        path = folder / f"{part}.ttf"
        font.save(path)
        paths.append(str(path))
    return paths


def name(font: TTFont, family: str, style: str, weight: int) -> None:
    """Name family and weight as programs group them; copyright and licence stay."""
    words = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}", 16: family, 17: style}
    words[6] = f"{family}-{style}".replace(" ", "")
    for number, text in words.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = STAMP
    font.recalcTimestamp = False


def main() -> None:
    """Write every font anew, the licences and the list of characters."""
    TARGET.mkdir(parents=True, exist_ok=True)
    drawn: set[int] | None = None
    for file, (family, called, weight, style) in FONTS.items():
        with TemporaryDirectory() as folder:
            font = Merger(Options()).merge(one_weight(family, weight, Path(folder)))
            name(font, called, style, weight)
            font.save(TARGET / f"{file}.ttf")
            known = set(font.getBestCmap())
        drawn = known if drawn is None else drawn & known
        print(file, (TARGET / f"{file}.ttf").stat().st_size)
    for licence in ("OFL-Onest.txt", "OFL-Lora.txt"):
        (TARGET / licence).write_bytes((SOURCE / licence).read_bytes())
    (TARGET / "characters.txt").write_text(
        "".join(map(chr, sorted({*(drawn or ()), *BORROWED}))) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
