"""The documents that a page offers; what its body names is fetched in one query (see core.gathered).

Whoever must decide whether a document may be offered gives `guard_with` a function. As with pictures, it is asked where
a document is shown, in the language of the page; the file itself has none.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from wagtail.documents import get_document_model

from core.body_links import documents_in
from core.gathered import Gathered
from core.page_cache import depends_on

_guards: list[Callable[[Collection[int]], Collection[int]]] = []


def guard_with(allowed: Callable[[Collection[int]], Collection[int]]) -> None:
    """Offer only documents whose ids `allowed(ids)` returns; it is asked once for all that are shown together."""
    _guards.append(allowed)


def offered(ids: Iterable[int]) -> set[int]:
    """Those of `ids` that visitors may have now, in the active language."""
    left = set(ids)
    for guard in _guards:
        left = left & set(guard(left)) if left else left
    return left


def _fetch(ids: set[int]) -> dict[int, Any]:
    documents = get_document_model().objects.in_bulk(ids)
    depends_on(*documents.values())
    may = offered(documents)
    return {pk: document for pk, document in documents.items() if pk in may}


find = Gathered("linked_documents", documents_in, _fetch).find
