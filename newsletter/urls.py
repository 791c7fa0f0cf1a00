"""Addresses below `/<lang>/newsletter/`."""

from django.urls import path

from newsletter.views import preferences, subscribe

urlpatterns = [
    path("", subscribe.SubscribeView.as_view(), name="newsletter"),
    path("thanks/", subscribe.ThanksView.as_view(), name="newsletter_thanks"),
    path("confirm/<str:token>/", subscribe.ConfirmView.as_view(), name="newsletter_confirm"),
    path("preferences/<str:token>/", preferences.ManageView.as_view(), name="newsletter_manage"),
    path("unsubscribe/<str:token>/", preferences.UnsubscribeView.as_view(), name="newsletter_unsubscribe"),
]
