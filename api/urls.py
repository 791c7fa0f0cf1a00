"""`/api/`, the same in every language."""

from django.urls import path

from api import views

urlpatterns = [
    path("", views.entrance),
    path("openapi.json", views.openapi, name="openapi"),
    path("pages/", views.pages, name="api_pages"),
    path("pages/<int:pk>/", views.page, name="api_page"),
    path("figures/", views.figures, name="api_figures"),
]
