"""The files that every page looks by: read once, as a room full of phones asks for them together."""

from __future__ import annotations

import base64
from functools import cache

from .settings import ROOT

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
