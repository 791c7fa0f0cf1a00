"""Words and colours for the component page. The words are the longest that the site has to carry."""

import re
from pathlib import Path

from django.conf import settings

from languages.transliterate import to_cyrillic

WORDS = {
    "uz": {
        "title": "Ota-ona qaramogʻisiz qolgan bolalarga oila muhitini yaratamiz",
        "short": "Oilalarni mustahkamlash",
        "lead": "Eshigi ochiq, dasturxoni yozilgan, kechqurun kutadigan odami bor uy. 1997-yildan beri.",
        "text": "Har bir bola mehribon kattaning yonida ulgʻayadi. Aka-ukalar bir tom ostida yashaydi.",
        "quote": "Bu uyda men mehmon emasman. Derazam tagidagi olmani oʻzim ekkanman.",
        "who": "Aziza, SOS-oilada ulgʻaygan. Ismi oʻzgartirilgan.",
        "give": "Xayriya qilish",
        "sponsor": "Bolalar mahallasiga homiy boʻlish",
        "more": "Ishimiz bilan tanishing",
        "figure": "nafar bola bitta SOS-oilada; aka-uka, opa-singillar birga",
        "source": "Uyushma sayti",
        "state": "Tasdiq kutilmoqda",
        "letters": "Oʻzbekiston, gʻamxoʻrlik, maʼrifat, Öğuz şahar çiroq, № 585",
    },
    "ru": {
        "title": "Создаём семью для детей, оставшихся без попечения родителей",
        "short": "Укрепление семьи",
        "lead": "Дом, где открыта дверь, накрыт дастархан и кто-то ждёт вечером. С 1997 года.",
        "text": "Каждый ребёнок растёт рядом с заботливым взрослым. Братья и сёстры живут под одной крышей.",
        "quote": "В этом доме я не гость. Яблоню под окном я посадила сама.",
        "who": "Азиза, выросла в SOS-семье. Имя изменено.",
        "give": "Сделать пожертвование",
        "sponsor": "Стать другом детской деревни",
        "more": "Узнать о нашей работе",
        "figure": "детей в одной SOS-семье; братья и сёстры вместе",
        "source": "Сайт Ассоциации",
        "state": "Ожидает подтверждения",
        "letters": "Благотворительность, сопровождение, ёлка, объявление, № 585",
    },
    "en": {
        "title": "We make family homes for children who cannot live with their parents",
        "short": "Family strengthening",
        "lead": "A home with an open door, a laid table and somebody who waits for you. Since 1997.",
        "text": "Every child grows up beside a caring adult. Brothers and sisters live under one roof.",
        "quote": "I am not a guest in this house. I planted the apple tree under my window myself.",
        "who": "Aziza, who grew up in an SOS family. Her name is changed.",
        "give": "Give now",
        "sponsor": "Sponsor a village",
        "more": "See what we do",
        "figure": "children in one SOS family; brothers and sisters together",
        "source": "The Association’s site",
        "state": "Awaiting confirmation",
        "letters": "Safeguarding, correspondence, “quotation” – dash, № 585",
    },
}
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")


def words(language: str) -> dict[str, str]:
    """Sample texts in a content language; Uzbek in Cyrillic script is made from the Latin."""
    if language == "uz-cyrl":
        return {key: to_cyrillic(text) for key, text in WORDS["uz"].items()}
    return WORDS.get(language, WORDS["en"])


def colours() -> list[str]:
    """Names of the colour tokens, as static/css/tokens.css declares them for light pages."""
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text(encoding="utf-8")
    return list(dict(TOKEN.findall(css.split("@media screen and (prefers-color-scheme")[0])))


def illustrations() -> list[str]:
    """Names of all illustrations."""
    return sorted(path.stem for path in (Path(settings.BASE_DIR) / "templates/illustrations").glob("*.svg"))
