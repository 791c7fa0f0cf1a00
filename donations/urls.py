"""Addresses below `/<lang>/`."""

from django.urls import path

from donations.views.cancel import CancelView
from donations.views.donate import DonateView
from donations.views.receipts import ask_statement, my_receipt, my_statement, receipt_file, receipts
from donations.views.thanks import ThanksView
from donations.views.verify import verify

urlpatterns = [
    path("donate/", DonateView.as_view(), name="donate"),
    path("donate/thanks/<str:token>/", ThanksView.as_view(), name="donate_thanks"),
    path("sponsorship/cancel/<str:token>/", CancelView.as_view(), name="sponsorship_cancel"),
    path("receipts/<str:token>/", receipts, name="receipts"),
    path("receipts/<str:token>/<str:reference>.pdf", receipt_file, name="receipt_file"),
    path("my/receipts/<str:reference>.pdf", my_receipt, name="my_receipt"),
    path("my/statements/", ask_statement, name="ask_statement"),
    path("my/statements/<int:pk>.pdf", my_statement, name="my_statement"),
    path("verify/", verify, name="verify"),
    path("verify/<str:code>/", verify, name="verify_code"),
]
