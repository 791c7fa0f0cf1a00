"""Addresses below `/<lang>/`."""

from django.urls import path

from donations.views import choices
from donations.views.cancel import CancelView
from donations.views.donate import DonateView
from donations.views.receipts import ask_statement, my_receipt, my_statement, receipt_file, receipts
from donations.views.thanks import ThanksView
from donations.views.verify import verify

urlpatterns = [
    path("donate/", DonateView.as_view(), name="donate"),
    path("donate/thanks/<str:token>/", ThanksView.as_view(), name="donate_thanks"),
    path("sponsorship/cancel/<str:token>/", CancelView.as_view(), name="sponsorship_cancel"),
    path("sponsorship/card/<str:token>/", choices.card, name="sponsorship_card"),
    path("sponsorship/pause/<str:token>/", choices.pause, name="sponsorship_pause"),
    path("sponsorship/resume/<str:token>/", choices.resume, name="sponsorship_resume"),
    path("sponsorship/keep/<str:token>/", choices.keep, name="sponsorship_keep"),
    path("receipts/<str:token>/", receipts, name="receipts"),
    path("receipts/<str:token>/<str:reference>.pdf", receipt_file, name="receipt_file"),
    path("my/receipts/<str:reference>.pdf", my_receipt, name="my_receipt"),
    path("my/statements/", ask_statement, name="ask_statement"),
    path("my/statements/<int:pk>.pdf", my_statement, name="my_statement"),
    path("verify/", verify, name="verify"),
    path("verify/<str:code>/", verify, name="verify_code"),
]
