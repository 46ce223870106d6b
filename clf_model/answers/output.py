"""What may be shown of a file of answers, as values that JSON can hold and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..files.findings import quoted
from ..voices.results import StatementResult, SurveyResults
from .choices import ColumnUse
from .reading import Reading


def answers_form(reading: Reading, results: SurveyResults) -> dict[str, Any]:
    """A reading with its results; statements are empty while something is asked, or too few answered."""
    return {
        "sheet": reading.sheet,
        "heading_row": reading.heading_row,
        "responses": reading.responses,
        "columns": [
            {"heading": column.heading, "use": column.use.value, "statement": column.statement_id}
            for column in reading.columns
        ],
        "passed_over": [{"row": one.row, "why": one.why} for one in reading.passed_over],
        "questions": [{"kind": one.kind.value, "about": one.about} for one in reading.questions],
        "statements": {id_: _figure(results.statement(id_)) for id_ in _shown(reading, results)},
        "notes": [*_columns(reading), *_notes(reading)],
    }


def _columns(reading: Reading) -> list[str]:
    """What was done with columns beyond the obvious."""
    return [f"Column {column.place + 1}: {column.why}." for column in reading.columns if column.why]


def _notes(reading: Reading) -> list[str]:
    """By which rules sheets, numbers and roles were read."""
    sheets = [f"Sheet {quoted(name)} passed over: {why}." for name, why in reading.sheets_passed_over]
    return [*sheets, *([reading.rule] if reading.rule else []), *reading.notes]


def _shown(reading: Reading, results: SurveyResults) -> list[str]:
    if reading.questions:
        return []
    return [id_ for id_, result in results.statements.items() if result.figure]


def _figure(result: StatementResult) -> dict[str, Any]:
    figure = result.figure
    assert figure is not None
    return {
        "answered": figure.answered,
        "agree_low": float(figure.share.low),
        "agree_high": float(figure.share.high),
        "experienced": figure.experienced,
    }


def answers_lines(reading: Reading, results: SurveyResults) -> Sequence[str]:
    """What was read and what was set aside, then what may be shown."""
    where = f"Sheet {quoted(reading.sheet)}, headings" if reading.sheet is not None else "Headings"
    lines = [f"{where} in row {reading.heading_row}. {reading.responses} responses.", ""]
    for column in reading.columns:
        what = {
            ColumnUse.STATEMENT: column.statement_id or "",
            ColumnUse.ROLE: "role",
            ColumnUse.UNUSED: "not used",
        }[column.use]
        why = f" ({column.why})" if column.why else ""
        lines.append(f"Column {column.place + 1}, {quoted(column.heading)}: {what}{why}")
    lines += [f"Row {one.row} passed over: {one.why}" for one in reading.passed_over]
    lines += _notes(reading)
    if reading.questions:
        return lines
    lines.append("")
    for id_ in reading.statements:
        result = results.statement(id_)
        lines.append(f"{id_}  {_said(result, results)}")
    return [*lines, "", f"Rules: {results.rules.describe()}"]


def _said(result: StatementResult, results: SurveyResults) -> str:
    if result.figure is None:
        return results.why_withheld(result.withheld) if result.withheld else ""
    known = {True: ", experienced", False: ", not experienced", None: ""}[result.figure.experienced]
    return f"{result.figure.share} of {result.figure.answered} agree{known}"
