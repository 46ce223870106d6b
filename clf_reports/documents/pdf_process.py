"""Sets one document with typst in a process of its own: what typst keeps in memory of it goes with that.

Reads a request as JSON, and writes a line with the lengths of what it made, then that.
"""

from __future__ import annotations

import json
import sys

import typst


def main() -> None:
    """Set the document that the standard input asks for, as a PDF or as an image of every page."""
    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    compiler = typst.Compiler(
        asked["template"], font_paths=fonts, sys_inputs={"document": json.dumps(asked["document"])}
    )
    made = compiler.compile(**asked["options"])
    pieces = made if isinstance(made, list) else [made or b""]
    sys.stdout.buffer.write(json.dumps([len(piece) for piece in pieces]).encode() + b"\n")
    for piece in pieces:
        sys.stdout.buffer.write(piece)


if __name__ == "__main__":
    main()
