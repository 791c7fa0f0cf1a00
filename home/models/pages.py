"""The home page and pages of plain content."""

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.page_cache import below, depends_on
from core.pages import BasePage
from core.restricted import open_to_all
from news.models import ArticlePage
from programmes.blocks import BodyField
from programmes.models import KeyFigure, ProgrammePage, VillagePage

LATEST_NEWS = 3


class HomePage(BasePage):
    """The first page of a language. Its slug is the language code (see core.page_view)."""

    hero_title = models.CharField(_("headline"), max_length=120)
    hero_text = models.TextField(_("text below the headline"), max_length=400, blank=True)
    programmes_title = models.CharField(_("title above the programmes"), max_length=120, blank=True)
    programmes_text = models.TextField(_("text above the programmes"), max_length=400, blank=True)
    villages_title = models.CharField(_("title above the map"), max_length=120, blank=True)
    villages_text = models.TextField(_("text beside the map"), max_length=400, blank=True)
    figures_title = models.CharField(_("title above the key figures"), max_length=120, blank=True)
    news_title = models.CharField(_("title above the news"), max_length=120, blank=True)
    give_title = models.CharField(_("title of the call to give"), max_length=120, blank=True)
    give_text = models.TextField(_("text of the call to give"), max_length=400, blank=True)
    body = BodyField()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], _("Hero")),
        MultiFieldPanel([FieldPanel("programmes_title"), FieldPanel("programmes_text")], _("Programmes")),
        FieldPanel("figures_title"),
        MultiFieldPanel([FieldPanel("villages_title"), FieldPanel("villages_text")], _("Map")),
        FieldPanel("news_title"),
        MultiFieldPanel([FieldPanel("give_title"), FieldPanel("give_text")], _("Call to give")),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def clean(self) -> None:
        """Its address is its language's, whatever is typed: with another one the whole language would be gone."""
        self.slug = self.locale.language_code
        super().clean()

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add what the sections show, in this page's language."""
        depends_on(ProgrammePage, KeyFigure)
        within = {"path__startswith": self.path}
        news = list(ArticlePage.for_listing(self).filter(**within)[:LATEST_NEWS])
        return {
            **super().get_context(request, *args, **kwargs),
            "programmes": open_to_all(ProgrammePage.objects.live().filter(**within), self).order_by("path"),
            "villages": VillagePage.for_listing(self).filter(**within),
            "figures": KeyFigure.objects.filter(show_on_home=True),
            "news": news,
            "news_url": news[0].url_path.rsplit("/", 2)[0] + "/" if news else "",
            "sponsor_url": reverse("donate") + "?frequency=month",
        }


class StandardPage(BasePage):
    """A page of content, alone or at the head of a section."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("page")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the pages below this one."""
        children = list(open_to_all(self.get_children().live(), self).specific())
        depends_on("menu", below(self.path), *children)
        return {**super().get_context(request, *args, **kwargs), "children": children}


class QuestionsPage(BasePage):
    """Questions and answers."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("questions and answers")


class ContactPage(BasePage):
    """How to reach the association; addresses come from the site settings."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact page")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the villages for the map."""
        return {
            **super().get_context(request, *args, **kwargs),
            "villages": VillagePage.for_listing(self).filter(locale_id=self.locale_id),
        }
