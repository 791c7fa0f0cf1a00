"""The library in the API of Wagtail's own screens: for those who work with pictures and documents.

Wagtail answers everybody who may enter the back office, with a small copy of each picture: of children, too, and of
those that were taken down.
"""

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

ANY = ("add", "change", "choose")


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
