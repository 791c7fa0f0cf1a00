"""HTML: text changes, markup does not."""

import pytest

from languages.markup import normalise_html, rewrite_html
from languages.transliterate import to_cyrillic_html, to_latin_html


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ('<p class="lead">Bola</p>', '<p class="lead">Бола</p>'),
        ('<a href="/uz/oila/" title="Oila">oila</a>', '<a href="/uz/oila/" title="Oila">оила</a>'),
        ('<img src="a.jpg" alt="bola"><br/>ha', '<img src="a.jpg" alt="bola"><br/>ҳа'),
        ("bola &amp; ona&nbsp;&lt;3", "бола &amp; она&nbsp;&lt;3"),
        ("o&#x27;zbek so&rsquo;z ma&#39;no", "ўзбек сўз маъно"),
        ("<code>bola</code> bola", "<code>bola</code> бола"),
        ('<i translate="no">bola <b>ona</b></i> bola', '<i translate="no">bola <b>ona</b></i> бола'),
        ('<q lang="en">Don\'t</q> dedi', '<q lang="en">Don\'t</q> деди'),
        ('<q lang="uz">bola</q>', '<q lang="uz">бола</q>'),
        ("<!-- izoh --><p>bola", "<!-- izoh --><p>бола"),
        ("2 < 3 bola", "2 < 3 бола"),
        ('<a linktype="page" id="3">sahifa</a>', '<a linktype="page" id="3">саҳифа</a>'),
        ("Salom, <b>%(name)s</b>!", "Салом, <b>%(name)s</b>!"),
        ("", ""),
    ],
)
def test_only_text_is_converted(latin: str, cyrillic: str) -> None:
    assert to_cyrillic_html(latin) == cyrillic


def test_strings_to_keep_are_kept_in_html() -> None:
    assert to_cyrillic_html("<b>%ssi</b>", keep=["%s"]) == "<b>%sси</b>"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("<b>sentabr</b>da", "<b>сентябр</b>да"),
        ("<p>b<b>e</b>radi</p>", "<p>б<b>е</b>ради</p>"),
        ("<b>S</b>hahar", "<b>Ш</b>аҳар"),
        ("bu S<i>hahar</i> edi", "бу Ш<i>аҳар</i> эди"),
        ("<b>O</b>'zbekiston", "<b>Ў</b>збекистон"),
        ("<b>1997</b>-yil", "<b>1997</b> йил"),
        ('<a id="a1">festival</a>ga <b>keldi</b>', '<a id="a1">фестивал</a>га <b>келди</b>'),
        ('<a id="a1">info@sos-kd.uz</a>ga', '<a id="a1">info@sos-kd.uz</a>га'),
        ('<a id="a1">https://sos-kd.uz</a>da', '<a id="a1">https://sos-kd.uz</a>да'),
        ("<b>Telegram</b>da, '<b>Mehr</b>'", "<b>Telegram</b>да, '<b>Меҳр</b>'"),
        ("<b>bola</b><i>lar</i> <b></b>", "<b>бола</b><i>лар</i> <b></b>"),
        ("m<sup>2</sup> er<b>ta", "м<sup>2</sup> эр<b>та"),
    ],
)
def test_a_word_with_tags_in_it_is_written_as_one(latin: str, cyrillic: str) -> None:
    assert to_cyrillic_html(latin) == cyrillic


def test_a_word_with_tags_in_it_comes_back() -> None:
    assert (
        to_latin_html("<b>Ш</b>ОШ, А<i>ҚШ</i>, <b>сентябр</b>да")
        == "<b>SH</b>OSH, A<i>QSH</i>, <b>sentabr</b>da"
    )


def test_an_apostrophe_beside_a_tag_is_put_right() -> None:
    assert normalise_html("<b>O</b>'zbekiston, ma<i>'no</i>") == "<b>O</b>ʻzbekiston, ma<i>ʼno</i>"


def test_a_text_cut_everywhere_is_read_a_few_times_a_letter() -> None:
    read = []

    def count(text: str) -> str:
        read.append(len(text))
        return text

    markup = "a<b>" * 3000
    assert rewrite_html(markup, count) == markup
    assert sum(read) < 3000 * 1000
