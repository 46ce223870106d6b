"""What surrounds every response: headers that close what Streamlit leaves open, a name for each browser."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from http.cookies import SimpleCookie
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BROWSER_COOKIE = "clf_browser"
YEAR = 365 * 24 * 3600


def _inline_scripts() -> str:
    """Hashes of the scripts that stand in Streamlit's own page; no other inline script may run."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    hashes = (
        base64.b64encode(hashlib.sha256(script).digest()).decode()
        for script in re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    )
    return " ".join(f"'sha256-{value}'" for value in hashes)


HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'self'; script-src 'self' {_inline_scripts()}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
        "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Adds security headers to every response, and names each browser by a random cookie.

    The cookie tells browsers apart in the log and for undo; it holds nothing about a person.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; touch only the start of an HTTP response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = BROWSER_COOKIE in _cookies(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not known and headers.get("content-type", "").startswith("text/html"):
                    headers.append(
                        "Set-Cookie",
                        f"{BROWSER_COOKIE}={secrets.token_urlsafe(9)}; Path=/; Max-Age={YEAR}; "
                        f"HttpOnly; SameSite=Lax",
                    )
            await send(message)

        await self.app(scope, receive, guarded)


def _cookies(scope: Scope) -> SimpleCookie:
    for name, value in scope["headers"]:
        if name == b"cookie":
            return SimpleCookie(value.decode("latin-1"))
    return SimpleCookie()


MIDDLEWARE = [Middleware(Guard)]
