"""Requests that say another host, or come from a page of another site: refused at once, nobody waits."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection

import pytest

from clf_ui.access.hosts import REFUSED
from tests.browser.conftest import AppServer

AT_ONCE = 1.0  # seconds; looking an outside address up took two
OWN = "127.0.0.1:PORT"
# By what is forged: `Host` and `Origin`, where PORT is the dashboard's own.
FORGED = {
    "DNS rebinding": ("evil.example", "http://evil.example"),
    "DNS rebinding with the port": ("evil.example:PORT", "http://evil.example:PORT"),
    "rebinding without an origin": ("evil.example:PORT", None),
    "a name that begins like ours": ("localhost.evil.example:PORT", "http://localhost.evil.example:PORT"),
    "a name that ends like ours": ("evil-localhost:PORT", "http://evil-localhost:PORT"),
    "a number as a name": ("127.0.0.1.evil.example:PORT", "http://127.0.0.1.evil.example:PORT"),
    "another number": ("203.0.113.7:PORT", "http://203.0.113.7:PORT"),
    "every number": ("0.0.0.0:PORT", "http://0.0.0.0:PORT"),
    "a user before the host": ("127.0.0.1@evil.example:PORT", None),
    "a path after the host": ("127.0.0.1:PORT/@evil.example", None),
    "no host": ("", None),
    "a port that is none": ("127.0.0.1:x", None),
    "another port of this computer": (OWN, "http://localhost:9999"),
    "the same number, another port": (OWN, "http://127.0.0.1:9999"),
    "another name of this computer": (OWN, "http://localhost:PORT"),
    "another site": (OWN, "https://evil.example"),
    "a page without an origin": (OWN, "null"),
    "a file": (OWN, "file://"),
    "an origin with a user": (OWN, "http://x@127.0.0.1:PORT"),
    "an extension": (OWN, "chrome-extension://127.0.0.1:PORT"),
    "an empty origin": (OWN, ""),
    "an origin that is no address": (OWN, "http://[::1"),
    "encrypted, the usual port": (OWN, "https://127.0.0.1"),
}


def headers(app: AppServer, what: tuple[str, str | None]) -> dict[str, str]:
    host, origin = (one if one is None else one.replace("PORT", str(app.port)) for one in what)
    return {"Host": host or "", **({} if origin is None else {"Origin": origin})}


def status(app: AppServer, sent: dict[str, str]) -> tuple[int, str]:
    """What an HTTP request for the first page is answered."""
    connection = HTTPConnection("127.0.0.1", app.port, timeout=30)
    connection.putrequest("GET", "/", skip_host=True)
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text


def raw_socket(app: AppServer, sent: dict[str, str]) -> str:
    """The status line that a WebSocket with these headers is answered, byte for byte as given."""
    lines = [f"{name}: {value}" for name, value in sent.items()]
    lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    with socket.create_connection(("127.0.0.1", app.port), timeout=30) as opened:
        opened.sendall(("GET /_stcore/stream HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode())
        return opened.recv(1000).decode(errors="replace").splitlines()[0]


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_host_or_origin_is_refused_and_nobody_is_stalled(app: AppServer, what: str) -> None:
    sent = headers(app, FORGED[what])
    started = time.monotonic()
    assert raw_socket(app, sent).split()[1] in ("400", "403")
    code, text = status(app, sent)
    assert code == 400 or (code, text) == (403, REFUSED)
    assert raw_socket(app, headers(app, (OWN, f"http://{OWN}"))).split()[1] == "101"
    assert time.monotonic() - started < AT_ONCE


@pytest.mark.parametrize(
    "host", ["127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT", f"{socket.gethostname()}:PORT"]
)
def test_this_computers_own_names_are_answered(app: AppServer, host: str) -> None:
    for origin in (None, f"http://{host}"):
        sent = headers(app, (host, origin))
        assert raw_socket(app, sent).split()[1] == "101"
        assert status(app, sent)[0] == 200
