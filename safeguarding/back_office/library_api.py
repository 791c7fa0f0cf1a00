"""The library in the API of Wagtail's own screens: for those who work with pictures and documents.

Wagtail answers everybody who may enter the back office, with a small copy of each picture: of children, too, and of
those that were taken down.
"""

from collections.abc import Collection
from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from accounts.services import session_has_second_factor
from core import media
from safeguarding.models import CustomImage

ANY = ("add", "change", "choose")


@media.open_to
def may_see_copies(request: HttpRequest, images: Collection[int]) -> bool:
    """Whether somebody works with these pictures, and has passed the second step: /media/ is not the back office, whose
    door asks for it.
    """
    policy = policy_registry.get_by_type(CustomImage)
    theirs = policy.instances_user_has_any_permission_for(request.user, ANY).filter(pk__in=images)
    return session_has_second_factor(request) and theirs.count() == len(images)


class LibraryOnly:
    """Finds what the person may work with; what they may not is not there. Comes before Wagtail's view."""

    def get_queryset(self) -> QuerySet:
        """Wagtail's, narrowed by the collections' permissions."""
        rows = super().get_queryset()
        policy = policy_registry.get_by_type(rows.model)
        return rows.filter(pk__in=policy.instances_user_has_any_permission_for(self.request.user, ANY))


class LibraryImages(LibraryOnly, ImagesAdminAPIViewSet):
    """Pictures."""


class LibraryDocuments(LibraryOnly, DocumentsAdminAPIViewSet):
    """Documents."""


class PagesToRead(PagesAdminAPIViewSet):
    """Pages, to be found only. Wagtail also lets them be copied, mirrored, translated and published here, past all that
    its screens ask before and after it (`wagtail_hooks`), and no screen of its uses that.
    """

    actions: ClassVar[dict[str, type]] = {}
