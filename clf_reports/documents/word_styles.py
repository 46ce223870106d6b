"""The named styles of a Word document, so that an organisation's own look is a matter of its template."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

TEXT, TABLE, NOTE, OWN, LEAD, CAPTION = (
    "Body Text",
    "Table Text",
    "Note",
    "Own Words",
    "Lead",
    "Caption",
)
_FONT = "Arial"
_ACCENT, _MUTED, _DARK = RGBColor(0x0B, 0x4F, 0x6C), RGBColor(0x4A, 0x57, 0x63), RGBColor(0x16, 0x22, 0x2E)
_HEADINGS = {1: 16, 2: 13, 3: 11.5}
_LINES = "C3CCD5"


def dress(made: Docx, *, large: bool, dense: bool) -> None:
    """Sets the page, the language and every style that the writer uses.

    `large` is for large print, `dense` for what should be on one page.
    """
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.1)
    page.top_margin = page.bottom_margin = Cm(1.7 if dense else 2.3)
    size = 18.0 if large else 9.0 if dense else 10.0
    _style(made, "Normal", size, after=4)
    _style(made, TEXT, size, after=5)
    _style(made, NOTE, size - 0.5, after=5, colour=_MUTED, add=True)
    _style(made, OWN, size, after=6, add=True)
    _style(made, LEAD, size, after=2, bold=True, before=6, next_=True, add=True)
    _style(made, TABLE, size - 1, after=2, add=True)
    _style(made, CAPTION, size - 1, after=3, before=6, colour=_MUTED)
    _style(made, "List Bullet", size, after=2)
    _style(made, "Title", 18 if dense else 26, after=4, colour=_ACCENT, bold=True)
    _style(made, "Subtitle", 11 if dense else 14, after=2 if dense else 8)
    for level, points in _HEADINGS.items():
        colour = _DARK if level == 2 else _ACCENT
        room = 6 if dense else 14
        points = points * 0.75 if dense else points
        _style(made, f"Heading {level}", points, after=4, before=room, colour=colour, bold=True, next_=True)
    for name in ("Header", "Footer"):
        _style(made, name, 8.5, after=0, colour=_MUTED)
    _quiet_lines(made)
    _bar(made)


def _style(
    made: Docx,
    name: str,
    size: float,
    *,
    after: float,
    before: float = 0,
    colour: RGBColor | None = None,
    bold: bool | None = None,
    next_: bool = False,
    add: bool = False,
) -> None:
    style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if add else made.styles[name]
    if add:
        style.base_style = made.styles["Normal"]
    font = style.font
    font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, False
    font.color.rgb = colour or _DARK
    own = style.element.get_or_add_rPr()
    fonts = own.find(qn("w:rFonts"))
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    for old in own.findall(qn("w:lang")):
        own.remove(old)
    own.append(language)
    form = style.paragraph_format
    form.space_after, form.space_before, form.keep_with_next = Pt(after), Pt(before), next_
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _quiet_lines(made: Docx) -> None:
    """The grid of tables in a light grey."""
    borders = made.styles["Table Grid"].element.find(qn("w:tblPr")).find(qn("w:tblBorders"))
    for border in borders:
        border.set(qn("w:color"), _LINES)


def _bar(made: Docx) -> None:
    """A line at the left of what the organisation itself wrote."""
    form = made.styles[OWN].element.get_or_add_pPr()
    form.insert(
        0,
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="12" w:space="8" w:color="0B4F6C"/></w:pBdr>'
        ),
    )
