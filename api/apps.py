from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What other machines may read: public pages and key figures. It has no tables and changes nothing."""

    name = "api"
