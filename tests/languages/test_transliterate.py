"""Both directions against hand-written spellings, and what must stay as it is."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from languages.apostrophes import normalise
from languages.doubts import doubt_about
from languages.lexicon import entries, find_latin
from languages.transliterate import to_cyrillic, to_latin
from tests.languages.gold import PAIRS, SENTENCES, WORDS


def test_there_are_enough_examples() -> None:
    assert len(WORDS) >= 400
    assert len(SENTENCES) >= 60


def test_every_example_is_written_right_in_cyrillic() -> None:
    assert [latin for latin, cyrillic in PAIRS if to_cyrillic(latin) != cyrillic] == []


def test_every_example_is_written_right_in_latin() -> None:
    assert [cyrillic for latin, cyrillic in PAIRS if to_latin(cyrillic) != latin] == []


def test_every_known_word_survives_the_way_there_and_back() -> None:
    lost = [entry.cyrillic for entry in entries() if to_cyrillic(to_latin(entry.cyrillic)) != entry.cyrillic]
    assert lost == []


def test_every_spelling_of_a_known_word_is_read() -> None:
    misread = [
        (spelling, entry.cyrillic)
        for entry in entries()
        for spelling in entry.latin
        if to_cyrillic(spelling) != entry.cyrillic
    ]
    assert misread == []


CONSONANTS = st.sampled_from(["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v"])
LETTERS = st.one_of(CONSONANTS, st.sampled_from(["x", "z", "gʻ", "sh", "ch"]))
VOWELS = st.sampled_from(["a", "e", "i", "o", "u", "oʻ"])
SYLLABLE = st.builds("".join, st.tuples(LETTERS, VOWELS, st.one_of(st.just(""), CONSONANTS)))
PLAIN_WORD = st.builds(
    "".join, st.tuples(st.one_of(st.just(""), VOWELS), st.builds("".join, st.lists(SYLLABLE, min_size=1)))
)
ANY_GRAPHEME = st.one_of(
    LETTERS, VOWELS, st.sampled_from(["y", "ʼ", "ya", "yo", "yoʻ", "yu", "ye", "ts", "sʼh"])
)
ANY_WORD = st.builds("".join, st.lists(ANY_GRAPHEME, min_size=1, max_size=12))


@given(PLAIN_WORD)
def test_words_of_plain_syllables_come_back_from_cyrillic(word: str) -> None:
    assume(not find_latin(word))
    assert to_latin(to_cyrillic(word)) == word


@given(ANY_WORD)
def test_any_word_without_doubt_comes_back_from_cyrillic(word: str) -> None:
    assume(normalise(word) == word and not find_latin(word) and doubt_about(word) is None)
    assert to_latin(to_cyrillic(word)) == word


@given(PLAIN_WORD)
def test_capitals_come_back_from_cyrillic(word: str) -> None:
    assume(not find_latin(word) and len(word) > 2)
    assert to_latin(to_cyrillic(word.upper())) == word.upper()


@given(st.text(max_size=80))
def test_no_latin_letter_of_uzbek_is_changed_twice(text: str) -> None:
    once = to_cyrillic(text)
    assert to_cyrillic(once) == once


@pytest.mark.parametrize(
    "kept",
    [
        "https://",
        ".vtt",
        "film.webm",
        "Vimeo",
        "https://sos-kd.uz/uz/haqimizda?bet=2#oila",
        "www.sos-kd.uz",
        "sos-kd.uz",
        "t.me/sosbolalar",
        "bit.ly/sos-uz",
        "youtu.be/dQw4w9WgXcQ",
        "forms.gle/abcDEF",
        "wa.me/998901234567",
        "sos-kinderdorf.at",
        "info@sos-kd.uz",
        "+998 90 123 45 67",
        "%(ism)s",
        "%s",
        "%d",
        "{ism}",
        "{0}",
        "{{ bola.ism }}",
        "{% url 'bosh' %}",
        "&nbsp;",
        "&#699;",
        "<a href='/uz/oila/' title='Oila'>",
        "hisobot_2025.pdf",
        "nizom.docx",
        "/uz/donate/",
        "MAX_LENGTH",
        "@sosbolalar",
        "#mehr",
        "#oʻzbekiston",
        "#o'zbekiston",
        "A4",
        "5G",
        "XXI",
        "SOS Children's Villages",
        "SOS Children’s Villages International",
        "SOS",
        "Payme",
        "Click",
        "Stripe",
        "Visa",
        "Uzcard",
        "HUMO",
        "Humo",
        "Telegram",
        "Wagtail",
        "WhatsApp",
        "Facebook",
        "Wi-Fi",
        "e-mail",
        "UNICEF",
        "ChatGPT",
        "Google Authenticator",
        "Aegis",
        "FreeOTP",
        "ISO 3166",
    ],
)
def test_stays_as_it_is_between_uzbek_words(kept: str) -> None:
    assert to_cyrillic(f"bola {kept} uchun") == f"бола {kept} учун"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Telegramda", "Telegramда"),
        ("Payme'da", "Payme'да"),
        ("SOSning", "SOSнинг"),
        ("UNICEFga", "UNICEFга"),
        ("Facebook'da", "Facebook'да"),
        ("#mehr'ni", "#mehr'ни"),
        ("keldi.Ota/ona", "келди.Ота/она"),
        ("QR-kod", "QR-код"),
        ("va/yoki", "ва/ёки"),
        ("10ta", "10та"),
        ("50%dan", "50%дан"),
        ("II-bosqich", "II-босқич"),
        ("V bob", "V боб"),
        ("V. Karimov", "В. Каримов"),
        ("%(soni)sta", "%(soni)sта"),
        ("viza", "виза"),
        ("uzum", "узум"),
        ("Kot-dʼIvuar", "Кот-дъИвуар"),
    ],
)
def test_only_the_uzbek_part_is_converted(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_strings_to_keep_are_kept() -> None:
    assert to_cyrillic("%ssi bor", keep=["%s"]) == "%sси бор"


def test_letters_of_the_new_alphabet_are_read() -> None:
    assert to_cyrillic("Özbekiston: boğ, çiroyli şahar, Şovot") == "Ўзбекистон: боғ, чиройли шаҳар, Шовот"


def test_typed_apostrophes_are_read() -> None:
    assert to_cyrillic("o'g'il, ma’no, so`z, G‘ayrat") == "ўғил, маъно, сўз, Ғайрат"


def test_cyrillic_text_passes_unchanged() -> None:
    assert to_cyrillic("Болалар 1997 йилда") == "Болалар 1997 йилда"


def test_latin_text_passes_unchanged_into_latin() -> None:
    assert to_latin("Bolalar 1997-yilda, Telegram") == "Bolalar 1997-yilda, Telegram"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("1997-yil 7-fevral", "1997 йил 7 февраль"),
        ("31-dekabrdagi", "31 декабрдаги"),
        ("2016-2020-yillarda", "2016-2020 йилларда"),
        ("1990-yillarda", "1990-йилларда"),
        ("2025-2026-oʻquv yilida", "2025-2026 ўқув йилида"),
        ("5-sinf", "5-синф"),
        ("25-yilligi", "25-йиллиги"),
        ("5-may", "5 май"),
    ],
)
def test_years_and_days_lose_their_hyphen_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert (to_cyrillic(latin), to_latin(cyrillic)) == (cyrillic, latin)


@pytest.mark.parametrize("text", ["27 йил", "5 марта", "5 майдон", "1 500 йил"])
def test_other_numbers_get_no_hyphen_in_latin(text: str) -> None:
    assert "-" not in to_latin(text)


def test_small_words_are_not_taken_for_loan_words() -> None:
    words = "men meni sari singani olgani tilda yodida sehr merosi mergan sirka nola tegdi"
    assert (
        to_cyrillic(words) == "мен мени сари сингани олгани тилда ёдида сеҳр мероси мерган сирка нола тегди"
    )
