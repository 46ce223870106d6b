"""Which names this dashboard answers to, so that no web page elsewhere can speak to it through a browser.

A page of another site can have its own name point to this computer (DNS rebinding), and a browser then takes
the two for one site. The name that it asks for gives it away.
"""

from __future__ import annotations

import os
import re
import socket
from functools import cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .mode import is_local

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)
REFUSED = (
    "This dashboard does not answer to this address. Open it by the name or number of its computer, or start "
    "it with CLF_HOSTS and the name that you want to use."
)
_POLICY_VIOLATION = 1008


@cache
def own_names() -> frozenset[str]:
    """What this computer calls itself, and what `CLF_HOSTS` names; found without asking the network."""
    name = socket.gethostname().lower().rstrip(".")
    first = name.partition(".")[0]
    given = re.split(r"[\s,]+", os.environ.get("CLF_HOSTS", "").lower())
    return frozenset({name, first, f"{first}.local", *(one.rstrip(".") for one in given)} - {""})


class Hosts:
    """Refuses requests and connections for another host, and those that pages of another site make.

    Numbers are right where the connection came in by them. Nothing is looked up, whatever a request says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be answered."""
        if scope["type"] not in ("http", "websocket") or _may_be_answered(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
        else:
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)


def _may_be_answered(scope: Scope) -> bool:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    if len(hosts) != 1 or len(origins) > 1 or not _is_own(hosts[0], scope):
        return False
    return not origins or _is_same(origins[0], hosts[0])


def _is_own(host: str, scope: Scope) -> bool:
    """Whether a `Host` header names this computer."""
    found = _AUTHORITY.fullmatch(host)
    if found is None:
        return False
    name = found[1].lower().strip("[]").rstrip(".")
    came_in_by = (scope.get("server") or ("", None))[0]
    return is_local(name) or name in own_names() or _number(name) == (_number(came_in_by) or "none")


def _number(text: str) -> str:
    """An address in the one form that it has; "" for a name."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(found)


def _is_same(origin: str, host: str) -> bool:
    """Whether the page that makes a request comes from the host that it asks."""
    try:
        parts = urlsplit(origin)
        usual = _PORTS.get(parts.scheme)
        asked = urlsplit(f"//{host}")
        ports = parts.port or usual, asked.port or usual
    except ValueError:
        return False
    is_plain = origin.lower() == f"{parts.scheme}://{parts.netloc}".lower() and parts.username is None
    return usual is not None and is_plain and parts.hostname == asked.hostname and ports[0] == ports[1]
