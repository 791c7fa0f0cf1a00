"""Below a language: `path("styleguide/", include("core.styleguide.urls"))`."""

from django.urls import path

from core.styleguide.views import styleguide, styleguide_mail

urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("mail/<path:name>/", styleguide_mail, name="styleguide_mail"),
]
