"""Tables from other survey tools: what is read, and what is refused before it does harm."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from clf_ui.answer_tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, AnswerTable, TableError, read_table

CSV = "Role,1.1.W1,1.1.W2\nemployee,Agree,Disagree\nmanager,Agree,\n"
ROWS = (
    {"Role": "employee", "1.1.W1": "Agree", "1.1.W2": "Disagree"},
    {"Role": "manager", "1.1.W1": "Agree", "1.1.W2": ""},
)


def _csv(text: str, encoding: str = "utf-8") -> AnswerTable:
    return read_table(text.encode(encoding), "answers.csv")


def _workbook(*lines: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    changed = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(changed, "w", packed) as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return changed.getvalue()


def _refused(data: bytes, name: str = "answers.xlsx") -> str:
    with pytest.raises(TableError) as caught:
        read_table(data, name)
    return str(caught.value)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_whatever_its_separator_and_encoding(mark: str, encoding: str) -> None:
    table = _csv(CSV.replace(",", mark).replace("manager", "gérant"), encoding)
    assert table.headings == ("Role", "1.1.W1", "1.1.W2")
    assert [row["Role"] for row in table.rows] == ["employee", "gérant"]
    assert table.rows[0] == ROWS[0]


def test_an_excel_workbook_gives_the_same() -> None:
    lines = ("Role", "1.1.W1", "1.1.W2"), ("employee", "Agree", "Disagree"), ("manager", "Agree", None)
    table = read_table(_workbook(*lines), "answers.xlsx")
    assert table.headings == ("Role", "1.1.W1", "1.1.W2")
    assert table.rows[0] == ROWS[0]
    assert table.rows[1]["1.1.W1"] == "Agree"
    assert not table.rows[1].get("1.1.W2")


def test_numbers_and_days_come_as_they_are_written() -> None:
    table = read_table(_workbook(("a", "b", "c"), (5, 4.0, date(2026, 3, 1))), "answers.xlsx")
    assert table.rows[0] == {"a": "5", "b": "4", "c": "2026-03-01T00:00:00"}


def test_blank_rows_keep_their_place_and_those_at_the_end_go() -> None:
    table = _csv("a,b\n1,2\n\n3,4\n,\n\n")
    assert len(table.rows) == 3
    assert table.rows[1] == {}
    assert table.rows[2] == {"a": "3", "b": "4"}


def test_headings_that_come_twice_are_told_apart_and_nameless_ones_named() -> None:
    assert _csv("a,a,,a (2),b\n1,2,3,4,5\n").headings == ("a", "a (2)", "Column 3", "a (2) (2)", "b")


def test_cells_beyond_the_headings_are_kept_for_the_message() -> None:
    assert _csv("a,b\n1,2,3\n").rows[0] == {"a": "1", "b": "2", None: ["3"]}


def test_a_quoted_heading_may_hold_commas_and_line_ends() -> None:
    assert _csv('"I am listened to, always\nand here",b\n1,2\n').headings == (
        "I am listened to, always\nand here",
        "b",
    )


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"  \n\n", "a.csv", "The file is empty"),
        (b"a,b\n", "a.csv", "nothing below them"),
        (b",\n1,2\n", "a.csv", "no headings"),
        (b"\0\1\2\3" * 50, "a.csv", "not a text file"),
        (b"a,b\n" * (MAX_BYTES // 4 + 1), "a.csv", "larger than 5 MB"),
        (b'a,b\n"never closed,2\n', "a.csv", "no CSV file"),
        (b"a,b\n" + b"1,2\n" * (MAX_ROWS + 5), "a.csv", f"more than {MAX_ROWS} rows"),
        (b"a," * (MAX_COLUMNS + 5) + b"a\n1\n", "a.csv", f"more than {MAX_COLUMNS} columns"),
        (b"a\n" + b"x" * 3000, "a.csv", "more than 2000 characters"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.xls", "old Excel format"),
        (b"a,b\n1,2\n", "a.xlsx", "not an Excel workbook"),
        (b"PK\3\4" + b"\0" * 100, "a.xlsx", "damaged"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(data: bytes, name: str, said: str) -> None:
    assert said in _refused(data, name)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "cannot be read" in _refused(packed.getvalue())


def test_a_workbook_that_unpacks_to_very_much_is_refused_at_once() -> None:
    bomb = _with_part(_workbook(("a",), (1,)), "xl/worksheets/sheet1.xml", b"<x>" + b" " * 200_000_000)
    assert len(bomb) < MAX_BYTES
    begun = time.monotonic()
    assert "unpacks to 191 MB" in _refused(bomb)
    assert time.monotonic() - begun < 1


def test_entities_in_a_workbook_are_refused() -> None:
    assert openpyxl.DEFUSEDXML
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>'
    )
    hostile = _with_part(_workbook(("a",), ("text",)), "xl/worksheets/sheet1.xml", sheet)
    harmless = _with_part(hostile, "xl/worksheets/sheet1.xml", sheet.replace(b"&b;", b"b"))
    assert "cannot be read" in _refused(hostile)
    assert "cannot be read" in _refused(harmless)  # it declares them all the same


def test_a_cell_in_the_far_corner_costs_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "a", "1", "far"
    saved = io.BytesIO()
    book.save(saved)
    begun = time.monotonic()
    table = read_table(saved.getvalue(), "answers.xlsx")
    assert time.monotonic() - begun < 2
    assert table == AnswerTable(("a",), ({"a": "1"},))


def test_a_broken_sheet_is_refused() -> None:
    broken = _with_part(_workbook(("a",), (1,)), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>")
    assert "cannot be read" in _refused(broken)
