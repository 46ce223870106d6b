"""A logo: what may be one, and that it stands in every format."""

from __future__ import annotations

import io
import struct
import zlib

import docx
import pypdf
import pytest

from clf_reports.documents.document import Document
from clf_reports.documents.excel import excel
from clf_reports.documents.logo import MOST_BYTES, as_png, checked
from clf_reports.documents.pdf import pdf
from clf_reports.documents.web import html
from clf_reports.documents.word import word
from clf_reports.errors import LogoError

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<rect width="40" height="20" fill="#c00"/></svg>'
)


def png(width: int = 4, height: int = 2) -> bytes:
    """A red picture after the PNG specification: signature, header, one run of rows, end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xc8\0\0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("logo", [png(), SVG], ids=["png", "svg"])
def test_it_stands_in_every_format_that_has_pictures(logo: bytes) -> None:
    document = Document("Title", "Service", None, (), (), (), logo=checked(logo))
    assert len(list(pypdf.PdfReader(io.BytesIO(pdf(document))).pages[0].images)) == (logo != SVG)
    (shape,) = docx.Document(io.BytesIO(word(document))).inline_shapes
    assert shape._inline.docPr.get("descr") == "Logo of Service"
    assert abs(shape.width / shape.height - 2) < 0.01
    assert b'alt="Logo of Service"' in html(document)
    assert excel(document)
    assert as_png(logo).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "no PNG, and no SVG"),
        (b"GIF89a", "no PNG, and no SVG"),
        (b"<html></html>", "no PNG and no SVG"),
        (png()[:-20], "damaged"),
        (png()[:40] + b"\0" * 9 + png()[49:], "damaged"),
        (png(4001, 1), "larger than 4000"),
        (SVG + b" " * MOST_BYTES, "150 at most"),
        (SVG.replace(b"<rect", b"<script>1</script><rect"), r"runs \(script\)"),
        (SVG.replace(b"<rect", b'<rect onload="x()"'), r"runs \(onload\)"),
        (SVG.replace(b"<rect", b'<image href="http://e.example/x.png"/><rect'), "elsewhere"),
        (SVG.replace(b"#c00", b"url(http://e.example/x)"), "elsewhere"),
        (SVG.replace(b"<rect", b"<style>@import 'x.css';</style><rect"), "elsewhere"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "no PNG, and no SVG"),
        (SVG.decode().encode("utf-16"), "no PNG, and no SVG"),
    ],
)
def test_what_is_none_is_refused_with_its_reason(file: bytes, said: str) -> None:
    with pytest.raises(LogoError, match=said):
        checked(file)


def test_what_is_inside_may_be_used() -> None:
    inside = b'<defs><linearGradient id="g"/></defs><use href="#g"/><rect fill="url(#g)"/>'
    assert checked(SVG.replace(b"<rect", inside + b"<rect"))
