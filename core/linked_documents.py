"""The documents that the texts of a body link to, fetched in one query (see core.gathered)."""

from typing import Any

from wagtail.documents import get_document_model

from core.body_links import documents_in
from core.gathered import Gathered
from core.page_cache import depends_on


def _fetch(ids: set[int]) -> dict[int, Any]:
    documents = get_document_model().objects.in_bulk(ids)
    depends_on(*documents.values())
    return documents


find = Gathered("linked_documents", documents_in, _fetch).find
