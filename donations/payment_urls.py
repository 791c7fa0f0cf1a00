"""Addresses below `/payments/`, without a language: providers call them."""

from django.urls import path

from donations.gateways.sandbox.views import PayView
from donations.views.callbacks import callback

urlpatterns = [
    path("payme/", callback, {"code": "payme"}, name="payme_callback"),
    path("click/", callback, {"code": "click"}, name="click_callback"),
    path("sandbox/", callback, {"code": "sandbox"}, name="sandbox_callback"),
    path("stripe/webhook/", callback, {"code": "stripe"}, name="stripe_callback"),
    path("sandbox/pay/<str:public_id>/", PayView.as_view(), name="sandbox_pay"),
]
