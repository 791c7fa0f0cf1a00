"""One machine, nothing else installed: SQLite, files in a folder, mail as files, sandbox payments."""

from .base import *
from .base import DATA_DIR, env
from .secret import local_secret_key

SECRET_KEY = env("SECRET_KEY", default=None) or local_secret_key(DATA_DIR)
INSTANCE_LABEL = "demo"
DEMO = True
