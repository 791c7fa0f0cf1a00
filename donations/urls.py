"""Addresses below `/<lang>/`."""

from django.urls import path

from donations.views.cancel import CancelView
from donations.views.donate import DonateView
from donations.views.thanks import ThanksView

urlpatterns = [
    path("donate/", DonateView.as_view(), name="donate"),
    path("donate/thanks/<str:token>/", ThanksView.as_view(), name="donate_thanks"),
    path("sponsorship/cancel/<str:token>/", CancelView.as_view(), name="sponsorship_cancel"),
]
