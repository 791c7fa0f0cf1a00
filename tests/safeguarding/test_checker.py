"""What the checker sees, in every script, and what it leaves alone."""

import pytest

from languages.transliterate import to_cyrillic
from safeguarding.checker import Kind, check

FOUND = [
    (Kind.NAME, "Aziza Karimova 9 yoshda, u Toshkentda yashaydi."),
    (Kind.NAME, "Dilnoza Anvar qizi Samarqandda oʻqiydi."),
    (Kind.NAME, "Азиза Каримова живёт в Самарканде."),
    (Kind.NAME, "Каримова Азиза учится в школе № 12."),
    (Kind.NAME, "Aziza Karimova is nine. She lives in Khorezm."),
    (Kind.NAME, "Timur Aliyev, aged 12, likes football."),
    (Kind.NAME, "Aziza Karimova's friends live in Bukhara."),
    (Kind.CONTACT, "Telefoni: 90 123 45 67"),
    (Kind.CONTACT, "+998 (90) 123-45-67"),
    (Kind.CONTACT, "Пишите: aziza@mail.uz"),
    (Kind.CONTACT, "Telegramda @aziza_2015"),
    (Kind.SCHOOL, "U 12-maktabda oʻqiydi."),
    (Kind.SCHOOL, "Он ходит в школу № 45."),
    (Kind.SCHOOL, "Он ученик 45-й школы."),
    (Kind.SCHOOL, "She goes to School No. 12."),
    (Kind.SCHOOL, "Aziza maktab № 12 da oʻqiydi."),
    (Kind.SCHOOL, "Азиза мактаб № 12 да ўқийди."),
    (Kind.SCHOOL, "Bogʻcha №5 yaqin."),
    (Kind.SCHOOL, "Азиза 12-сонли умумий ўрта таълим мактабида ўқийди."),
    (Kind.BIRTH, "U 2015-yil 3-mayda tugʻilgan."),
    (Kind.BIRTH, "Она родилась 3 мая 2015 года."),
    (Kind.BIRTH, "He was born on 3 May 2015, on 3.05.2015."),
    (Kind.HOME, "Navoiy koʻchasi 15-uyda."),
    (Kind.HOME, "улица Навои, дом 5"),
    (Kind.HOME, "at 12 Amir Temur Street"),
]
FINE = [
    "Aziza 1997-yildan beri uyda yashaydi.",
    "Aziza lives in a family house and likes to draw.",
    "Азиза любит рисовать. Её дом — в Самарканде.",
    "Maktab yaqin, bolalar piyoda borishadi.",
    "Uyushma 1997-yilda tuzilgan, 14 ta uy bor.",
    "Vazirlar Mahkamasining 585-son qarori, 1997-yil 31-dekabr.",
    "The association was founded in 1997; 4-7 children live in a family.",
    "Maktabdan 12 km uzoqda.",
    "Bogʻchalarning 5 tasi yangi.",
    "Мактабга 12 км бор.",
    "Aziza Karimova works on HIV.",
    "It's the children's home; they don't go to O'Connor's school.",
    "Директор Ассоциации принял гостей.",
    "",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_it_finds(kind, text):
    assert kind in {one.kind for one in check(text)}


@pytest.mark.parametrize(("kind", "text"), [pair for pair in FOUND if "oʻ" in pair[1] or "yosh" in pair[1]])
def test_it_finds_the_same_in_cyrillic_script(kind, text):
    assert kind in {one.kind for one in check(to_cyrillic(text))}


TYPED = [
    (Kind.NAME, "Dilnoza Karimova 12-sonli umumtaʼlim maktabida oʻqiydi."),
    (Kind.SCHOOL, "12-sonli umumtaʼlim maktabi"),
    (Kind.NAME, "Karim Aliyev 5-bogʻchaga boradi."),
    (Kind.SCHOOL, "Karim Aliyev 5-bogʻchaga boradi."),
    (Kind.HOME, "Mirzo Ulugʻbek koʻchasi 12-uy"),
    (Kind.NAME, "Anvar Karim oʻgʻli 9 yosh"),
    (Kind.BIRTH, "U 3-mayda tugʻilgan."),
    (Kind.NAME, "Aziza Karimovaʼs friends live in Bukhara."),
]


@pytest.mark.parametrize("mark", ["'", "‘", "’", "`"])
@pytest.mark.parametrize(("kind", "text"), TYPED)
def test_apostrophes_are_read_as_people_type_them(kind, text, mark):
    typed = text.replace("ʻ", mark).replace("ʼ", mark)
    assert kind in {one.kind for one in check(typed)}


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007", " \u200b"])
def test_spaces_that_break_no_line_are_spaces(space):
    kinds = {one.kind for one in check(f"Aziza{space}Karimova, 9{space}yosh, 12{space}-{space}maktab")}
    assert kinds == {Kind.NAME, Kind.SCHOOL}


@pytest.mark.parametrize("text", ["12\u2011maktab", "Bog\u00adʻcha № 5", "12\u2060-maktab"])
def test_what_cannot_be_seen_hides_nothing(text):
    assert {one.kind for one in check(text)} == {Kind.SCHOOL}


PLACES = [
    *("Xivada", "Хивада", "Хиве", "Khiva"),
    *("Qoraqalpogʻistonda", "Қорақалпоғистонда", "Каракалпакстане", "Karakalpakstan", "Qaraqalpaqstan"),
    *("Surxondaryoda", "Сурхондарёда", "Сурхандарье", "Surkhandarya"),
    *("Qashqadaryoda", "Қашқадарёда", "Кашкадарье", "Kashkadarya"),
    *("Sirdaryoda", "Сирдарёда", "Сырдарье", "Syrdarya"),
]


@pytest.mark.parametrize("place", PLACES)
def test_a_full_name_beside_a_place_in_any_script(place):
    assert [one.kind for one in check(f"Aziza Karimova, {place}")] == [Kind.NAME]


@pytest.mark.parametrize("text", FINE)
def test_it_leaves_alone(text):
    assert check(text) == []


def test_the_excerpt_shows_where():
    text = (
        "Bu uzun bir matn, unda koʻp soʻz bor va nihoyat telefon: 90 123 45 67, keyin yana matn davom etadi."
    )
    (finding,) = check(text)
    assert "90 123 45 67" in finding.excerpt
    assert finding.excerpt.startswith("…")


def test_the_same_place_is_told_once():
    assert len(check("aziza@mail.uz, aziza@mail.uz")) <= 2


def test_a_grown_ups_name_and_age_are_no_matter():
    assert check("Anvar Karimov, 45 лет, директор.") == []
