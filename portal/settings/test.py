"""For the test suite: fast hashes, mail in memory, nothing written outside a temporary folder."""

import tempfile
from pathlib import Path

from .base import *
from .base import CACHES, DATABASES, STORAGES, env

SECRET_KEY = "for-tests-only"  # noqa: S105
DATA_DIR = Path(env("DATA_DIR", default=tempfile.mkdtemp(prefix="portal-tests-")))
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
EMAIL_FILE_PATH = DATA_DIR / "mail"
PAGE_CACHE_DIR = DATA_DIR / "pagecache"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # databases are exchanged under the tests
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
INSTANCE_LABEL = ""
DEMO = True
# Static files straight from their folders: nothing is collected for tests.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
