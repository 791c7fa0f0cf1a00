from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over the pages of all languages and scripts."""

    name = "search"
