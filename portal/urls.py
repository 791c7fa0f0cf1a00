"""Every address of the product. What is public and rendered stands below a language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView
from django.views.i18n import JavaScriptCatalog
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as many_at_once
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.documents import urls as wagtaildocs_urls

from accounts.shared_passwords import enter_documents, enter_page
from api.views import description as api_description
from core import health
from core.locale import root_redirect
from core.media import public_file
from core.page_chooser import working_on_pages
from core.page_view import serve
from home.cards import card
from safeguarding.concerns.views import entrance
from safeguarding.views import given_document
from search.sitemap import sitemap

handler400 = "core.errors.bad_request"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"

urlpatterns = [
    path("", root_redirect),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("sitemap.xml", sitemap),
    path("cards/<int:pk>-<slug:digest>.png", card, name="card"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("media/<path:path>", public_file),
    path("styleguide/", RedirectView.as_view(pattern_name="styleguide")),
    path("payments/", include("donations.payment_urls")),
    path("verify/", include("donations.verify_urls")),
    path("api/", include("api.urls")),
    path("admin/", include("accounts.admin_urls")),
    # With Wagtail's own texts: in wagtail-localize's alone those are missing, and what is missing comes in Uzbek.
    path(
        "admin/localize/jsi18n/",
        require_admin_access(JavaScriptCatalog.as_view(packages=["wagtail.admin", "wagtail_localize"])),
    ),
    path("admin/choose-page/chosen-multiple/", working_on_pages(ChosenMultipleView.as_view())),
    path(
        "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        working_on_pages(MoveConfirmView.as_view()),
    ),
    path(
        "admin/bulk/wagtailcore/page/<str:action>/",
        working_on_pages(many_at_once),
        {"app_label": "wagtailcore", "model_name": "page"},
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Before Wagtail's of the same address, to which its form is sent.
    path("documents/authenticate_with_password/<int:restriction_id>/", enter_documents),
    path("documents/<int:pk>/<path:name>", given_document),  # before Wagtail's at the same place
    path("documents/", include(wagtaildocs_urls)),
]

urlpatterns += i18n_patterns(
    path("", include("accounts.urls")),
    path("", include("donations.urls")),
    path("volunteer/", include("volunteers.urls")),
    path("partner/", include("partners.urls")),
    path("feeds/", include("news.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("", include("search.urls")),
    path("api/", api_description, name="api"),
    path("styleguide/", include("core.styleguide.urls")),
    # Pages with a fixed address, so that forms, mails and every footer can name them.
    path("concern/", entrance, name="concern"),
    path("concern/", include("safeguarding.concerns.urls")),
    path("privacy/", serve, name="privacy"),
    path("terms/", serve, name="terms"),
    # What Wagtail's own serving of restricted pages refers to.
    path(
        "sign-in/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path(
        "password/<int:page_view_restriction_id>/<int:page_id>/",
        enter_page,
        name="wagtailcore_authenticate_with_password",
    ),
    path("", serve, name="wagtail_home"),
    path("<path:path>", serve, name="wagtail_serve"),
    prefix_default_language=True,
)
