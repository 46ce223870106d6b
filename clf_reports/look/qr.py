"""QR codes as SVG: sharp at any size, on a projector as on paper."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> str:
    """The code of a text, dark on white with its quiet zone, in whatever theme it is shown."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", border=4, light="#ffffff", dark="#000000", xmldecl=False, omitsize=True
    )
    return buffer.getvalue().decode()
