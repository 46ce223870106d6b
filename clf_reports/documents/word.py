"""A document as a Word file that people go on writing in: real styles, headings, captions, header rows."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.table import Table as DocxTable
from docx.table import _Cell as Cell_
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph as Docx_Paragraph

from .carried import with_part
from .document import (
    BOX,
    NO_DAY,
    Block,
    Bullets,
    Document,
    Figure,
    Paragraph,
    Section,
    Statements,
    Table,
    words,
)
from .logo import as_png
from .pictures import Radar, png
from .word_styles import CAPTION, LEAD, NOTE, OWN, TABLE, TEXT, dress

_TEXT_WIDTH = Cm(16.8)
_RADAR_WIDTH, _SMALL_RADAR = Cm(11.5), Cm(8.2)
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def word(document: Document) -> bytes:
    """The document as a `.docx` file, the assessment's own file inside."""
    made = docx.Document()
    dress(made, large=document.large, dense=document.dense)
    _properties(made, document)
    _running_head(made, document)
    _beginning(made, document)
    for place, section in enumerate(document.sections):
        whole = replace(section, new_page=section.new_page and place > 0)
        _section(made, whole, 1, _SMALL_RADAR if document.dense else _RADAR_WIDTH)
    file = io.BytesIO()
    made.save(file)
    return with_part(file.getvalue(), document.carried, "docx") if document.carried else file.getvalue()


def _properties(made: Docx, document: Document) -> None:
    about = made.core_properties
    about.title = _clean(f"{document.title}, {document.service}")[:255]
    about.author = _clean(document.service)[:255]
    about.language = "en-GB"
    about.comments = ""
    about.created = about.modified = datetime.combine(document.day or NO_DAY, time(), UTC)


def _running_head(made: Docx, document: Document) -> None:
    section = made.sections[0]
    head = section.header.paragraphs[0]
    head.add_run(_clean(document.running_head))
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{document.title}. Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Docx_Paragraph, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


def _beginning(made: Docx, document: Document) -> None:
    if document.logo:
        logo = made.add_picture(io.BytesIO(as_png(document.logo)), height=Cm(1.4))
        logo.width, logo.height = _fitting(logo.width, logo.height)
        _described(logo, f"Logo of {document.service}")
    _paragraph(made, "Title", document.title)
    _paragraph(made, "Subtitle", document.service)
    for name, said in document.facts if not document.dense else ():
        _led(_paragraph(made, TEXT), name, said)


def _fitting(width: int, height: int) -> tuple[Length, Length]:
    """A wide logo is as wide as there is room, in its proportions."""
    share = min(1.0, Cm(7) / width)
    return Length(int(width * share)), Length(int(height * share))


def _section(made: Docx, section: Section, level: int, radar: Length) -> None:
    heading = made.add_heading(_clean(section.title), level)
    heading.paragraph_format.page_break_before = section.new_page
    if section.own:
        _paragraph(made, OWN, section.own)
    for block in section.blocks:
        _block(made, block, radar)
    for one in section.sections:
        _section(made, one, min(level + 1, 9), radar)


def _block(made: Docx, block: Block, radar: Length) -> None:
    match block:
        case Paragraph(text, lead, quiet):
            paragraph = _paragraph(made, NOTE if quiet else TEXT)
            if lead:
                _led(paragraph, lead, text)
            else:
                paragraph.add_run(_clean(text))
        case Bullets(items, title):
            if title:
                _paragraph(made, LEAD, title)
            for item in items:
                _paragraph(made, "List Bullet", item)
        case Table():
            _table(made, block)
        case Figure(caption, alt, picture):
            width = radar if isinstance(picture, Radar) else _TEXT_WIDTH
            shape = made.add_picture(io.BytesIO(png(picture)), width=width)
            _described(shape, alt)
            made.paragraphs[-1].paragraph_format.keep_with_next = True
            _paragraph(made, CAPTION, caption)
        case Statements():
            _statements(made, block)


def _described(shape: Any, alt: str) -> None:
    shape._inline.docPr.set("descr", _clean(alt))


def _led(paragraph: Docx_Paragraph, lead: str, text: str) -> None:
    paragraph.add_run(f"{_clean(lead)}: ").bold = True
    paragraph.add_run(_clean(text))


def _table(made: Docx, table: Table) -> None:
    caption = _paragraph(made, CAPTION, table.caption)
    caption.paragraph_format.keep_with_next = True
    across = table.columns_across
    rooms = [table.columns[place].room for place in across]
    drawn = _drawn(made, [table.columns[place].title for place in across], rooms, table.form)
    for row in table.rows:
        cells = _row(drawn)
        for place, cell in zip(across, cells, strict=True):
            cell.paragraphs[0].add_run(_clean(words(row[place])))
            if row[place] == BOX:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            if place == table.widest:
                for name, said in table.details(row):
                    _led(_paragraph(cell, TABLE), name, said)
    _finished(made, drawn)


def _statements(made: Docx, block: Statements) -> None:
    caption = _paragraph(made, CAPTION, f"{block.stage}. {block.perspective}")
    caption.paragraph_format.keep_with_next = True
    drawn = _drawn(made, ["Id", "Indicator", "Judgement"], [0.8, 5.3, 1.3], form=False)
    for one in block.rows:
        id_, said, judged = _row(drawn)
        id_.paragraphs[0].add_run(_clean(one.id)).bold = True
        said.paragraphs[0].add_run(_clean(one.text))
        for label, text in one.remarks:
            _led(_paragraph(said, TABLE), label, text)
        for piece in one.evidence:
            origin = f" ({piece.origin})" if piece.origin else ""
            _led(_paragraph(said, TABLE), "Evidence", piece.note + origin)
        judged.paragraphs[0].add_run(one.judgement)
    _finished(made, drawn)


def _drawn(made: Docx, titles: list[str], rooms: list[float], form: bool) -> DocxTable:
    """A table with its header row, which is repeated on every page."""
    drawn: DocxTable = made.add_table(1, len(titles), style="Table Grid")
    drawn.autofit = False
    for title, cell in zip(titles, drawn.rows[0].cells, strict=True):
        cell.paragraphs[0].add_run(_clean(title)).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(repeat)
    whole = sum(rooms)
    for column, room in zip(drawn.columns, rooms, strict=True):
        column.width = Length(int(_TEXT_WIDTH * room / whole))
    if form:
        drawn.rows[0].height = Cm(0.8)
    return drawn


def _row(drawn: DocxTable) -> tuple[Cell_, ...]:
    row: Row = drawn.add_row()  # type: ignore[no-untyped-call]  # it says no type
    return row.cells


def _finished(made: Docx, drawn: DocxTable) -> None:
    widths = [column.width or Cm(2) for column in drawn.columns]
    for row in drawn.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
        for width, cell in zip(widths, row.cells, strict=True):
            cell.width = width
            cell.paragraphs[0]._p.style = TABLE.replace(" ", "")
    _paragraph(made, TEXT).paragraph_format.space_after = 0


def _paragraph(place: Docx | Cell_, style: str, text: str = "") -> Docx_Paragraph:
    """A new paragraph in a style, by the style's id: looking it up by name is slow in a long document."""
    paragraph = place.add_paragraph(_clean(text))
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _clean(text: str) -> str:
    """The text with what XML cannot hold named in brackets; ends of lines stay."""
    return _INVALID.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)
