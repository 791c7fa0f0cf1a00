"""What every public page has: a lead, an illustration, its other languages, its place in the cache."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel, TabbedInterface
from wagtail.models import Page, Site
from wagtail.utils.decorators import cached_classmethod
from wagtail_localize.fields import BaseTranslatableField

from core import gathered, pictures, publishing, restricted, slugs
from core.normalised import Normalised
from core.page_cache import depends_on, mark
from core.page_form import GatedCopyForm, GatedPageForm
from core.page_permissions import PermissionTester
from core.publishing import ChildIdentity, Gated
from languages.slugs import slugify

ILLUSTRATIONS = [
    ("hero", _("Courtyard")),
    ("village-tashkent", _("Tashkent")),
    ("village-samarkand", _("Samarkand")),
    ("village-khorezm", _("Khorezm")),
    ("social-centre", _("Social centre")),
    ("family-guardianship", _("Family guardianship")),
    ("youth-escort", _("Youth escort")),
    ("family-strengthening", _("Family strengthening")),
    ("advocacy", _("Advocacy")),
    ("volunteer", _("Volunteer")),
    ("partner", _("Partner")),
    ("give", _("Giving")),
    ("thanks", _("A laid table")),
    ("about", _("The association")),
    ("news", _("Kites over the mahalla")),
    ("news-letter", _("A letter")),
    ("news-school", _("School")),
    ("news-spring", _("Spring")),
    ("news-storks", _("Storks")),
    ("news-winter", _("Winter")),
    ("contact", _("Contact")),
]


class IllustrationField(models.CharField):
    """One of our drawings; a new drawing needs no migration."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_length": 40, "blank": True, "choices": ILLUSTRATIONS} | kwargs)

    def deconstruct(self) -> tuple:
        """Leave the choices out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs


class BasePage(Normalised, Gated, Page):
    """A page of the public site. Its address is its place in the tree, so `url_path` is the whole path."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences; shown above the text and in lists."),
    )
    illustration = IllustrationField(_("illustration"))

    child_identity = models.CharField(
        _("Could a child be recognised?"),
        max_length=12,
        choices=ChildIdentity,
        blank=True,
        help_text=_("By name, place, school, age, picture or story, also by people who know the family."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("illustration")]
    # Apps that know more about children add panels of theirs when they are loaded.
    children_panels = [
        FieldPanel("child_identity", widget=forms.RadioSelect),
        InlinePanel("child_consents", label=_("Consent"), heading=_("Consents that this page rests on")),
    ]
    base_form_class = GatedPageForm
    copy_form_class = GatedCopyForm
    show_in_menus_default = False
    # Types that tell of people: the question about children must be answered before they are published.
    tells_of_people = False
    verbatim = ("path",)
    # A page's address is made of its own title, so a translation's is neither translated nor copied.
    override_translatable_fields = [BaseTranslatableField("slug")]
    # Query arguments that change what this page shows; all others are ignored by the cache.
    cache_query: tuple[str, ...] = ()
    # Foreign keys that the page shows, fetched with it.
    shown_with: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Panel:
        """Wagtail's tabs, and one about children."""
        tabs = [
            ObjectList(cls.content_panels, heading=_("Content")),
            ObjectList(cls.children_panels, heading=_("Children")),
            ObjectList(cls.promote_panels, heading=_("Promote")),
            ObjectList(cls.settings_panels, heading=_("Settings")),
        ]
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    def would_show(self, update_fields: Iterable[str] | None = None) -> bool:
        """A draft shows nothing, nor does saving one of a live page."""
        return self.live and super().would_show(update_fields)

    def publish(self, revision: object, *args: object, **kwargs: object) -> object:
        """Publish or schedule a revision; raises PublishRefused where it may not be shown on that day, or not there."""
        slugs.before_publishing(revision)
        waiting = revision.as_object()
        if day := waiting.day_to_come:
            publishing.check(waiting, day)
        return super().publish(revision, *args, **kwargs)

    def update_aliases(self, **told: object) -> None:
        """Have its mirrors say what it says; those of a page that waits for its time, which Wagtail puts up at once,
        appear with it.
        """
        if Page.objects.live().filter(pk=self.pk).exists():
            super().update_aliases(**told)

    update_aliases.alters_data = True

    @property
    def day_to_come(self) -> date | None:
        """The day for which it is scheduled, here and not where whoever schedules it is; None: it appears at once."""
        if self.go_live_at and self.go_live_at > timezone.now():
            return timezone.localdate(self.go_live_at, timezone.get_default_timezone())
        return None

    def _set_core_field_defaults(self) -> None:
        """Make the address of the title in whichever script it is; Wagtail's own slugs of Cyrillic are empty."""
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if not self.slug and parent_is_known and self.title:
            code = self.locale.language_code if self.locale_id else ""
            if slug := slugify(self.title, code):
                self.slug = self._get_autogenerated_slug(slug)
        super()._set_core_field_defaults()

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Render the page and let one copy serve everyone."""
        depends_on(self)
        request.page = self
        restricted.reading(self, request)
        self._collect()
        response = super().serve(request, *args, **kwargs)
        if not restricted.is_restricted(request):
            mark(response, query=self.cache_query)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """What an editor sees of a draft; of pictures only the copies that it takes."""
        self._collect()
        with pictures.sparing():
            return super().serve_preview(request, mode_name).render()

    def _collect(self) -> None:
        """Fetch what the body shows and refers to."""
        body = getattr(self, "body", None)
        pictures.begin(body)
        gathered.begin(body)

    @property
    def call(self) -> object | None:
        """What the page asks for: its first call to action that begins something on this site."""
        blocks = getattr(self, "body", None) or ()
        calls = (block.value for block in blocks if block.block_type == "call_to_action")
        return next((call for call in calls if call.get("action")), None)

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str:
        """Its place in the tree. Wagtail asks the shared cache where sites begin, once for each row of a listing."""
        return self.url_path

    url = property(get_url)

    def permissions_for_user(self, user: AbstractUser) -> PermissionTester:
        """What `user` may do with it."""
        return PermissionTester(user, self)

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """`templates/pages/<app>/<model>.html`."""
        return f"pages/{self._meta.app_label}/{self._meta.model_name}.html"
