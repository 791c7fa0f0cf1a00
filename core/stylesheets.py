"""One stylesheet for browsers, many files for people.

`collectstatic` joins the parts into `css/site.css`: a page on a slow line waits for one answer instead of
seven. While developing, the parts are linked as they are.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PARTS = [
    f"css/{name}.css" for name in ("tokens", "base", "layout", "components", "forms", "pages", "ornament")
]
BUNDLE = "css/site.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
# A space before a colon is a descendant (`a :is(b)`) and stays; one after it never says anything.
LOOSE = re.compile(r"\s*([{};,])\s*|(:)\s+")


def compact(css: str) -> str:
    """The same rules without comments and needless space."""
    flat = SPACE.sub(" ", COMMENT.sub("", css)).strip()
    return LOOSE.sub(lambda found: found[1] or found[2], flat).replace(";}", "}")


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Static files with hashed names and compressed copies, and the parts of the style as one."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the bundle beside its parts, so that it is hashed and compressed like every other file."""
        if not dry_run and all(part in paths for part in PARTS):
            text = "".join(compact(Path(self.path(part)).read_text(encoding="utf-8")) for part in PARTS)
            self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(text.encode()))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)
