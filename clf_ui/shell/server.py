"""What surrounds every response: headers that close what Streamlit leaves open, cookies, short links."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.app_session import AppSession

from ..access.cookies import BROWSER_COOKIE, SEAT_COOKIE, name_in, signed
from ..access.hosts import Hosts
from .entering import PATH, Gate, base_path, enter
from .floods import Pace
from .own_script import OwnScript, forms

DAY = 24 * 3600
# Each cookie with its random bytes and the days that it is kept.
_COOKIES = {BROWSER_COOKIE: (9, 365), SEAT_COOKIE: (16, 90)}
_ENTRY = re.compile(r"[A-Za-z0-9_-]{1,64}")


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
        "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Adds security headers to every response, and names each browser by random cookies.

    `clf_browser` tells browsers apart in the log and for undo, `clf_seat` in workshops and surveys. Of a seat
    only a hash is kept, so no vote can be traced to a name in the log. Neither says anything of a person.
    The first is signed; one that was not signed here is as none. A seat is a secret, which nobody can guess.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; touch only the start of an HTTP response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = _cookies(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    for name, value in _due(sent).items():
                        headers.append("Set-Cookie", _cookie(name, value))
            await send(message)

        await self.app(scope, receive, guarded)


def _cookies(scope: Scope) -> SimpleCookie:
    for name, value in scope["headers"]:
        if name == b"cookie":
            return SimpleCookie(value.decode("latin-1"))
    return SimpleCookie()


def _due(sent: SimpleCookie) -> dict[str, str]:
    """What a browser is to keep from now on, of that which it does not send as it should be."""
    values = {name: secrets.token_urlsafe(size) for name, (size, _) in _COOKIES.items()}
    known = {name: morsel.value for name, morsel in sent.items()}
    # the same name with another signature where it was given before the database was open
    values[BROWSER_COOKIE] = signed(name_in(known.get(BROWSER_COOKIE)) or values[BROWSER_COOKIE])
    if SEAT_COOKIE in known:
        values[SEAT_COOKIE] = known[SEAT_COOKIE]
    return {name: value for name, value in values.items() if known.get(name) != value}


def _cookie(name: str, value: str) -> str:
    _, days = _COOKIES[name]
    return f"{name}={value}; Path=/; Max-Age={days * DAY}; HttpOnly; SameSite=Lax"


async def join(request: Request) -> RedirectResponse:
    """The short link of a workshop, as in its QR code: on to the page where people join, code and all."""
    entry = request.path_params["entry"]
    query = f"?{urlencode({'code': entry})}" if _ENTRY.fullmatch(entry) else ""
    # seen from /j/CODE; relative, so that it is right under any base path
    return RedirectResponse(f"../join{query}", status_code=303, headers={"Cache-Control": "no-store"})


def watch_no_files() -> None:
    """Keep Streamlit from watching files where the settings say so.

    Up to 1.67 it watches them all the same for a tab that comes back, and first looks up the file of every
    module, which stops the whole server for a quarter of a second.
    """
    watch = AppSession.register_file_watchers

    def where_wanted(session: AppSession) -> None:
        if st.get_option("server.fileWatcherType") != "none":
            watch(session)

    AppSession.register_file_watchers = where_wanted  # type: ignore[assignment, method-assign]


MIDDLEWARE = [Middleware(Hosts), Middleware(Pace), Middleware(Guard), Middleware(Gate), Middleware(OwnScript)]


def routes() -> list[Route]:
    """What is served beside Streamlit's pages, under the path that the dashboard is at."""
    base = base_path()
    return [
        Route(f"{base}/j/{{entry}}", join),
        Route(f"{base}/own/forms.js", forms),
        Route(f"{base}/{PATH}", enter, methods=["GET", "POST"]),
    ]
