"""The pictures and documents of the demo's library, from `home/content/`."""

import copy
from pathlib import Path

from django.core.files import File
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core import pictures
from home.demo.content import CONTENT, data, in_language
from safeguarding.models import Shows

NOBODY = Shows.NOBODY  # the demo's pictures are drawn


class Library:
    """Adds a file when it is asked for first; what is there already is found again by its title."""

    def __init__(self) -> None:
        self._images: dict[str, object] = {}
        self._documents: dict[tuple[str, str], object] = {}

    def image(self, key: str, alt: str) -> object:
        """The picture of a key in images.yaml, saying `alt`; raises StopIteration for a key nobody wrote."""
        if key not in self._images:
            row = next(row for row in data("images") if row["key"] == key)
            self._images[key] = self._add_image(row)
        image = copy.copy(self._images[key])
        image.contextual_alt_text, image.decorative = alt, False
        return image

    def document(self, key: str, language: str) -> object:
        """The document of a key in documents.yaml in a language."""
        if (key, language) not in self._documents:
            row = next(row for row in data("documents") if row["key"] == key)
            path = CONTENT / "documents" / f"{row['file']}-{language}.pdf"
            title = in_language(row["title"], language)
            model = get_document_model()
            found = model.objects.filter(title=title).first()
            self._documents[key, language] = found or self._store(model(title=title, shows=NOBODY), path)
            self._documents[
                key, language
            ].get_file_size()  # kept in the row, so that lists need not open the file
        return self._documents[key, language]

    def _add_image(self, row: dict) -> object:
        model = get_image_model()
        found = model.objects.filter(title=row["title"]).first()
        if found:
            return found
        image = self._store(model(title=row["title"], shows=NOBODY), CONTENT / "images" / row["file"])
        for shape in ("", "wide"):  # made now, or the first visitor would wait for it
            pictures.sources(image, shape)
        return image

    @staticmethod
    def _store(row: object, path: Path) -> object:
        with path.open("rb") as content:
            row.file = File(content, name=path.name)
            row.save()
        return row
