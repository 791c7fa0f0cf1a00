"""Makes what the tests copy their databases from, where it is missing, on the server of DATABASE_URL or as a file.

The tests do it themselves, while all but one of their processes wait; this is for those who have something else to do.
"""

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

django.setup()

from tests.database import databases  # noqa: E402

if __name__ == "__main__":
    databases("prepare").prepare()
