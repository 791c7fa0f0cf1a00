"""Stand before Wagtail's own at `/admin/`: everybody signs in through allauth, and has one name."""

from django.urls import path, re_path

from accounts.back_office.account import staff_account
from accounts.views import to_sign_in

urlpatterns = [
    path("login/", to_sign_in),
    re_path(r"^password_reset/.*$", to_sign_in),
    path("account/", staff_account),
]
