"""Cut the web fonts in static/fonts from the upstream packages.

    npm pack @fontsource-variable/onest @fontsource-variable/lora   # unpack both into one folder
    python tools/subset_fonts.py FOLDER static/fonts

Each family becomes three files, so that a page loads only the script it is written in: Latin (with the
apostrophes of Uzbek), the extra Latin letters, Cyrillic (with the Uzbek letters). Only a range of the weight
axis is kept. Lora's licence reserves its name, so the cut fonts carry names of our own.
"""

import sys
from copy import deepcopy
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

BASIC = [*range(0x20, 0x7F), 0xA0, *map(ord, "§©«°·»×‑–—‘’‚“”„•…′€−ʻʼöçÖÇ")]
EXTRA = list(map(ord, "ğşıİĞŞñáàâãäåæèéêëìíîïòóôõøùúûüýÿßÁÀÂÄÅÆÈÉÊÍÎÓÔØÚÜŠšŽžČčĆćŁłŃńŐőŰűĄąĘęŹźŻż₽"))
CYRILLIC = [*range(0x410, 0x450), 0x401, 0x451, 0x40E, 0x45E, 0x2116]
UZBEK_CYRILLIC = list(map(ord, "қғҳҚҒҲ"))

# family: (package prefix, name in the cut font, weights)
FAMILIES = {"onest": ("onest", "Hovli Sans", (400, 700)), "lora": ("lora", "Hovli Serif", (400, 600))}


def cut(path, codepoints, weights):
    """Return the font at `path` with only `codepoints` and the weight range (units of the wght axis)."""
    font = TTFont(path)
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "tnum", "calt"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in codepoints if code in font.getBestCmap()])
    subsetter.subset(font)
    return instantiateVariableFont(font, {"wght": weights})


def adopt(font, other):
    """Copy the mapped glyphs of `other` into `font`: the upstream keeps қ ғ ҳ in a file of their own.

    The horizontal variation table is dropped: widths then come from the phantom points in gvar.
    """
    cmap, glyphs = other.getBestCmap(), other["glyf"]
    order = font.getGlyphOrder()
    for code, source in cmap.items():
        if source in order:
            continue
        glyph = deepcopy(glyphs[source])
        if glyph.isComposite():
            raise ValueError(f"{source} is composite: flatten it first")
        font["glyf"][source] = glyph
        font["hmtx"][source] = other["hmtx"][source]
        font["gvar"].variations[source] = deepcopy(other["gvar"].variations.get(source, []))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = source
    for tag in ("HVAR", "GDEF"):
        if tag in font and tag == "HVAR":
            del font[tag]
    return font


def rename(font, name):
    """Give the cut font its own family name (name ids 1, 3, 4, 6); keep copyright and licence."""
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6):
            text = name.replace(" ", "") if record.nameID == 6 else name
            font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)


def write(font, name, target):
    """Save as WOFF2 and print the size in bytes."""
    rename(font, name)
    font.flavor = "woff2"
    font.save(target)
    print(target.name, target.stat().st_size)


def main(source, target):
    """Cut every family found below `source` (a folder) into the folder `target`."""
    for family, (prefix, name, weights) in FAMILIES.items():
        files = {
            part: next(Path(source).rglob(f"{prefix}-{part}-wght-normal.woff2"))
            for part in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
        }
        write(cut(files["latin"], BASIC, weights), name, Path(target) / f"{family}-latin.woff2")
        write(cut(files["latin-ext"], EXTRA, weights), name, Path(target) / f"{family}-latin-ext.woff2")
        cyrillic = cut(files["cyrillic"], CYRILLIC, weights)
        adopt(cyrillic, cut(files["cyrillic-ext"], UZBEK_CYRILLIC, weights))
        write(cyrillic, name, Path(target) / f"{family}-cyrillic.woff2")


if __name__ == "__main__":
    main(*sys.argv[1:3])
