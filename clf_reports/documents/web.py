"""A document as one HTML file that needs nothing else, and prints well."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from .carried import SCRIPT_ID, encoded
from .document import Document, words
from .pictures import FONT, Picture, Radar, svg

_FAMILIES = f"{FONT}, Segoe UI, Calibri, Liberation Sans, Arial, sans-serif"


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
    """A picture's address, its words in the page's fonts: the documents' own may not be where it is read."""
    drawn = svg(picture).replace(f'font-family="{FONT}"', f'font-family="{_FAMILIES}"')
    return _address(drawn.encode(), "svg+xml")


def _address(image: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(image).decode()}"
