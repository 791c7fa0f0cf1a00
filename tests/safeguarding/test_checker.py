"""What the checker sees, in every script, and what it leaves alone."""

import unicodedata

import pytest
from django.utils import timezone

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
    # An age as people say and write it.
    (Kind.NAME, "Aziza Karimova 9 yashar, rasm chizadi."),
    (Kind.NAME, "Aziza Karimova toʻqqiz yoshda."),
    (Kind.NAME, "Oʻn ikki yashar Timur Aliyev futbol oʻynaydi."),
    (Kind.NAME, "Азизе Каримовой девять лет."),
    (Kind.NAME, "Девятилетняя Азиза Каримова любит рисовать."),
    (Kind.NAME, "nine-year-old Aziza Karimova"),
    (Kind.NAME, "Aziza Karimova (9)"),
    (Kind.NAME, "Азиза Каримова, 9, любит рисовать."),
    (Kind.NAME, "Aziza Karimova 4-sinfda oʻqiydi."),
    (Kind.NAME, "Азиза Каримова учится в 4 классе."),
    (Kind.NAME, "Timur Aliyev is in grade 4."),
    (Kind.NAME, f"Aziza Karimova {timezone.localdate().year - 9}-yilda tugʻilgan."),
    (Kind.NAME, "Подарок Тимуру Алиеву, 9 лет"),
    (Kind.NAME, "КАРИМОВА АЗИЗА, 9 ЛЕТ"),
    (Kind.NAME, "AZIZA KARIMOVA, 9 YOSH"),
    # Names without an ending of a surname.
    (Kind.NAME, "Aziza Toʻraxon, 9 yosh"),
    (Kind.NAME, "9 yoshli Aziza Nur maktabga bordi."),
    (Kind.NAME, "встреча с Азизой Достоевской, 9 лет"),
    (Kind.NAME, "Aziza Karimova, Navoi viloyati"),
    (Kind.NAME, "Азиза Каримова из Шахрисабза"),
    (Kind.CONTACT, "Tel: 901234567"),
    (Kind.CONTACT, "Тел. 90 123 4567"),
    (Kind.CONTACT, "90.123.45.67"),
    (Kind.CONTACT, "+7 912 345-67-89"),
    (Kind.CONTACT, "+44 20 7946 0958"),
    (Kind.CONTACT, "(371) 234-56-78"),
    (Kind.CONTACT, "aziza [at] mail.uz"),
    (Kind.CONTACT, "ok.ru/aziza"),
    (Kind.SCHOOL, "учится в 12 школе"),
    (Kind.SCHOOL, "Она ходит в школу 12."),
    (Kind.SCHOOL, "учится в школе-интернате № 5"),
    (Kind.SCHOOL, "детсад № 5"),
    (Kind.SCHOOL, "Navoiy nomidagi maktabda oʻqiydi"),
    (Kind.SCHOOL, "гимназия имени Пушкина"),
    (Kind.SCHOOL, "She goes to School 12."),
    (Kind.SCHOOL, "in the 12th school"),
    (Kind.HOME, "Chilonzor 9-kvartal, 12-uy"),
    (Kind.HOME, "Bogʻbon mahallasi 12-uyda yashaydi"),
    (Kind.HOME, "Bogʻbon mahallasi, uy 12"),
    (Kind.HOME, "Navoiy koʻcha, 15"),
    (Kind.HOME, "Юнусабад, квартал 4, дом 12"),
    (Kind.HOME, "проспект Амира Темура, 12"),
    # Surnames in capitals and initials, as papers have them.
    (Kind.NAME, "Aziza KARIMOVA, 9 yosh"),
    (Kind.NAME, "КАРИМОВА Азиза, Ташкент"),
    (Kind.NAME, "Karimova A., 9 yosh"),
    (Kind.NAME, "Каримова А. А. учится в 4 классе."),
    (Kind.NAME, "Анвар угли Азизбек, Ташкент"),
    (Kind.NAME, "Каримова Азиза Анвар кизи, Ташкент"),
    (Kind.NAME, "Гүлнәр Әлиева, Нукус"),
    (Kind.NAME, "Aziza Karimova – 9"),
    (Kind.NAME, "Азиза Каримова (9 л.)"),
    (Kind.NAME, "Aziza Karimova turns 9"),
    (Kind.NAME, "Ismi: Aziza Karimova. Yoshi: 9."),
    (Kind.NAME, "Имя: Азиза Каримова, возраст: 9"),
    (Kind.NAME, "Name: Aziza Karimova. Age: 9"),
    (Kind.NAME, "полуторагодовалая Азиза Каримова"),
    (Kind.NAME, "Aziza Karimova, 3-“A” sinf"),
    (Kind.NAME, "Aziza Karimova uchinchi sinfda"),
    (Kind.NAME, "третьеклассница Азиза Каримова"),
    (Kind.NAME, "Aziza Karimova is in third grade"),
    (Kind.CONTACT, "90–123–45–67"),
    (Kind.CONTACT, "8-903-123-45-67"),
    (Kind.CONTACT, "Telegram: aziza_2015"),
    (Kind.SCHOOL, "Aziza 5-DMTTga boradi."),
    (Kind.SCHOOL, "12-sonli IDUMda oʻqiydi"),
    (Kind.SCHOOL, "СОШ № 12"),
    (Kind.SCHOOL, "мактаб-интернат № 5"),
    (Kind.SCHOOL, "3-gimnaziya"),
    (Kind.BIRTH, "3 мая 2015 г.р."),
    (Kind.BIRTH, "2015-yil 3-may kuni dunyoga kelgan"),
    (Kind.BIRTH, "She was born on the 3rd of May."),
    (Kind.BIRTH, "2015-05-03 tugʻilgan"),
    (Kind.HOME, "Navoiy koʻch. 15"),
    (Kind.HOME, "Yunusobod 4, 12-uy, 5-xonadon"),
    (Kind.HOME, "Юнусабад-4, дом 12, кв. 5"),
    (Kind.HOME, "ул. А. Навои 5"),
    (Kind.HOME, "Navoi Street, 12"),
    # Behind a word that is none of it.
    (Kind.NAME, "Again Aziza Karimova lives in Khiva."),
    (Kind.NAME, "Lekin Aziza Karimova Toshkentda."),
    (Kind.BIRTH, "Рождённая 3.05.2015 девочка"),
    (Kind.HOME, "живёт на улице Мирзо Улугбека 15 вместе с мамой"),
    (Kind.HOME, "по улице навои 5"),
]
FINE = [
    "Анвар Каримов 7 лет работает директором, семь лет назад пришёл водителем.",
    "В школе 12 учителей, построено 3 школы.",
    "In the Latin Union, the main building in Tashkent.",
    "Первый Магазин Ташкента, Новый Ростов",
    "Jami 900 000 000 soʻm, 1 200 000 000 soʻm yigʻildi.",
    "Hisob raqami 20208840500123456789, STIR 201234567.",
    "SOS Bolalar Mahallasi 25 yoshda.",
    "SOS bolalar mahallasi 1997-yilda tuzilgan, mahallada 14 oila bor.",
    "Mahallasida 14 ta uy bor, koʻchada 12 bola oʻynaydi.",
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
    "A. Karimov, direktor, Toshkent",
    "Telegram: kanalimizga aʼzo boʻling, Instagram — sosuz",
    "MTTda 12 bola bor, Qarshida 12 uy, 5 xonadon qurildi.",
    "In the main street 12 children played.",
    "Первоклассные условия; второй класс точности",
    *(
        "Lekin Toshkentda kuz.",
        "Лекин Тошкентда куз.",
        "Снова Самарканд",
        "The Embassy of Great Britain in Tashkent",
    ),
    "На улице Навои выступили 30 детей, на улицах 130 человек. Navoiy koʻchasida 12 ta daraxt ekildi.",
    "Фестиваль возрождения ремёсел пройдёт 5 мая.",
    "Jami 500000000 soʻm yigʻildi.",
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


@pytest.mark.parametrize(
    "text", ["12\u200d-maktab", "12\u2011maktab", "Bog\u00adʻcha № 5", "12\u2060-maktab"]
)
def test_what_cannot_be_seen_hides_nothing(text):
    assert {one.kind for one in check(text)} == {Kind.SCHOOL}


@pytest.mark.parametrize("mark", ["\u200e", "\u202a", "\u2063", "\u2069", "\ufe0f"])
def test_marks_that_messengers_put_between_words_hide_nothing(mark):
    assert {one.kind for one in check(f"Aziza{mark} Karimova, 9{mark} yosh")} == {Kind.NAME}


@pytest.mark.parametrize(
    "text",
    [
        "Aziza Karimоvа Toshkentda",
        "Азиза Кaримовa, Хива",
        "Aziza Karimova, 9 yоsh",
        "𝐀𝐳𝐢𝐳𝐚 𝐊𝐚𝐫𝐢𝐦𝐨𝐯𝐚, ９ yosh",
    ],
)
def test_letters_of_another_keyboard_or_of_bold_posts_hide_no_name(text):
    assert {one.kind for one in check(text)} == {Kind.NAME}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.NAME, "Şahnoza Töxtayeva, 9 yoş"),
        (Kind.SCHOOL, "5-sonli boğça"),
        (Kind.HOME, "Navoiy köçasi 15"),
        (Kind.BIRTH, "3-mayda tuğilgan"),
    ],
)
def test_the_alphabet_of_2026_is_read_too(kind, text):
    assert kind in {one.kind for one in check(text)}


def test_letters_of_a_mac_are_letters():
    typed = unicodedata.normalize("NFD", "Дилафрӯз Каримова, Қўқон. Андрей Каримов, 9 лет.")
    assert Kind.NAME in {one.kind for one in check(typed)}


PLACES = [
    *("Xivada", "Хивада", "Хиве", "Khiva"),
    *("Qoraqalpogʻistonda", "Қорақалпоғистонда", "Каракалпакстане", "Karakalpakstan", "Qaraqalpaqstan"),
    *("Surxondaryoda", "Сурхондарёда", "Сурхандарье", "Surkhandarya"),
    *("Qashqadaryoda", "Қашқадарёда", "Кашкадарье", "Kashkadarya"),
    *("Urgutda", "Ургутда", "Ургуте", "Urgut"),
    *("Hazoraspda", "Ҳазораспда", "Хазараспе", "Khazarasp"),
    *("Chilonzorda", "Чилонзорда", "Чиланзаре", "Chilonzor"),
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
