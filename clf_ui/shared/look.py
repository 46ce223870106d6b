"""The files that every page looks by: read once, as a room full of phones asks for them together."""

from __future__ import annotations

import base64
import re
from functools import cache

from .config import ROOT

UI = ROOT / "clf_ui"
ASSETS = UI / "assets"


@cache
def style(*names: str) -> str:
    """Style sheets of this folder, as HTML."""
    sheets = "\n".join((UI / name).read_text(encoding="utf-8") for name in names)
    return f"<style>{sheets}</style>"


@cache
def picture(name: str) -> str:
    """An SVG of the assets as an address that holds the picture itself."""
    content = base64.b64encode((ASSETS / name).read_bytes()).decode()
    return f"data:image/svg+xml;base64,{content}"


def into_view(key: str) -> str:
    """Style that marks the container with this key, and scrolls the page to it once.

    The page snaps to it for as long as its parts are still arriving; after that it scrolls as ever.
    """
    name = re.sub(r"[^A-Za-z0-9_-]", "-", key)
    return (
        f"<style>.st-key-{name} {{ scroll-snap-align: start; padding-left: 0.5rem; "
        "border-left: 4px solid var(--clf-accent); } "
        f".stMain {{ animation: show-{name} 1s; }} "
        f"@keyframes show-{name} {{ from, to {{ scroll-snap-type: y mandatory; }} }}</style>"
    )
