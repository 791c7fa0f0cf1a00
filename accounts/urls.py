"""Addresses below `/<lang>/`: sign-in by allauth, and `/my/`."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("my/", views.MyView.as_view(), name="my"),
    path("my/details/", views.DetailsView.as_view(), name="my_details"),
]
