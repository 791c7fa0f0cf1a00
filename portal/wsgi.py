"""Entry point of the web server: the page cache, and Django behind it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core.page_cache.middleware import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

if settings.PAGE_CACHE_SECONDS:
    application = PageCache(application)
