"""Addresses below `/verify/`, without a language: they are printed on receipts and never change."""

from django.urls import path

from donations.views.verify import verify_any

urlpatterns = [
    path("", verify_any),
    path("<str:code>/", verify_any, name="verify_any"),
]
