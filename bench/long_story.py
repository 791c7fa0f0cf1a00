"""Stories as long as one likes, of blocks of every kind, with pictures of a child that a consent covers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import cycle, islice

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from core.publishing import ChildIdentity
from news.models import StoryIndexPage, StoryPage
from programmes.models import KeyFigure
from safeguarding.models import Consent, CustomDocument, CustomImage, PageConsent, Shows

TEXT = "Hovlida bolalar daraxt ekishdi, keyin birga choy ichishdi va kattalar ularga ertak aytib berdi. " * 4


class Blocks:
    """Makes one block after the other; what needs a row of its own (a picture, a document) has one."""

    def __init__(self, consent: Consent, pages: Iterator[Page]) -> None:
        self.consent, self.pages, self.made = consent, pages, 0
        self.figures = cycle(KeyFigure.objects.all())

    def first(self, number: int) -> list[tuple[str, object]]:
        """So many; the first five have everything that is looked up in the database."""
        kinds: list[tuple[str, Callable]] = [
            ("paragraph", self.paragraph),
            ("image", lambda: {"picture": self.picture(), "caption": "Hovlida", "shape": "wide"}),
            ("documents", lambda: {"title": "Hujjatlar", "documents": [self.document()]}),
            ("key_figures", lambda: {"title": "Raqamlar", "figures": [next(self.figures)]}),
            ("related", lambda: {"title": "Yana", "pages": [next(self.pages), next(self.pages)]}),
            ("gallery", lambda: {"title": "Rasmlar", "items": [self.item(), self.item()]}),
            ("partner_logos", lambda: {"title": "Hamkorlar", "items": [self.logo()]}),
            ("accordion", lambda: {"title": "Savollar", "items": [self.question()] * 3}),
            ("callout", lambda: {"title": "Eslatma", "text": f"<p>{TEXT}</p>", "tone": "note"}),
            ("call_to_action", lambda: {"title": "Yordam", "label": "Yana", "page": next(self.pages)}),
            ("quote", lambda: {"text": TEXT, "attribution": "Ona"}),
            ("timeline", lambda: {"title": "Yillar", "items": [{"when": "1997", "title": "Boshi"}] * 3}),
        ]
        return [(kind, make()) for kind, make in islice(cycle(kinds), number)]

    def paragraph(self) -> str:
        """Running text with links to a page and a document."""
        page, paper = next(self.pages), self.document()
        links = f'<a linktype="page" id="{page.pk}">bu</a> <a linktype="document" id="{paper.pk}">va bu</a>'
        return f"<h2>Hovli</h2><p>{TEXT} {links}</p><p>{TEXT}</p>"

    def picture(self) -> CustomImage:
        """Of a child, with the consent."""
        self.made += 1
        out = BytesIO()
        Image.effect_noise((320, 200), 60).convert("RGB").save(out, "JPEG")
        file = ContentFile(out.getvalue(), name="long-story.jpg")
        image = CustomImage.objects.create(title=f"Rasm {self.made}", file=file, shows=Shows.CHILD)
        image.consents.add(self.consent)
        image.contextual_alt_text, image.decorative = "Bolalar hovlida", False
        return image

    def document(self) -> CustomDocument:
        """A paper that shows nobody."""
        self.made += 1
        file = ContentFile(b"Hisobot", name="long-story.txt")
        return CustomDocument.objects.create(title=f"Hujjat {self.made}", file=file, shows=Shows.NOBODY)

    def item(self) -> dict[str, object]:
        """Of a gallery."""
        return {"picture": self.picture(), "caption": "Hovlida"}

    def logo(self) -> dict[str, object]:
        """Of a partner."""
        return {"name": "Hamkor", "logo": self.picture(), "url": ""}

    @staticmethod
    def question() -> dict[str, object]:
        """With its answer."""
        return {"question": "Qachon?", "answer": f"<p>{TEXT}</p>"}


def long_story(blocks: int) -> StoryPage:
    """A draft in Uzbek of so many blocks, with a revision; it may be published."""
    today = timezone.localdate()
    consent = Consent.objects.create(
        subject="Long story",
        child_agreed_on=today,
        guardian_agreed_on=today,
        expires_on=today + timedelta(days=300),
    )
    index = StoryIndexPage.objects.get(locale__language_code="uz")
    pages = cycle(Page.objects.filter(depth__gt=2, locale=index.locale))
    story = StoryPage(
        title=f"Uzun hikoya {blocks}",
        slug=f"long-{blocks}-{consent.pk}",
        child_identity=ChildIdentity.RECOGNISABLE,
        locale=index.locale,
        live=False,
        body=Blocks(consent, pages).first(blocks),
    )
    story.child_consents = [PageConsent(consent=consent)]
    index.add_child(instance=story)
    story.save_revision()
    return story
