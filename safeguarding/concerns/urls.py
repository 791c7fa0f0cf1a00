"""Addresses below `/<lang>/concern/`; that address itself is a page that staff write."""

from django.urls import path

from safeguarding.concerns import views

urlpatterns = [
    path("report/", views.ReportView.as_view(), name="concern_report"),
    path("answer/", views.AnswerView.as_view(), name="concern_answer"),
]
