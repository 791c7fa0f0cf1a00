"""A load generator that costs far less than what it measures: raw sockets, one epoll loop, keep-alive."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import quantiles

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length: "
LAST_CHUNK = b"0\r\n\r\n"
BROWSER = "Accept-Encoding: gzip, deflate, br\r\nUser-Agent: bench\r\n"


@dataclass
class Result:
    """What one run saw. Times in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    bytes: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: int) -> float:
        """Milliseconds that this share of the answers took at most."""
        return (
            quantiles(self.times, n=100, method="inclusive")[percent - 1] * 1000
            if len(self.times) > 1
            else 0.0
        )


def get(path: str, host: str = "127.0.0.1", headers: str = "") -> bytes:
    """A request as a browser sends it, cookies of strangers included."""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{BROWSER}{headers}\r\n".encode()


def post(path: str, body: bytes, host: str = "127.0.0.1", headers: str = "") -> bytes:
    """A callback as a provider sends it."""
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{headers}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Connection:
    """One keep-alive connection with at most one request on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.began = 0.0
        self._received = b""
        self._expected = 0

    def send(self, request: bytes) -> None:
        """Ask."""
        self._received = b""
        self._expected = 0
        self.began = time.perf_counter()
        self.socket.setblocking(True)
        self.socket.sendall(request)
        self.socket.setblocking(False)

    def receive(self) -> bytes | None:
        """The whole answer once it is there. Raises ConnectionError when the server hangs up."""
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("the server closed the connection")
        self._received = data if not self._received else self._received + data
        if not self._expected:
            self._expected = self._total()
        if self._expected > 0:
            return self._received if len(self._received) >= self._expected else None
        return self._received if self._expected < 0 and self._received.endswith(LAST_CHUNK) else None

    def _total(self) -> int:
        """Bytes of the whole answer; 0: not known yet, -1: until the last chunk."""
        head = self._received.find(HEAD_END)
        if head < 0:
            return 0
        at = self._received.find(LENGTH, 0, head)
        if at >= 0:
            return head + 4 + int(self._received[at + len(LENGTH) : self._received.index(b"\r", at)])
        return head + 4 if self._received[9:12] in (b"304", b"204") else -1


def run(port: int, requests: Iterable[bytes], seconds: float, connections: int = 16) -> Result:
    """Send `requests` over so many connections, one at a time on each, until they or the seconds run out."""
    result = Result()
    stream: Iterator[bytes] = iter(requests)
    with selectors.DefaultSelector() as selector:
        for request, _ in zip(stream, range(connections), strict=False):
            connection = Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(request)
        began = time.perf_counter()
        _exchange(selector, stream, result, began + seconds)
        result.seconds = time.perf_counter() - began
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return result


def _exchange(
    selector: selectors.BaseSelector, stream: Iterator[bytes], result: Result, until: float
) -> None:
    open_connections = len(selector.get_map())
    while open_connections:
        for key, _ in selector.select(10):
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            now = time.perf_counter()
            result.times.append(now - connection.began)
            result.bytes += len(answer)
            status = answer[9:12].decode()
            result.statuses[status] = result.statuses.get(status, 0) + 1
            request = next(stream, None) if now < until else None
            if request is None:
                selector.unregister(connection.socket)
                connection.socket.close()
                open_connections -= 1
            else:
                connection.send(request)
