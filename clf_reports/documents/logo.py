"""An organisation's logo: what may be one, and as PNG for what shows nothing else."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError

import vl_convert
from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]  # it ships no types
from PIL import Image, UnidentifiedImageError

from ..errors import LogoError

MOST_BYTES = 150_000
MOST_PIXELS = 4000
"""In either direction."""
_PNG = b"\x89PNG\r\n\x1a\n"
_RUNS = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler", "set", "animate"})
_INSIDE = ("#", "data:image/png")
_FETCHES = re.compile(r"url\(\s*['\"]?(?!#)|@import", re.IGNORECASE)


def checked(file: bytes) -> bytes:
    """The file, where it is a PNG or SVG that can stand in every document. Raises `LogoError`.

    Nothing in it runs, and nothing in it is fetched from elsewhere.
    """
    if len(file) > MOST_BYTES:
        raise LogoError(f"The file has {len(file) // 1000} KB; a logo has {MOST_BYTES // 1000} at most.")
    if file.startswith(_PNG):
        _check_png(file)
    else:
        _check_svg(file)
    return file


def is_png(logo: bytes) -> bool:
    """Whether a checked logo is a PNG, else it is an SVG."""
    return logo.startswith(_PNG)


@lru_cache(maxsize=4)
def as_png(logo: bytes) -> bytes:
    """A checked logo as PNG."""
    return logo if is_png(logo) else vl_convert.svg_to_png(logo.decode(), scale=3)


def _check_png(file: bytes) -> None:
    try:
        with Image.open(io.BytesIO(file), formats=["PNG"]) as image:
            if max(image.size) > MOST_PIXELS:
                raise LogoError(f"The picture is larger than {MOST_PIXELS} by {MOST_PIXELS} pixels.")
            image.verify()  # the sums of its pieces
        with Image.open(io.BytesIO(file), formats=["PNG"]) as image:
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise LogoError("The picture is damaged.") from error


def _check_svg(file: bytes) -> None:
    try:
        root: Element = ElementTree.fromstring(file, forbid_dtd=True)
        file.decode()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise LogoError("This is no PNG, and no SVG in UTF-8 that can be read.") from error
    if _name(root.tag) != "svg":
        raise LogoError("This is no PNG and no SVG.")
    for element in root.iter():
        kind = _name(element.tag)
        for running in (kind, *map(_name, element.attrib)):
            if running in _RUNS or running.casefold().startswith("on"):
                raise LogoError(f"The SVG has something in it that runs ({running}). Save it as plain SVG.")
        said = [element.text or "", *element.attrib.values()] if kind == "style" else element.attrib.values()
        links = [text for name, text in element.attrib.items() if _name(name) == "href"]
        if any(map(_FETCHES.search, said)) or not all(text.strip().startswith(_INSIDE) for text in links):
            raise LogoError("The SVG fetches something from elsewhere. Save it with everything inside.")
    try:
        as_png(file)
    except (ValueError, RuntimeError, OSError) as error:
        raise LogoError("The SVG cannot be drawn.") from error


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]
