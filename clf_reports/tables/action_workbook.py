"""The action plan as an Excel workbook, ready to print: one sheet of what is done, one of what is not."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from clf_model.action import ActionStatus
from clf_model.assessment import Assessment
from clf_model.framework import Framework
from clf_model.planning.effort_unit import DAYS, EffortUnit

from ..look.images import FICTIONAL
from .actions import EFFORT, action_table
from .profile import one_line_end

LONGEST_CELL = 32_767  # characters, Excel's limit
CUT = " … (cut; the CSV file has the whole text)"
_HEAD = 3  # the row with the columns' names, counted from 0: below title, date and an empty row
_WIDTHS = {
    "Action": 44,
    "Status": 12,
    "Attention": 16,
    "Owner": 22,
    "Due": 12,
    "Measure of success": 36,
    "Effort": 12,
    "Covers, in full": 48,
    "Comes after": 28,
    "Why not": 44,
    "Review on": 12,
}
_DOING = (
    *("Action", "Status", "Attention", "Owner", "Due", "Measure of success", "Effort"),
    *("Covers, in full", "Comes after"),
)
_NOT_DOING = ("Action", "Why not", "Review on", "Attention", "Owner", "Covers, in full")


def action_workbook(
    framework: Framework, assessment: Assessment, day: date, unit: EffortUnit = DAYS
) -> bytes:
    """The actions as they stand on a day, as an .xlsx file.

    Text from people is written as text, whatever it begins with; a cell that Excel could not hold is cut and
    says so.
    """
    frame = action_table(framework, assessment.actions, day, unit)
    not_doing = frame["Status"] == ActionStatus.NOT_DOING.label
    made = BytesIO()
    # Nothing is guessed from text: no formulas, no links, no numbers.
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"}),
            "number": book.add_format({"valign": "top"}),
        }
        parts: list[tuple[str, pd.DataFrame, tuple[str, ...]]] = [("Action plan", frame[~not_doing], _DOING)]
        if not_doing.any():
            parts.append(("Not doing", frame[not_doing], _NOT_DOING))
        for name, rows, columns in parts:
            _sheet(
                book.add_worksheet(name), formats, _head(assessment, name, day), _chosen(rows, columns, unit)
            )
    return made.getvalue()


def _chosen(rows: pd.DataFrame, columns: tuple[str, ...], unit: EffortUnit) -> pd.DataFrame:
    return rows[[unit.heading() if name == EFFORT else name for name in columns]]


def _head(assessment: Assessment, name: str, day: date) -> tuple[str, str]:
    service = " – ".join(part for part in (assessment.organisation, assessment.unit) if part)
    facts = [f"As it stood on {day.day} {day:%B %Y}"]
    if assessment.fictional:
        facts.append(FICTIONAL)
    return f"{name}: {service}", ". ".join(facts)


def _sheet(sheet: Any, formats: dict[str, Any], head: tuple[str, str], frame: pd.DataFrame) -> None:
    sheet.write_string(0, 0, fitting(head[0]), formats["title"])
    sheet.write_string(1, 0, head[1])
    for column, name in enumerate(frame.columns):
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTHS[EFFORT]))
        sheet.write_string(_HEAD, column, name, formats["head"])
    for row, values in enumerate(frame.itertuples(index=False), _HEAD + 1):
        for column, value in enumerate(values):
            _write(sheet, row, column, value, formats)
    last = max(_HEAD + len(frame), _HEAD + 1)
    sheet.autofilter(_HEAD, 0, last, len(frame.columns) - 1)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.set_footer("&L&A&RPage &P of &N")


def _write(sheet: Any, row: int, column: int, value: object, formats: dict[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, int | float) and not pd.isna(value):
        sheet.write_number(row, column, value, formats["number"])
    elif isinstance(value, str):
        sheet.write_string(row, column, fitting(value), formats["text"])
    else:
        sheet.write_blank(row, column, None, formats["text"])


def fitting(text: str) -> str:
    """Text as a cell can hold it: lines end as there, and what is too long says that it is cut."""
    text = one_line_end(text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
