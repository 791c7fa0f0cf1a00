"""Makes what the tests copy their databases from, where it is missing: by one process, so somebody else may work beside.

The tests do it themselves, while all but one of them wait.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main() -> None:
    """On the server of DATABASE_URL, else as a file."""
    sys.path.insert(0, ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from tests.database import databases

    databases("prepare").prepare()


if __name__ == "__main__":
    main()
