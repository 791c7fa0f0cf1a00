"""Wagtail: what it is called, which models it uses, what of it is switched off."""

from django.utils.translation import gettext_lazy as _

WAGTAIL_SITE_NAME = _("SOS Children’s Villages of Uzbekistan")
WAGTAILIMAGES_IMAGE_MODEL = "safeguarding.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "safeguarding.CustomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "safeguarding.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "safeguarding.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "mp4",
    "odt",
    "pdf",
    "pptx",
    "txt",
    "vtt",
    "xlsx",
]  # safeguarding.metadata cleans each
WAGTAILDOCS_CONTENT_TYPES = {"mp4": "video/mp4", "pdf": "application/pdf", "vtt": "text/vtt"}
WAGTAILDOCS_INLINE_CONTENT_TYPES = [
    "application/pdf",
    "video/mp4",
]  # a browser without our script plays a film itself
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# Refused beside the field; what a request may bring in all is REQUEST_MAX_BYTES.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000  # unpacked, four bytes each: more would take the server's memory
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp", "webp": "webp"}
# As people here write dates, in all four languages, and as they may be typed (languages/formats).
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("uz", "Oʻzbekcha"),
    ("uz-cyrl", "Ўзбекча"),
    ("ru", "Русский"),
    ("en", "English"),
]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
# A draft is kept by itself this long after the last key (ms): Wagtail's half a second would save a long page over
# and over while one thinks of the next word, each time with an entry in its log. One visit makes one version.
WAGTAIL_AUTOSAVE_INTERVAL = 5_000
# The preview beside the editor is drawn anew so long after a change (ms): drawing a long page takes a second.
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1_500
# Each open editor tells so often that somebody is at it, and asks who else is (ms).
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 20_000
# Each block sends half a dozen fields: Django's thousand are a page of a hundred and fifty blocks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
REVISIONS_KEPT_DAYS = 90  # after that one version a month (core.revisions)
