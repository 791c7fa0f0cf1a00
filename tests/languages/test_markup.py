"""HTML: text changes, markup does not."""

import pytest

from languages.transliterate import to_cyrillic_html


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
