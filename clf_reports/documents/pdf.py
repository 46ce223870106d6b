"""A document as a tagged PDF (PDF/UA-1), and its pages as pictures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..errors import SettingError
from .document import (
    Block,
    Bullets,
    Carried,
    Cell,
    Document,
    Figure,
    Paragraph,
    Section,
    Statements,
    Table,
    words,
)
from .glyphs import breakable, families, showable
from .pictures import FONTS, Radar, svg

STANDARD = "ua-1"
LONGEST = 120  # seconds
_TEMPLATE = Path(__file__).with_name("pdf.typ")
_PROCESS = Path(__file__).with_name("pdf_process.py")
_LONG_ROW = 900  # characters; a row with more may go over the end of a page
_TALL_TABLE = 1200  # characters; a table with more may go over the end of a page
_RADAR_WIDTH = 64  # per cent of the page's width


def pdf(document: Document) -> bytes:
    """The document as a PDF; it is the same whenever it is made. Raises `SettingError`."""
    return _compiled(document, format="pdf", pdf_standards=[STANDARD])[0]


def pages(document: Document, ppi: float = 80) -> list[bytes]:
    """Every page as a PNG image. Raises `SettingError`."""
    return _compiled(document, format="png", ppi=ppi)


def _compiled(document: Document, **options: object) -> list[bytes]:
    asked = {
        "document": _document(document),
        "template": str(_TEMPLATE),
        "fonts": str(FONTS),
        "options": options,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROCESS)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise SettingError(error.stderr.decode(errors="replace")) from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise SettingError(str(error)) from error
    lengths, _, made = done.stdout.partition(b"\n")
    pieces, start = [], 0
    for length in json.loads(lengths):
        pieces.append(made[start : start + length])
        start += length
    return pieces


def _document(document: Document) -> dict[str, Any]:
    day = document.day
    return {
        "title": showable(document.title),
        "service": showable(document.service),
        "day": day and [day.year, day.month, day.day],
        "head": breakable(" · ".join(filter(None, (document.service, words(day))))),
        "marks": list(document.marks),
        "facts": [[name, breakable(said)] for name, said in document.facts],
        "fonts": list(families()),
        "sections": [_section(one) for one in document.sections],
        "carried": document.carried and _carried(document.carried),
        "logo": document.logo and _logo(document.logo),
        "contents": document.contents,
        "dense": document.dense,
        "large": document.large,
    }


def _carried(carried: Carried) -> dict[str, str]:
    return {"name": showable(carried.name), "text": carried.text}


def _logo(logo: bytes) -> dict[str, Any]:
    if logo.startswith(b"\x89PNG"):
        return {"png": list(logo), "svg": None}
    return {"png": None, "svg": logo.decode()}


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": breakable(section.title),
        "own": section.own and breakable(section.own),
        "blocks": [_block(one) for one in section.blocks],
        "sections": [_section(one) for one in section.sections],
        "break-before": section.new_page,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text, lead, quiet):
            return {"kind": "paragraph", "text": breakable(text), "lead": lead, "quiet": quiet}
        case Bullets(items, title):
            said = title and breakable(title)
            return {"kind": "bullets", "items": [breakable(one) for one in items], "title": said}
        case Table():
            return _table(block)
        case Figure(caption, alt, picture):
            return {
                "kind": "figure",
                "caption": showable(caption),
                "alt": showable(alt),
                "svg": svg(picture),
                "width": _RADAR_WIDTH if isinstance(picture, Radar) else 100,
            }
        case Statements():
            return _statements(block)


def _table(table: Table) -> dict[str, Any]:
    across = table.columns_across
    rows = [
        {
            "cells": [breakable(words(row[place])) for place in across],
            "details": [[name, breakable(said)] for name, said in table.details(row)],
        }
        for row in table.rows
    ]
    lengths = [sum(len(words(cell)) for cell in row) for row in table.rows]
    return {
        "kind": "form" if table.form else "table",
        "caption": showable(table.caption),
        "columns": [showable(table.columns[place].title) for place in across],
        "rooms": [table.columns[place].room for place in across],
        "numeric": [_numeric([row[place] for row in table.rows]) for place in across],
        "widest": across.index(table.widest),
        "rows": rows,
        "long": max(lengths, default=0) > _LONG_ROW,
        "tall": sum(lengths) > _TALL_TABLE or len(rows) > _TALL_TABLE // 100,
    }


def _numeric(cells: list[Cell]) -> bool:
    found = [cell for cell in cells if cell is not None]
    return bool(found) and all(isinstance(cell, int | float) for cell in found)


def _statements(block: Statements) -> dict[str, Any]:
    rows = []
    for one in block.rows:
        evidence = [[breakable(piece.note), breakable(piece.origin)] for piece in one.evidence]
        remarks = [[label, breakable(text)] for label, text in one.remarks]
        length = sum(len(text) for pair in (*evidence, *remarks) for text in pair)
        rows.append(
            {
                "id": showable(one.id),
                "text": breakable(one.text),
                "judgement": one.judgement,
                "remarks": remarks,
                "evidence": evidence,
                "long": length > _LONG_ROW,
            }
        )
    return {
        "kind": "statements",
        "stage": showable(block.stage),
        "perspective": block.perspective,
        "rows": rows,
    }
