"""The leaf that every app leans on; it lets each app connect itself once all models are there."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Import every app's `startup`: what connects it to signals and registries, and needs models for that."""
        autodiscover_modules("startup")
