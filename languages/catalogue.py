"""Message catalogues: Uzbek in Cyrillic made from Uzbek in Latin, and the frameworks' Uzbek made presentable.

Django ships two thirds of its texts in Uzbek, allauth all of its own, both with mixed apostrophes, neither in
Cyrillic; Wagtail ships none. `framework_locale/` has what they ship, corrected and completed by
`data/framework.uz.po` and `data/wagtail*.uz.po`, in both scripts, and the Russian that Wagtail lacks. It is a
locale folder of its own because `makemessages` would throw these texts out of ours.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import polib

from languages.apostrophes import normalise
from languages.markup import to_cyrillic_html

HERE = Path(__file__).parent
HAND_WRITTEN = HERE / "data" / "framework.uz.po"
WAGTAIL = HERE / "data" / "wagtail.uz.po"
WAGTAIL_SCRIPTS = HERE / "data" / "wagtail.js.uz.po"
FRAMEWORK = HERE / "framework_locale"
BY_HAND = "by hand"  # a translator's comment that keeps a Cyrillic text as it is

# What a translation repeats of the English letter by letter: placeholders and quoted terms (“Referer”).
_REPEATED = re.compile(
    r"%\(\w+\)[-#0 +]?\d*(?:\.\d+)?[a-zA-Z]|%[-#0+]?\d*(?:\.\d+)?[sdifrx%]|\{\w*\}|“[^”%]+”"
)
_WIDTH = 100


def po_path(folder: Path, locale: str, domain: str = "django") -> Path:
    """Where a locale folder keeps its texts; those of scripts have the domain `djangojs`."""
    return folder / locale / "LC_MESSAGES" / f"{domain}.po"


def to_cyrillic_catalogue(latin: polib.POFile, previous: polib.POFile | None = None) -> polib.POFile:
    """The catalogue of uz_Cyrl for that of uz.

    Unfinished texts are left out. Entries of the `previous` one that have the comment "by hand" stay.
    """
    kept = {(entry.msgctxt, entry.msgid): entry for entry in previous or () if BY_HAND in entry.tcomment}
    finished = (entry for entry in latin if entry.translated())
    made = (kept.get((entry.msgctxt, entry.msgid)) or _rewritten(entry, _cyrillic) for entry in finished)
    return _catalogue(made, {**latin.metadata, "Language": "uz_Cyrl"})


def framework_catalogue(hand_written: polib.POFile, shipped: Iterable[polib.POFile]) -> polib.POFile:
    """The frameworks' Uzbek: what we wrote by hand, else what is `shipped` (the first counts), normalised."""
    found: dict[tuple[str | None, str], polib.POEntry] = {}
    for source in (hand_written, *shipped):
        for entry in source:
            if entry.translated() and not is_of_unused_app(entry):
                found.setdefault((entry.msgctxt, entry.msgid), _rewritten(entry, _normalised))
    entries = sorted(found.values(), key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return _catalogue(entries, hand_written.metadata)


def save(catalogue: polib.POFile, path: Path) -> bool:
    """Write `catalogue` where its text differs from the file's; returns whether it did."""
    if not is_stale(catalogue, path):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{catalogue}\n", encoding="utf-8")
    return True


def is_stale(catalogue: polib.POFile, path: Path) -> bool:
    """Whether the file at `path` is missing or has another text than `catalogue`."""
    return not path.exists() or path.read_text(encoding="utf-8") != f"{catalogue}\n"


def is_of_unused_app(entry: polib.POEntry) -> bool:
    """allauth's catalogue has the texts of its identity provider too, which we do not run."""
    return bool(entry.occurrences) and all(place.startswith("idp/") for place, _line in entry.occurrences)


def _catalogue(entries: Iterable[polib.POEntry], metadata: dict[str, str]) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=_WIDTH)
    catalogue.header = (
        f"Made by `manage.py translate_cyrillic`. A text with the comment “{BY_HAND}” is left as it is."
    )
    catalogue.metadata = {**metadata, "Plural-Forms": "nplurals=1; plural=0;"}
    catalogue.extend(entries)
    return catalogue


def _rewritten(entry: polib.POEntry, rewrite: Callable[[str, str], str]) -> polib.POEntry:
    """A copy with other texts and without places in the code, which would change with every commit."""
    return polib.POEntry(
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        msgid_plural=entry.msgid_plural,
        msgstr=rewrite(entry.msgid, entry.msgstr),
        msgstr_plural={0: rewrite(entry.msgid, entry.msgstr_plural[0])} if entry.msgstr_plural else {},
        flags=[flag for flag in entry.flags if flag.endswith("-format")],
    )


def _normalised(_msgid: str, text: str) -> str:
    return normalise(text)


def _cyrillic(msgid: str, text: str) -> str:
    return to_cyrillic_html(text, keep=set(_REPEATED.findall(msgid)))
