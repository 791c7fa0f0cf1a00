"""Where payment providers call."""

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from donations.gateways.instructions import Instruction, Unreadable
from donations.gateways.protocols import AlwaysAnswers, CallsBack
from donations.gateways.registry import UnknownGateway, offer
from donations.services import payments

logger = logging.getLogger(__name__)


@csrf_exempt
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """Read, act, answer. What is not the provider's is refused and nothing of it kept."""
    try:
        gateway = offer(code).calls_back
    except UnknownGateway:
        return JsonResponse({"error": "not switched on"}, status=410)
    if gateway is None:
        raise Http404
    if request.method != "POST" and not isinstance(gateway, AlwaysAnswers):
        return HttpResponseNotAllowed(["POST"])
    try:
        instruction = gateway.read(request)
    except Unreadable as error:
        logger.warning("callback for %s refused: %s", code, error)
        if isinstance(gateway, AlwaysAnswers):
            return gateway.refuse(error)
        return JsonResponse({"error": "refused"}, status=error.status)
    return _answer(gateway, instruction)


def _answer(gateway: CallsBack, instruction: Instruction) -> HttpResponse:
    """What broke on our side is an error 500, except where that would not be understood."""
    try:
        return gateway.reply(instruction, payments.apply(instruction))
    except Exception:
        if not isinstance(gateway, AlwaysAnswers):
            raise
        logger.exception("callback for %s failed", gateway.code)
        return gateway.fail(instruction)
