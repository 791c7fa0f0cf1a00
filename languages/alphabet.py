"""The letters of Uzbek in its scripts, as plain tables.

Source: the Latin orthography of 1995 (Cabinet of Ministers Resolution 339) and the Cyrillic one of 1956.
"""

OKINA = "\u02bb"  # ʻ, part of the letters oʻ and gʻ
TUTUQ = "\u02bc"  # ʼ, tutuq belgisi, the Cyrillic ъ

# What people type instead of either of them.
APOSTROPHES = OKINA + TUTUQ + "'‘’`´′\u02b9\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u201b\uff07\ua78c"

LATIN_TO_CYRILLIC = {
    "a": "а", "b": "б", "d": "д", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "x": "х", "y": "й", "z": "з", TUTUQ: "ъ", "o" + OKINA: "ў", "g" + OKINA: "ғ", "sh": "ш", "ch": "ч",
}  # fmt: skip

# One letter for y and its vowel; yoʻ stays two letters (йў).
IOTATED = {"ya": "я", "yo": "ё", "yu": "ю", "ye": "е"}

# Letters of the Latin alphabet approved in 2026, by the digraphs in use until it comes into force.
NEW_LATIN = {"ö": "o" + OKINA, "ğ": "g" + OKINA, "ş": "sh", "ç": "ch"}

CYRILLIC_TO_LATIN = {
    **{cyrillic: latin for latin, cyrillic in LATIN_TO_CYRILLIC.items()},
    "э": "e", "ё": "yo", "ю": "yu", "я": "ya", "ы": "i", "щ": "sh", "ь": "",
}  # fmt: skip

LATIN_VOWELS = frozenset("aeiou")
CYRILLIC_VOWELS = frozenset("аеёиоуўэюя")
