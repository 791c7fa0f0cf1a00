"""Click's Merchant API on this machine: remembers what it was asked, answers what it was told to."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from django.utils import timezone


class MerchantServer(ThreadingHTTPServer):
    """`answers`: path below the address → what is answered. Unknown paths: error -1, as for an unknown payment."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, dict | bytes | int] = {}
        self.asked: list[tuple[str, str]] = []
        self.auth = ""
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v2/merchant"

    def knows(self, order: str, status: int) -> None:
        """Click has the payment of this order under its number 777."""
        day = timezone.localdate().isoformat()
        found = {"error_code": 0, "payment_id": 777, "merchant_trans_id": order}
        self.answers[f"payment/status_by_mti/12345/{order}/{day}"] = found
        self.answers["payment/status/12345/777"] = {
            "error_code": 0,
            "payment_id": 777,
            "payment_status": status,
        }

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: MerchantServer

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.auth = self.headers.get("Auth", "")
        unknown = {"error_code": -1, "error_note": "not found"}
        answer = self.server.answers.get(self.path.removeprefix("/v2/merchant/"), unknown)
        status = answer if isinstance(answer, int) else 200
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_DELETE = do_GET

    def log_message(self, *args: object) -> None:
        pass
