"""The account: what Stripe holds for us, and the client that the SDK speaks to it with."""

import json
import threading
import time
from collections.abc import Mapping
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import stripe

from . import api
from .params import nested, problems
from .payer import Payer
from .shapes import shape
from .webhooks import Webhooks

Answer = tuple[str, int, Mapping[str, str]]


class MemoryStripe(Payer, Webhooks, stripe.HTTPClient):
    """Give it to `stripe.StripeClient` as `http_client`. `problems` must stay empty: a test looks at its end."""

    name = "memory"

    def __init__(self, key: str = "sk_test_memory", secret: str = "whsec_memory") -> None:
        super().__init__()
        self.key, self.secret = key, secret
        self.livemode = key.startswith("sk_live_")
        self.rows: dict[str, dict[str, Any]] = {}
        self.told_when_asked: dict[
            str, dict[str, Any]
        ] = {}  # by id: what is in an answer where it is expanded
        self.answers: dict[
            str, tuple[str, Answer]
        ] = {}  # by idempotency key: what was asked, what was answered
        self.calls: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.down = False
        self.losing = 0  # answers that get lost on their way, though the call was carried out
        self.broken = 0  # calls that end in a 500
        self.refunds_are = "succeeded"  # or "pending", "failed": how a refund that the API asks for begins
        self.refuses_refunds = ""  # the code of the error that it is refused with
        self._numbers = count(1)
        self._lock = threading.RLock()

    # --- What it holds --------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        """Numbers look as Stripe's do, with the mode in a session's."""
        mode = ("live_" if self.livemode else "test_") if prefix == "cs" else ""
        return f"{prefix}_{mode}{next(self._numbers):014d}"

    def add(self, kind: type[stripe.StripeObject], prefix: str, **values: Any) -> dict[str, Any]:
        """Make an object and keep it."""
        fixed: dict[str, Any] = {"id": self.new_id(prefix), "object": kind.OBJECT_NAME}
        for name, value in (("created", int(time.time())), ("livemode", self.livemode)):
            if name in kind.__annotations__:
                fixed[name] = value
        row = shape(kind, **fixed | values)
        self.rows[row["id"]] = row
        return row

    def all(self, object_name: str) -> list[dict[str, Any]]:
        """Everything of a kind, newest first, as lists are."""
        return [row for row in reversed(self.rows.values()) if row["object"] == object_name]

    def forget_all(self) -> None:
        """As on the first day."""
        self.rows.clear()
        self.answers.clear()
        self.asked.clear()
        self.paid_out.clear()
        self.down, self.losing, self.broken = False, 0, 0
        self.refunds_are, self.refuses_refunds = "succeeded", ""

    def forget_keys(self) -> None:
        """A day goes by: idempotency keys are kept no longer."""
        self.answers.clear()

    # --- How it is asked ------------------------------------------------------------------------

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> Answer:
        """One call, as it would go over the wire."""
        with self._lock:
            return self._request(method, url, dict(headers or {}), post_data)

    def close(self) -> None:
        """Nothing is open."""

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0

    def _request(self, method: str, url: str, headers: dict[str, str], post_data: Any) -> Answer:
        parts = urlsplit(url)
        self.calls.append((method, parts.path))
        if self.down:
            raise stripe.APIConnectionError("connection refused", should_retry=True)
        encoded = post_data or "" if method == "post" else parts.query
        answer = self._once(method, parts.path, encoded, headers)
        if self.losing:
            self.losing -= 1
            raise stripe.APIConnectionError("connection reset", should_retry=True)
        return answer

    def _once(self, method: str, path: str, encoded: str, headers: dict[str, str]) -> Answer:
        """With an idempotency key the same answer again, errors too, a 500 as well; other parameters are refused."""
        if headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "invalid_request_error", "Invalid API Key provided")
        self._look_at(headers)
        key = headers.get("Idempotency-Key", "")
        if method != "post" or not key:
            return self._try(method, path, encoded)
        asked = f"{path}?{encoded}"
        if key not in self.answers:
            self.answers[key] = (asked, self._try(method, path, encoded))
        first, answer = self.answers[key]
        if first != asked:
            return _error(
                400, "idempotency_error", "Keys can only be used with the parameters of the first call"
            )
        return answer

    def _try(self, method: str, path: str, encoded: str) -> Answer:
        if self.broken:
            self.broken -= 1
            return _error(500, "api_error", "an error on Stripe's side")
        return self._answer(method, path, encoded)

    def _look_at(self, headers: dict[str, str]) -> None:
        if headers.get("Stripe-Version") != stripe.api_version:
            self.problems.append(f"API version {headers.get('Stripe-Version')}")
        if len(headers.get("Idempotency-Key", "")) > 255:
            self.problems.append("idempotency key is too long")
        if "X-Stripe-Client-Telemetry" in headers:
            self.problems.append("telemetry is on")

    def _answer(self, method: str, path: str, encoded: str) -> Answer:
        route, arguments = api.find(method, path)
        if route is None:
            self.problems.append(f"no such address: {method} {path}")
            return _error(404, "invalid_request_error", "Unrecognized request URL")
        params = nested(encoded)
        found = problems(params, route.declared)
        if found:
            self.problems += found
            return _error(400, "invalid_request_error", "; ".join(found), code="parameter_unknown")
        try:
            found = api.expanded(self, route.act(self, *arguments, params), params)
            return json.dumps(found), 200, {"Request-Id": self.new_id("req")}
        except api.Refused as refused:
            return _error(refused.status, "invalid_request_error", str(refused), code=refused.code or None)


def _error(status: int, kind: str, message: str, code: str | None = None) -> Answer:
    error = {"type": kind, "message": message, "code": code}
    return json.dumps({"error": error}), status, {"Request-Id": "req_error"}
