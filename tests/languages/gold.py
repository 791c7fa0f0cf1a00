"""The hand-written spellings in `data/`: pairs of Latin and Cyrillic."""

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


WORDS = [tuple(line.split()) for line in _lines("words.txt")]
SENTENCES = list(zip(_lines("sentences.txt")[::2], _lines("sentences.txt")[1::2], strict=True))
UNSEEN = list(zip(_lines("unseen.txt")[::2], _lines("unseen.txt")[1::2], strict=True))
PAIRS = WORDS + SENTENCES
