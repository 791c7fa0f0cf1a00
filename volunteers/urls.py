"""Addresses below `/<lang>/volunteer/`."""

from django.urls import path

from volunteers import views

urlpatterns = [
    path("register/", views.VolunteerRegisterView.as_view(), name="volunteer_register"),
    path("thanks/", views.VolunteerDoneView.as_view(), name="volunteer_done"),
    path("confirm/<str:token>/", views.VolunteerConfirmView.as_view(), name="volunteer_confirm"),
]
