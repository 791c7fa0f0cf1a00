"""Listens to sign-ins and migrations; lets every app bring its panels for /my/."""

from django.utils.module_loading import autodiscover_modules

from accounts import signals  # noqa: F401  receivers register themselves

autodiscover_modules("dashboard")
