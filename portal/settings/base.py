"""What every environment shares. Each value that a machine may change comes from its environment.

`.env.example` lists the variables, one line each.
"""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from languages.info import CONTENT_LANGUAGES, register_uz_cyrl

# lxml is there for pikepdf. Sheets from outside are read by defusedxml; openpyxl asks before it is imported.
os.environ["OPENPYXL_LXML"] = "False"

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEBUG = env.bool("DEBUG", default=False)

# --- Applications, from the top layer down ------------------------------------------------------
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "home",
    "api",
    "donations",
    "volunteers",
    "partners",
    "newsletter",
    "news",
    "search",
    "programmes",
    "safeguarding",
    "accounts",
    "translations",
    "core",
    "languages",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.back_office.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "phonenumber_field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "core.request_log.RequestLogMiddleware",
    "core.addresses.PossibleAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "donations.middleware.CallbackMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.admin_policy.AdminPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.body_size.BodySizeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.StaffSecondFactorMiddleware",
    "accounts.middleware.PortalShellMiddleware",
    "safeguarding.middleware.PublishRefusedMiddleware",
    "home.redirects.StarRedirectMiddleware",  # answers after the next one: an exact address wins
    "home.redirects.ExactRedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.site_chrome",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN: without it, concurrent callbacks die of "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
# Opening SQLite anew for each request costs a quarter of a page: it reads the whole schema.
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
# Two sites on one server would know each other's used codes and limits: people have the same numbers in both.
REDIS_PREFIX = env("REDIS_PREFIX", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
    }
    if REDIS_URL
    # Rate limits must be shared by all processes, so local memory will not do.
    else {
        "BACKEND": "core.database_cache.DatabaseCache",
        "LOCATION": "core_cache",
        # Four counters for each form that is sent off: a few hundred entries would be thrown out while they count.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Copies of pictures are read with their pictures; Wagtail would write each into the cache whenever it shows one.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    # wagtail-localize hands model instances to its jobs, which no queue can carry.
    "immediate": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
WAGTAIL_LOCALIZE_JOBS_BACKEND = "immediate"
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "translations.translator.ScriptTranslator"}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft
LATIN_2026 = env.bool("LATIN_2026", default=False)  # the translator writes ö ğ ş ç

# --- Languages ----------------------------------------------------------------------------------
register_uz_cyrl()
LANGUAGE_CODE = "uz"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = CONTENT_LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "languages" / "framework_locale"]
FORMAT_MODULE_PATH = ["languages.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Tashkent"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "language"
PHONENUMBER_DEFAULT_REGION = "UZ"
PHONENUMBER_DB_FORMAT = "E164"

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("handbook", BASE_DIR / "docs" / "img" / "editors")]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Evidence, receipts, attachments: never under MEDIA_ROOT, never reachable by an address of their own.
PRIVATE_ROOT = DATA_DIR / "private"
S3_BUCKET = env("S3_BUCKET", default="")
S3_OPTIONS = {
    "bucket_name": S3_BUCKET,
    "endpoint_url": env("S3_ENDPOINT_URL", default=None),
    "access_key": env("S3_ACCESS_KEY", default=None),
    "secret_key": env("S3_SECRET_KEY", default=None),
    "region_name": env("S3_REGION", default=None),
    "file_overwrite": False,
}
S3_PRIVATE_BUCKET = env("S3_PRIVATE_BUCKET", default="")
if S3_BUCKET and S3_PRIVATE_BUCKET in ("", S3_BUCKET):
    raise ImproperlyConfigured(
        "S3_PRIVATE_BUCKET must name another bucket: evidence and reports are never public"
    )
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": S3_OPTIONS}
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **S3_OPTIONS,
            "bucket_name": S3_PRIVATE_BUCKET,
            "default_acl": "private",
        },
    }
    if S3_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "core.stylesheets.BundlingStorage"},
}
REQUEST_MAX_BYTES = 64 * 1024 * 1024  # files and all; more is answered 413 before it is read
WHITENOISE_MAX_AGE = 60
PAGE_CACHE_DIR = DATA_DIR / "pagecache"
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=300)  # 0: no page cache
PAGE_CACHE_BYTES = 64 * 1024 * 1024  # in each web process
SEARCH_PER_MINUTE = env.int("SEARCH_PER_MINUTE", default=60)  # queries of one network
SUGGESTIONS_PER_MINUTE = env.int("SUGGESTIONS_PER_MINUTE", default=300)  # while it is typed
METRICS_TOKEN = env("METRICS_TOKEN", default="")
PAGE_CACHE_PATHS = ("/sitemap.xml", "/robots.txt", "/api/", "/cards/")  # beside everything below a language

# --- People: see people.py ---------------------------------------------------------------------
from .people import *  # noqa: E402

# --- Mail ---------------------------------------------------------------------------------------
if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "core.mail.FileBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="SOS Uzbekistan <info@sos.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

# --- Wagtail: see cms.py -----------------------------------------------------------------------
from .cms import *  # noqa: E402

WAGTAILADMIN_BASE_URL = SITE_URL
KEY_FIGURE_MAX_AGE_DAYS = env.int("KEY_FIGURE_MAX_AGE_DAYS", default=365)

# --- Money, security and logs: see payments.py, security.py, logs.py ------------------------------
from .payments import *  # noqa: E402
from .security import *  # noqa: E402

from .logs import *  # isort: skip # noqa: E402
