"""The one script of the dashboard's own, in the page before anything on it can be pressed."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILE = Path(__file__).parents[1] / "assets" / "forms.js"
_TAG = b'<script defer src="./own/forms.js"></script></head>'
_BARE = ("join", "projector", "survey")  # nothing opens on these, and what a phone has to load is kept small
# A page with the script is another one than Streamlit's, so what a browser knows of that says nothing.
_CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


async def forms(_: Request) -> Response:
    """The script; looked up anew with every page, as the next version has the same address."""
    return Response(
        FILE.read_text(encoding="utf-8"),
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


class OwnScript:
    """Puts the script into the page that Streamlit serves, wherever a page with a menu is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the script to the page that comes back."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _may_be_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        page = b""

        async def add(message: Message) -> None:
            nonlocal start, page
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif start is None:
                await send(message)
            else:
                page += message.get("body", b"")
                if not message.get("more_body"):
                    page = page.replace(b"</head>", _TAG, 1)
                    _describe(start, len(page))
                    await send(start)
                    await send({**message, "body": page})

        asked = [(name, value) for name, value in scope["headers"] if name not in _CONDITIONS]
        await self.app({**scope, "headers": asked}, receive, add)


def _may_be_page(path: str) -> bool:
    last = path.rstrip("/").rpartition("/")[2]
    return "/_stcore/" not in path and "." not in last and last not in _BARE


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


def _describe(start: Message, length: int) -> None:
    headers = MutableHeaders(raw=start["headers"])
    headers["Content-Length"] = str(length)
    for name in ("etag", "last-modified", "accept-ranges"):
        del headers[name]
    start["headers"] = headers.raw
