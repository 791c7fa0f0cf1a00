"""What the checker looks for: regular expressions and words, in Uzbek of both scripts, Russian and English.

Apostrophes are put right and spaces are made plain before (`safeguarding.checker`).
"""

import re

from languages.folding import fold

# With letters of Karakalpak and Kazakh, as families here have names in them.
_UPPER = "A-ZÀ-ÞŃǴА-ЯЁЎҚҒҲӘІҢӨҮҰҺ"
_LOWER = "a-zß-ÿıńǵа-яёўқғҳәіңөүұһʻʼ'’‘`"
_WORD = rf"[{_UPPER}][{_LOWER}]+"
# Surnames as they are formed here, whatever the first name; "Karim oʻgʻli", "Anvar qizi" name a father.
_ENDINGS = (
    r"(?:ov|ova|ev|eva|yev|yeva|skiy|skaya|zoda|zade|in|ina|yan|jonov|jonova"
    r"|ов|ова|ев|ева|ёв|ёва|ский|ская|зода|ин|ина|ян"
    r"|ову|ове|овой|овым|еву|еве|евой|евым|ёву|ёве|ёвой|ёвым)"
)
# An apostrophe is a letter by now, also that of "Karimova's".
_END = r"(?:\b|(?=ʼ))"
# Words that end as surnames do and are none: Latin Union, Ростов, "Lekin Toshkentda". Passed over, not taken off what
# was found: a name may stand right behind one.
_NO_NAMES = (
    "latin|main|train|captain|certain|mountain|cabin|origin|berlin|again|within"
    "|join|begin|remain|britain|spain|dublin|basin|bulletin|vitamin|kenyan"
    "|lekin|keyin|oldin|yaqin|ekin|qoʻshin|xotin|saylov|sinov|toʻlov|birov"
    "|лекин|кейин|олдин|яқин|экин|қўшин|хотин|сайлов|синов|тўлов|биров"
    "|магазин|берлин|ростов|саратов|тамбов|псков|киев|украина|украин|россиян|один"
    "|снова|слова|основа|готов|готова|остров|долина|половина|община|медицина|машина"
)
_NAMES = rf"(?!(?i:{_NO_NAMES}){_END})"
_GIVEN, _FAMILY = f"{_NAMES}{_WORD}", f"{_NAMES}[{_UPPER}][{_LOWER}]*{_ENDINGS}"
_CAPITALS = rf"[{_UPPER}][{_UPPER}ʻʼ'’‘`]+"
# "Anvar qizi", also as documents in Russian have it.
_CHILD_OF = r"(?:oʻgʻli|ogʻli|ugli|qizi|kizi|ўғли|қизи|угли|кизи)"
FULL_NAME = re.compile(
    rf"\b{_GIVEN}\s+(?:{_GIVEN}\s+)?{_FAMILY}(?:ning|ni|ga|dan|da|нинг|ни|га|дан|да)?{_END}"
    rf"|\b{_FAMILY}\s+{_GIVEN}\b"
    rf"|\b{_GIVEN}\s+{_GIVEN}\s+{_CHILD_OF}\b|\b{_GIVEN}\s+{_CHILD_OF}\s+{_GIVEN}\b"
    # Captions in capitals; of documents the surname alone.
    rf"|\b{_NAMES}(?:{_CAPITALS}|{_WORD})\s+{_NAMES}[{_UPPER}]{{2,}}{_ENDINGS.upper()}\b"
    rf"|\b{_NAMES}[{_UPPER}]{{2,}}{_ENDINGS.upper()}\s+{_NAMES}(?:{_CAPITALS}|{_WORD})\b"
)
# "A. Karimova", "Каримова А. А.": of a child as telling as the whole name, of others how letters are signed.
INITIALS = re.compile(
    rf"\b[{_UPPER}]\.\s?(?:[{_UPPER}]\.\s?)?[{_UPPER}][{_LOWER}]*{_ENDINGS}{_END}"
    rf"|\b[{_UPPER}][{_LOWER}]*{_ENDINGS}\s+[{_UPPER}]\.(?:\s?[{_UPPER}]\.)?"
)
# A line of nothing but a page's address, and a full name in it.
ADDRESS = re.compile(r"^(?=.{3,255}$)[a-z0-9]+(?:-[a-z0-9]+)+$", re.MULTILINE)
_SURNAME = r"[a-z]{2,30}(?:ov|ova|ev|eva|skiy|skaya|zoda|ovoy|evoy|ovu|evu|ovym|evym)(?:ning|ni|ga|dan|da)?"
NAME_IN_ADDRESS = re.compile(
    rf"(?<![a-z0-9])(?:[a-z]{{3,30}}-(?:[a-z]{{3,30}}-)?{_SURNAME}|{_SURNAME}-[a-z]{{3,30}}"
    r"|[a-z]{3,30}-[a-z]{3,30}-(?:ogli|ugli|qizi|kizi))(?![a-z0-9])"
)
_YOSH = r"(?:yosh|yashar|ёш|яшар)"
# Years of work are no age.
_YEARS = r"(?:лет|год(?:а|у)?)\b(?!\s+(?:назад|подряд|спустя|работ|служ|возглавл|руковод|опыт|стаж))"
AGE = re.compile(
    rf"\b(\d{{1,2}})\s*[-–]?\s*(?:{_YOSH}|{_YEARS}|летн)|\b(\d{{1,2}})[-\s]year[-\s]olds?\b"
    r"|\b(\d{1,2})\s+years?\s+old\b|\baged?\s+(\d{1,2})\b|\bturn(?:s|ed)\s+(\d{1,2})\b|\b(\d{1,2})\s*y\.\s?o\b"
    # As forms have it: "Yoshi: 9".
    r"|\b(?:yoshi|ёши|возраст|age)\s?[:—–-]?\s?(\d{1,2})\b",
    re.IGNORECASE,
)
# One to seventeen, as words.
_UZBEK_NUMBER = (
    r"(?:(?:oʻn\s+|ўн\s+)?(?:bir|ikki|uch|toʻrt|besh|olti|yetti|sakkiz|toʻqqiz"
    r"|бир|икки|уч|тўрт|беш|олти|етти|саккиз|тўққиз)|oʻn|ўн)"
)
_RUSSIAN_NUMBER = (
    r"(?:од(?:ин|ного)|дв(?:а|ух)|тр(?:и|[её]х)|четыр(?:е|[её]х)|пят[ьи]|шест[ьи]|сем[ьи]|вос(?:емь|ьми)|девят[ьи]"
    r"|десят[ьи]|(?:один|две|три|четыр|пят|шест|сем)надцат[ьи])"
)
_ENGLISH_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
)
_OF_A_CLASS = r"(?:[«\"“„]?[A-Za-zА-Яа-я][»\"”“]?)?"
CHILDS_AGE = re.compile(
    rf"\b{_UZBEK_NUMBER}\s*{_YOSH}|\b{_RUSSIAN_NUMBER}(?:летн|\s+{_YEARS})"
    rf"|\b{_ENGLISH_NUMBER}[-\s]years?[-\s]olds?\b|\baged?\s+{_ENGLISH_NUMBER}\b"
    r"|годовал|\b\d{1,2}[-\s]months?[-\s]old\b"
    # The class says the age, too; a letter may stand beside it.
    rf"|\b\d{{1,2}}\s*[-–]?\s*{_OF_A_CLASS}(?:[-–]?\s*)?(?:sinf|синф)"
    rf"|\b\d{{1,2}}(?:[-–]?(?:й|м|го|ом|ый))?\s*{_OF_A_CLASS}\s*класс"
    r"|\b(?:birinchi|ikkinchi|uchinchi|toʻrtinchi|beshinchi|oltinchi|yettinchi|sakkizinchi|toʻqqizinchi|oʻninchi)\s+sinf"
    r"|\b(?:биринчи|иккинчи|учинчи|тўртинчи|бешинчи|олтинчи|еттинчи|саккизинчи|тўққизинчи|ўнинчи)\s+синф"
    r"|\b(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат)(?:\w{1,4}\s+класс|о?классни|ьеклассни)"
    r"|\bgrade\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)[-\s]grade"
    r"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh)[-\s]grade",
    re.IGNORECASE,
)
# "Aziza Karimova (9)", as captions have it.
AGE_AFTER = re.compile(r"\s*[,(–—-]\s*(\d{1,2})\s*(?:[),.;]|[лг]\.|$)")
# Any two capitalised words, where a child's age stands right beside them: many names have no ending of a surname.
AGE_BESIDE = re.compile(
    rf"\b{_WORD}\s+{_WORD}\s*[,(–—]\s*(?P<after>\d{{1,2}})\s*[-–]?\s*(?:{_YOSH}|лет\b|год(?:а|у)?\b|years\b)"
    rf"|\b(?P<before>\d{{1,2}})\s*[-–]?\s*(?:{_YOSH}\w*|летн\w+|years?[-\s]old)\s+{_WORD}\s+{_WORD}\b"
)
# As signs and papers shorten them: "5-DMTT", "12-sonli IDUM".
_SHORT = r"(?:d?mtt|д?мтт|idum|идум)"
SCHOOL = re.compile(
    r"\b\d{1,3}\s*[-–]?\s*(?:sonli\s+|son\s+|сонли\s+|сон\s+)?"
    r"(?:umumtaʼlim\s+|умумтаълим\s+|umumiy\s+oʻrta\s+taʼlim\s+|умумий\s+ўрта\s+таълим\s+|maxsus\s+|махсус\s+)?"
    rf"(?:maktab|мактаб|litsey|лицей|gimnaziya|гимназия|bogʻcha|боғча|{_SHORT}\w{{0,6}}\b)"
    # Not N of "maktabdan 12 km": it stands apart.
    r"|\b(?:maktab|мактаб|litsey|лицей|gimnaziya|bogʻcha|боғча)\w*(?:-\w{1,20})?(?:\s*[№#]|\s+N[oо]?\.?)\s*\d{1,3}"
    r"|\b(?:maktab|мактаб)\s+\d{1,3}(?=\s*(?:[.,;:!?)]|$))"
    rf"|\b(?:{_SHORT}|сош|доу|шк\.)\w{{0,6}}\s*(?:[№#]|N[oо]?\.?)\s*\d{{1,3}}\b"
    r"|\b(?:школ|гимнази|лице|детск\w+\s+сад|детсад|садик)\w*(?:-\w{1,20})?\s*(?:№|N|номер)\s*\d{1,3}"
    r"|\b\d{1,3}[-–]?(?:я|й|ю|ей)\s+школ|\b\d{1,3}[-–]?м?\s+школе\b"
    # Not 12 of "в школе 12 учителей".
    r"|\bшкол[аеуы]\s+\d{1,3}(?=\s*(?:[.,;:!?)]|$))"
    r"|\b(?:school|kindergarten|lyceum|gymnasium)\s+(?:no\.?|number|№|#)\s*\d{1,3}|\bschool\s+\d{1,3}(?=\s*(?:[.,;:!?)]|$))"
    r"|\b\d{1,3}(?:st|nd|rd|th)\s+school"
    r"|\b(?:nomidagi|номидаги)\s+(?:[\w-]{1,20}\s+){0,2}(?:maktab|мактаб|litsey|лицей)"
    r"|\b(?:школ|гимнази|лице)\w*\s+(?:им\.|имени)\s",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?<!\d)\+?998[\s\-()]*\d{2}[\s\-()]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}(?!\d)"
    r"|(?<!\d)\(?\b(?:33|50|55|7[0-9]|88|9[0-9])\)?[\s\-.]?\d{3}[\s\-.]?\d{2}[\s\-.]?\d{2}"
    r"(?!\d|\s?(?:soʻm|сўм|сум))"
    r"|(?<!\d)8[\s\-(]{0,2}9\d{2}[\s\-)]{0,2}\d{3}[\s\-]?\d{2}[\s\-]?\d{2}(?!\d)"
    r"|\+\d(?:[\s\-().]{0,2}\d){8,13}(?!\d)|\(\d{2,4}\)\s*\d{3}[\s\-]\d{2}[\s\-]\d{2}(?!\d)"
    r"|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+|\b[\w.+-]{1,64}\s?[\[(]at[\])]\s?\w|(?<!\w)@[a-z]\w{4,}"
    r"|\b(?:t\.me|instagram\.com|facebook\.com|fb\.com|vk\.com|ok\.ru|wa\.me|tiktok\.com)/@?\w+"
    # "Telegram: aziza_2015": not a word of the sentence, as it has a figure or a line in it.
    r"|\b(?:telegram|телеграм|instagram|инстаграм|tiktok|тикток|whatsapp|viber|facebook|imo)\w{0,6}\s?[:—–-]\s?"
    r"[a-z][a-z.]{0,30}[\d_]\w*",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr"
    r"|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|january|february|march|april|june|july|august|september|october|november|december)\w*"
)
BORN = re.compile(
    r"tugʻil|туғил|dunyoga\s+kel|дунёга\s+кел|\bродил|\bрожд[её]н|\bг\.р\.|\bд\.р\."
    r"|\bborn\b|\bbirthday\b|\bDOB\b|\bof birth\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b20\d{2}(?!\d)")
DATE = re.compile(
    rf"\b\d{{1,2}}[.\-/]\d{{1,2}}[.\-/]\d{{2,4}}\b|\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b"
    rf"|\b\d{{1,2}}(?:(?:st|nd|rd|th)(?:\s+of)?)?[-\s]*{_MONTH}|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b",
    re.I,
)
HOME = re.compile(
    # Not each number behind a mahalla: we are one ourselves, "SOS bolalar mahallasi 14 ta uyda".
    r"\b(?:koʻchasi\w*,?|кўчаси\w*,?|koʻcha,|кўча,)\s*(?:\d+[-–]?\s*)?(?:uy|уй)?\s*\d+(?!\d|\s?(?:ta|та)\b)"
    r"|\b(?:koʻcha|кўча|mahalla|маҳалла)\w*,?\s*(?:(?:uy|уй)\s*\d+|\d{1,4}[-–]?\s?(?:uy|уй)(?:i|da|и|да)?\b)"
    r"|\b(?:koʻch|кўч)\.,?\s*\d+"
    r"|\b(?:(?:ул|пер)\.\s*|ул\s+)(?:\w\.\s?){0,2}[^.,;]{2,40},?\s*(?:д\.|дом)?\s*\d+"
    # What is counted in a street is no house: "На улице Навои выступили 30 детей".
    r"|\b(?:улиц\w+|переул\w+)\s+(?:[^.,;]{2,40},?\s*(?:д\.|дом\w?)\s*\d+"
    r"|(?:\w\.\s?){0,2}[^.,;]{2,40},?\s*\d+(?!\d|\s(?-i:[а-яёўқғҳ]))"
    rf"|(?:им(?:\.|ени)\s+)?(?-i:(?:\d+\s+)?(?:[{_UPPER}][\w.-]{{0,30}}\s+){{0,3}}[{_UPPER}][\w.-]{{0,30}}),?\s*\d+)"
    r"|\b(?:дом|д\.)\s*\d{1,4},?\s*(?:кв\.|квартира)\s*\d+"
    r"|\b\d{1,4}[-–]\s?(?:uy|уй),?\s*\d{1,4}[-–]\s?(?:xonadon|хонадон)"
    r"|\b\d+\s+(?:[A-Z][a-z]+\s+){1,3}(?:street|st\.|lane|road)\b"
    # In English capitals tell the name of a street from "the street".
    r"|(?-i:\b\d{1,4}\s+(?:[A-Z][a-z]+\s+){1,3}St\b|\b[A-Z][a-z]+\s+(?:[Ss]treet|St|[Ll]ane|[Rr]oad)[.,]?\s+\d{1,4}\b)"
    r"|\b(?:просп\w*|шоссе)\s+[^.,;]{2,40},?\s*(?:д\.|дом)?\s*\d+|\bквартал\w*\s+[\w-]{1,20},?\s*(?:д\.|дом)\s*\d+"
    r"|\b\d{1,3}[-\s]?(?:kvartal|mavze|квартал|мавзе)\w*,?\s*\d+[-\s]*(?:uy|уй)",
    re.IGNORECASE,
)
# Beginnings of folded words: cases and possessives follow.
PLACES = tuple(
    fold(name)
    for name in (
        *(
            "toshkent",
            "tashkent",
            "samarqand",
            "самарканд",
            "xorazm",
            "khorezm",
            "хорезм",
            "urganch",
            "ургенч",
        ),
        *(
            "shovot",
            "шават",
            "buxoro",
            "бухар",
            "bukhara",
            "fargʻona",
            "ферган",
            "fergana",
            "andijon",
            "андижан",
        ),
        *("namangan", "navoiy", "навои", "nukus", "qarshi", "карши", "termiz", "термез", "jizzax", "джизак"),
        *("guliston", "chirchiq", "чирчик", "angren", "olmaliq", "алмалык", "qoʻqon", "коканд", "margʻilon"),
        # Folding makes Khiva and Хива one with ours, and Surkhandarya with Сурхандарья. No "хив": HIV begins so too.
        *(
            "xiva",
            "хиве",
            "хиву",
            "хивы",
            "qoraqalpogʻ",
            "каракалпак",
            "qaraqalpaq",
            "surxondar",
            "сурхандар",
        ),
        *("qashqadar", "кашкадар", "sirdar", "сырдар", "syrdar"),
        *(
            "shahrisabz",
            "шахрисабз",
            "denov",
            "денау",
            "bekobod",
            "бекабад",
            "zarafshon",
            "зарафшан",
            "gʻijduvon",
        ),
        *(
            "kattaqoʻrgʻon",
            "каттакурган",
            "yangiyoʻl",
            "янгиюль",
            "nurafshon",
            "нурафшан",
            "moʻynoq",
            "муйнак",
        ),
        # Districts, those of the capital first. Not Kitob or Muborak: a book, blessed.
        *("chilonzor", "чиланзар", "yunusobod", "юнусабад", "sergeli", "mirobod", "мирабад", "yakkasaroy"),
        *(
            "яккасарай",
            "olmazor",
            "алмазар",
            "uchtepa",
            "shayxontohur",
            "шайхантахур",
            "yashnobod",
            "яшнабад",
        ),
        *(
            "bektemir",
            "qibray",
            "кибрай",
            "zangiota",
            "зангиата",
            "bostonliq",
            "бостанлык",
            "parkent",
            "piskent",
        ),
        *(
            "пскент",
            "ohangaron",
            "ахангаран",
            "gʻazalkent",
            "газалкент",
            "xonqa",
            "ханка",
            "gurlan",
            "гурлен",
        ),
        *("hazorasp", "хазарасп", "yangiariq", "янгиарык", "qoʻshkoʻpir", "кошкупыр", "bogʻot", "багат"),
        *(
            "urgut",
            "jomboy",
            "джамбай",
            "pastdargʻom",
            "пастдаргом",
            "bulungʻur",
            "булунгур",
            "toyloq",
            "тайляк",
        ),
        *(
            "ishtixon",
            "иштыхан",
            "asaka",
            "shahrixon",
            "шахрихан",
            "rishton",
            "oltiariq",
            "алтыарык",
            "beshariq",
        ),
        *(
            "бешарык",
            "chust",
            "kosonsoy",
            "касансай",
            "chortoq",
            "чартак",
            "uchqoʻrgʻon",
            "учкурган",
            "boysun",
        ),
        *("байсун", "sherobod", "шерабад", "gʻuzor", "гузар", "zomin", "gʻallaorol", "галляарал", "nurota"),
        *(
            "нурата",
            "qiziltepa",
            "кызылтеп",
            "vobkent",
            "shofirkon",
            "шафиркан",
            "romitan",
            "ромитан",
            "chimboy",
        ),
        *(
            "чимбай",
            "qoʻngʻirot",
            "кунград",
            "toʻrtkoʻl",
            "турткуль",
            "xoʻjayli",
            "ходжейли",
            "taxiatosh",
            "тахиаташ",
        ),
        *(
            "viloyat",
            "област",
            "маргилан",
            "tuman",
            "район",
            "district",
            "qishloq",
            "кишлак",
            "mahalla",
            "махалл",
        ),
    )
)
