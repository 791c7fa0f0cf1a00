"""Addresses below `/<lang>/partner/`."""

from django.urls import path

from partners import views

urlpatterns = [
    path("register/", views.PartnerRegisterView.as_view(), name="partner_register"),
    path("thanks/", views.PartnerDoneView.as_view(), name="partner_done"),
    path("confirm/<str:token>/", views.PartnerConfirmView.as_view(), name="partner_confirm"),
]
