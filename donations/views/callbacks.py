"""Where payment providers call."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from donations.gateways.base import CallsBack, Unreadable
from donations.gateways.registry import UnknownGateway, offer
from donations.services import payments

logger = logging.getLogger(__name__)


@csrf_exempt
@never_cache
@require_POST
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """Read, act, answer. What is not the provider's is refused and nothing of it kept."""
    try:
        gateway = offer(code).gateway
    except UnknownGateway:
        return JsonResponse({"error": "not switched on"}, status=410)
    if not isinstance(gateway, CallsBack):
        raise Http404
    try:
        instruction = gateway.read(request)
    except Unreadable as error:
        logger.warning("callback for %s refused: %s", code, error)
        return JsonResponse({"error": "refused"}, status=error.status)
    return gateway.reply(instruction, payments.apply(instruction))
