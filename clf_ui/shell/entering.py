"""Where the passphrase is entered: a small page of its own, as only a request's answer can set a cookie."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ..access.passphrase import DAY, TICKET_COOKIE
from ..access.session import Access
from ..clock import now
from ..shared.look import picture

PATH = "enter"
_LONGEST = 4000  # bytes of what a form sends
_WAY = re.compile(r"[a-z-]{0,40}(\?[!-~]{0,1000})?")
_OPEN_PAGES = ("join", "projector", "survey", PATH)
# What only pages behind the passphrase use.
_CLOSED = ("/_stcore/upload_file", "/_stcore/metrics")
WRONG = "That is not the passphrase. It stands in the window in which the dashboard was started."
TOO_MANY = "Too many wrong tries. Wait ten minutes, then try again."
NO_DATABASE = "The database cannot be reached, so nobody can be let in now. Try again in a moment."


def base_path() -> str:
    """The path that the dashboard is at, as in "/clf"; "" where it is at the root."""
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""


@cache
def _style() -> str:
    return Path(__file__).with_name("enter.css").read_text(encoding="utf-8")


def page(way: str, problem: str = "") -> str:
    """The page as HTML; `way` is where to go after it."""
    said = f'<p role="alert" id="problem">{escape(problem)}</p>' if problem else ""
    described = ' aria-describedby="problem" aria-invalid="true"' if problem else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Enter the passphrase · CLF dashboard</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{picture("icon.svg")}"><style>{_style()}</style></head>
<body><main><img src="{picture("icon.svg")}" alt="CLF dashboard" width="40" height="40">
<h1>Enter the passphrase</h1>
<p>This part is for who leads the workshop. The passphrase stands in the window in which the dashboard was
started. This browser is not asked again today.</p>
{said}<form method="post" action="{PATH}"><input type="hidden" name="to" value="{escape(way)}">
<label for="passphrase">Passphrase</label>
<input id="passphrase" name="passphrase" type="password" autocomplete="current-password" autocapitalize="none"
spellcheck="false" required autofocus{described}>
<button type="submit">Continue</button></form>
<hr><p>Here to take part? <a href="join">Join with the code on the screen</a>.</p></main></body></html>"""


async def enter(request: Request) -> Response:
    """The page, and what comes back from it: on with a ticket for the right passphrase, or why not."""
    held = Access.passphrase
    if request.method != "POST":
        way = _way(request.query_params.get("to", ""))
        return _on(way) if held is None else _shown(way)
    body = await _body(request)
    if body is None:
        return PlainTextResponse("That is too long.", 413)
    said = {name: values[-1] for name, values in parse_qs(body.decode(errors="replace")).items()}
    way = _way(said.get("to", ""))
    if held is None:
        return _on(way)
    # The start must not wait for what these load.
    from clf_store import StoreError, TooManyGuessesError

    from ..shared.loaders import admit

    address = request.client.host if request.client else None
    is_right = held.is_right(said.get("passphrase", ""))
    try:
        if not await run_in_threadpool(admit, is_right, address):
            return _shown(way, WRONG, 403)
    except TooManyGuessesError:
        return _shown(way, TOO_MANY, 429)
    except StoreError:
        return _shown(way, NO_DATABASE, 503)
    answer = _on(way)
    answer.set_cookie(
        TICKET_COOKIE,
        held.ticket(now().timestamp()),
        max_age=DAY,
        path=base_path() or "/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


class Gate:
    """In room mode, sends a browser without a ticket from the facilitator's pages to where one is given.

    What the pages show is held back by the rights of each call to the store; this is only the way in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] != "http" or Access.passphrase is None or _has_ticket(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if not f"{path}/".startswith(f"{base_path()}/"):
            await self.app(scope, receive, send)  # nothing of the dashboard's is there
        elif any(closed in path for closed in _CLOSED):
            await PlainTextResponse("This needs the facilitator’s passphrase.", 403)(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and _is_closed_page(path):
            await _to_enter(scope)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _has_ticket(scope: Scope) -> bool:
    held = Access.passphrase
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return held is None or held.admits(cookies.get(TICKET_COOKIE, ""), now().timestamp())


def _is_closed_page(path: str) -> bool:
    """Whether a path is a page's, and not one of those for the room: files have a dot in their names."""
    last = path.rstrip("/").rpartition("/")[2]
    return "/_stcore/" not in path and "/j/" not in path and "." not in last and last not in _OPEN_PAGES


def _to_enter(scope: Scope) -> Response:
    last = "" if scope["path"] == base_path() else scope["path"].rpartition("/")[2]
    asked = f"{last}?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else last
    # relative, so that it is right behind any proxy
    within = f"{base_path()[1:]}/" if scope["path"] == base_path() else ""
    return _redirect(f"{within}{PATH}?{urlencode({'to': asked})}")


def _way(text: str) -> str:
    """Where to go on, as far as that is a page of this dashboard."""
    return text if _WAY.fullmatch(text) else ""


def _on(way: str) -> Response:
    return _redirect(f"./{quote(way, safe='?&=%+-_.~!*(),:@/')}")


def _redirect(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _shown(way: str, problem: str = "", status: int = 200) -> Response:
    return HTMLResponse(page(way, problem), status, {"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes | None:
    """What a form sent; None where it is longer than any of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            return None
    return body
