"""A document as one HTML file that needs nothing else, and prints well."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from .carried import SCRIPT_ID, encoded
from .document import Document, words
from .pictures import Picture, Radar, svg


def html(document: Document) -> bytes:
    """The document as an HTML file in UTF-8; everything that anybody wrote is in it as text."""
    text = _template().render(
        document=document,
        carried=document.carried and encoded(document.carried),
        script_id=SCRIPT_ID,
        logo=document.logo and _address(document.logo, "png" if document.logo[:1] == b"\x89" else "svg+xml"),
    )
    return text.encode("utf-8", errors="xmlcharrefreplace")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = words
    environment.filters["address"] = _picture
    environment.filters["is_radar"] = lambda picture: isinstance(picture, Radar)
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["number"] = lambda cell: isinstance(cell, int | float)
    return environment.get_template("page.html")


def _picture(picture: Picture) -> str:
    return _address(svg(picture).encode(), "svg+xml")


def _address(image: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(image).decode()}"
