"""A document as an Excel workbook: its words on one sheet, its tables to filter on others, a native radar."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from ..tables.action_workbook import fitting
from .carried import with_part
from .document import (
    NO_DAY,
    Bullets,
    Cell,
    Document,
    Figure,
    Paragraph,
    Section,
    Statements,
    Table,
    words,
)
from .pictures import Radar

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WORDS, _RADAR, _INDICATORS, _EVIDENCE = "Report", "Radar", "Indicators", "Evidence on record"
_WIDEST, _NARROWEST = 60, 9  # characters of a column
_PAGE = 110  # characters of a line of the report
_LINE, _HIGHEST = 15.0, 409.0  # points; Excel allows no row to be higher
_HEAD = 3  # rows above a table
_WHERE = "Section"


def excel(document: Document) -> bytes:
    """The document as an `.xlsx` file; nothing in it runs as a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties(
        {
            "title": fitting(f"{document.title}, {document.service}")[:255],
            "author": fitting(document.service)[:255],
            "created": datetime.combine(document.day or NO_DAY, time(), UTC),
        }
    )
    formats = _formats(book)
    _report(book, formats, document)
    radars = [
        b.picture for _, b in document.blocks() if isinstance(b, Figure) and isinstance(b.picture, Radar)
    ]
    if radars:
        _radar(book, formats, document, radars[0])
    for name, (columns, rows) in _sheets(document).items():
        _sheet(book, formats, document, name, columns, rows)
    book.close()
    made = file.getvalue()
    return with_part(made, document.carried, "xlsx") if document.carried else made


def _formats(book: Any) -> dict[str, Any]:
    top = {"valign": "top", "font_name": "Calibri"}
    wrapped = {**top, "text_wrap": True}
    accent = {"font_color": "#0b4f6c", "bold": True}
    return {
        "title": book.add_format({**top, **accent, "font_size": 16}),
        "quiet": book.add_format({**wrapped, "font_color": "#4a5763"}),
        "under": book.add_format({**top, "font_color": "#4a5763"}),
        "head": book.add_format({**wrapped, "bold": True, "bg_color": "#dbe5ec", "bottom": 1}),
        "heading": book.add_format({**top, **accent, "font_size": 13}),
        "bold": book.add_format({**wrapped, "bold": True}),
        "text": book.add_format(wrapped),
        "number": book.add_format({**top, "num_format": "0.##"}),
        "date": book.add_format({**top, "num_format": "d mmm yyyy", "align": "left"}),
    }


def _begun(book: Any, formats: dict[str, Any], document: Document, name: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, fitting(f"{document.title}: {name}" if name != _WORDS else document.title))
    sheet.set_row(0, 24, formats["title"])
    sheet.write_string(1, 0, fitting(document.running_head), formats["under"])
    sheet.set_paper(9)  # A4
    sheet.set_header(f"&R{' · '.join(document.marks)}" if document.marks else "")
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)
    return sheet


def _report(book: Any, formats: dict[str, Any], document: Document) -> None:
    """All that is said in sentences, in reading order; what is a table is named with its sheet."""
    sheet = _begun(book, formats, document, _WORDS)
    sheet.set_column(0, 0, _PAGE)
    lines: list[tuple[str, str]] = [("text", f"{name}: {said}") for name, said in document.facts]
    for section in document.sections:
        lines += _said(section)
    for row, (look, text) in enumerate(lines, _HEAD):
        sheet.write_string(row, 0, fitting(text), formats[look])
        sheet.set_row(row, _height([(text, _PAGE)]))


def _said(section: Section) -> Iterator[tuple[str, str]]:
    yield "heading", section.title
    if section.own:
        yield "text", section.own
    for block in section.blocks:
        match block:
            case Paragraph(text, lead, _):
                yield "text", f"{lead}: {text}" if lead else text
            case Bullets(items, title):
                if title:
                    yield "bold", title
                yield from (("text", f"• {item}") for item in items)
            case Table():
                yield "quiet", f"{block.caption}: sheet {block.kind}"
            case Figure(caption, alt, _):
                yield "quiet", f"{caption} {alt}"
            case Statements() if block is section.blocks[0]:
                yield "quiet", f"Its indicators: sheet {_INDICATORS}"
    for one in section.sections:
        yield from _said(one)


def _radar(book: Any, formats: dict[str, Any], document: Document, radar: Radar) -> None:
    """Stages as numbers, and a radar that Excel draws from them."""
    sheet = _begun(book, formats, document, _RADAR)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 8, 20)
    sheet.write_string(_HEAD, 0, "Capability", formats["head"])
    capabilities = radar.framework.capabilities
    for row, capability in enumerate(capabilities, _HEAD + 1):
        sheet.write_string(row, 0, fitting(capability.name), formats["text"])
    chart = book.add_chart({"type": "radar", "subtype": "with_markers"})
    last = _HEAD + len(capabilities)
    for column, series in enumerate(radar.series, 1):
        sheet.write_string(_HEAD, column, fitting(series.name), formats["head"])
        for row, level in enumerate(series.levels, _HEAD + 1):
            sheet.write_number(row, column, level, formats["number"])
        chart.add_series(
            {
                "name": [_RADAR, _HEAD, column],
                "categories": [_RADAR, _HEAD + 1, 0, last, 0],
                "values": [_RADAR, _HEAD + 1, column, last, column],
            }
        )
    stages = ", ".join(f"{place} {stage.name}" for place, stage in enumerate(radar.framework.stages, 1))
    sheet.write_string(last + 2, 0, fitting(f"0 is before the first stage; {stages}."), formats["under"])
    chart.set_title({"name": "Stages by capability"})
    chart.set_y_axis({"min": 0, "max": len(radar.framework.stages), "major_unit": 1})
    chart.set_size({"width": 640, "height": 520})
    sheet.insert_chart(last + 4, 0, chart, {"description": "The stages of the table above as a radar"})


def _sheets(document: Document) -> dict[str, tuple[list[str], list[tuple[Cell, ...]]]]:
    """By the name of a sheet its columns and rows; tables of one kind stand together."""
    tables: dict[str, list[tuple[Section, Table]]] = {}
    statements: list[Statements] = []
    for section, block in document.blocks():
        if isinstance(block, Table):
            tables.setdefault(block.kind, []).append((section, block))
        elif isinstance(block, Statements):
            statements.append(block)
    found = {kind: _together(several) for kind, several in tables.items()}
    if statements:
        found[_INDICATORS] = _judged(statements)
        found[_EVIDENCE] = _evidence(statements)
    return found


def _together(several: list[tuple[Section, Table]]) -> tuple[list[str], list[tuple[Cell, ...]]]:
    titles = list(dict.fromkeys(column.title for _, table in several for column in table.columns))
    rows: list[tuple[Cell, ...]] = []
    for section, table in several:
        for row in table.rows:
            by_title = dict(zip((column.title for column in table.columns), row, strict=True))
            cells = tuple(by_title.get(title) for title in titles)
            rows.append((section.title, *cells) if len(several) > 1 else cells)
    return [_WHERE, *titles] if len(several) > 1 else titles, rows


def _judged(statements: Iterable[Statements]) -> tuple[list[str], list[tuple[Cell, ...]]]:
    blocks = list(statements)
    labels = list(dict.fromkeys(label for block in blocks for one in block.rows for label, _ in one.remarks))
    rows: list[tuple[Cell, ...]] = [
        (
            one.id,
            one.text,
            block.capability,
            block.stage,
            block.perspective,
            one.judgement,
            one.effort,
            len(one.evidence),
            *(dict(one.remarks).get(label) for label in labels),
        )
        for block in blocks
        for one in block.rows
    ]
    return [
        *("Id", "Text", "Capability", "Stage", "Perspective", "Judgement", "Effort", "Evidence"),
        *labels,
    ], rows


def _evidence(statements: Iterable[Statements]) -> tuple[list[str], list[tuple[Cell, ...]]]:
    rows: list[tuple[Cell, ...]] = [
        (one.id, one.text, piece.note, piece.source, piece.voice, piece.dated)
        for block in statements
        for one in block.rows
        for piece in one.evidence
    ]
    return ["Id", "Text", "Note", "Source", "Voice", "Dated"], rows


def _sheet(
    book: Any,
    formats: dict[str, Any],
    document: Document,
    name: str,
    columns: list[str],
    rows: list[tuple[Cell, ...]],
) -> None:
    sheet = _begun(book, formats, document, name)
    sheet.set_landscape()
    widths = []
    for column, title in enumerate(columns):
        longest = max((len(_shown(row[column])) for row in rows), default=0)
        widths.append(min(_WIDEST, max(_NARROWEST, len(title) + 4, longest + 1)))
        sheet.set_column(column, column, widths[column])
        sheet.write_string(_HEAD, column, fitting(title), formats["head"])
    for row, cells in enumerate(rows, _HEAD + 1):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, formats)
        sheet.set_row(row, _height(list(zip(map(words, cells), widths, strict=True))))
    sheet.autofilter(_HEAD, 0, _HEAD + max(1, len(rows)), len(columns) - 1)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)


def _height(texts: list[tuple[str, int]]) -> float:
    """The height of a row whose texts stand in columns of these widths, in points."""
    lines = [sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts]
    return min(_HIGHEST, _LINE * max(lines, default=1) + 1)


def _shown(cell: Cell) -> str:
    return max(words(cell).split("\n"), key=len)


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, formats["number"])
    elif cell:
        sheet.write_string(row, column, fitting(cell), formats["text"])
