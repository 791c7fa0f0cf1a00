"""Evidence of consents: opened by focal points only, each look on the record before the first byte leaves."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import View

from core import audit
from safeguarding.focal_points import is_focal_point
from safeguarding.models import ConsentEvidence


class EvidenceView(View):
    """Sends one file to be kept, never to be shown inside the site."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Raises PermissionDenied, also to administrators and superusers who are no focal points, and Http404."""
        if not is_focal_point(request.user):
            raise PermissionDenied
        evidence = get_object_or_404(ConsentEvidence.objects.select_related("consent"), pk=pk)
        audit.record(action="evidence.view", obj=evidence.consent, actor=request.user, note=f"file {pk}")
        name = f"{evidence.consent.reference}-{pk}.{evidence.file.name.rpartition('.')[2]}"
        response = FileResponse(evidence.file.open("rb"), as_attachment=True, filename=name)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
