"""Files to tables: every encoding and separator that tools write, and what is refused before it does harm."""

from __future__ import annotations

import io
import random
import time
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model.table import Table
from clf_model.table_files import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, TableError, read_tables

CSV = "Role,1.1.W1,Comment\ngérant,Don’t know,“well” – I don’t know\nmanager,Agree,\n"
ROWS = (
    ("Role", "1.1.W1", "Comment"),
    ("gérant", "Don’t know", "“well” – I don’t know"),
    ("manager", "Agree"),
)


def rows(text: str | bytes) -> tuple[tuple[str, ...], ...]:
    (table,) = read_tables(text.encode() if isinstance(text, str) else text, "answers.csv")
    assert table.name is None
    return tuple(tuple(row) for row in table.rows)


def workbook(**sheets: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name.removesuffix("_hidden"))
        sheet.sheet_state = "hidden" if name.endswith("_hidden") else "visible"
        for line in lines:
            sheet.append(line)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    changed = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(changed, "w", packed) as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return changed.getvalue()


def refused(data: bytes, name: str = "answers.xlsx") -> str:
    with pytest.raises(TableError) as caught:
        read_tables(data, name)
    return str(caught.value)


def answer_to(data: bytes, name: str) -> str:
    """The tables of a file in text, or why there are none."""
    try:
        return str([table.rows for table in read_tables(data, name)])
    except TableError as error:
        return str(error)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_whatever_its_separator_encoding_and_line_ends(
    mark: str, encoding: str, line_end: str
) -> None:
    assert rows(CSV.replace(",", mark).replace("\n", line_end).encode(encoding)) == ROWS


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-8"])
def test_a_single_odd_character_late_in_a_long_file_tells_its_encoding(encoding: str) -> None:
    text = "1.1.W1,1.1.W2\n" + "Agree,Disagree\n" * 3000 + "Agree,Don’t know\n"
    assert rows(text.encode(encoding))[-1] == ("Agree", "Don’t know")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sep=;\na;b,c\n1;2\n", (("sep=",), ("a", "b,c"), ("1", "2"))),
        ("\ufeffsep=|\r\na|b\r\n1|2\r\n", (("sep=",), ("a", "b"), ("1", "2"))),
        ('a,b\n1,"they said \\"no\\" to us, twice"\n', (("a", "b"), ("1", 'they said "no" to us, twice'))),
        ('a,b\n1,"they said ""no"" to us, twice"\n', (("a", "b"), ("1", 'they said "no" to us, twice'))),
        ('a,b\n1,"C:\\path\\"\n2,x\n', (("a", "b"), ("1", "C:\\path\\"), ("2", "x"))),
        ("a;b\n4,5;x, y, z\n1,5;u, v\n", (("a", "b"), ("4,5", "x, y, z"), ("1,5", "u, v"))),
        ("a\n1\n2\n", (("a",), ("1",), ("2",))),
        ('a,b\n"one\ntwo",2\n', (("a", "b"), ("one\ntwo", "2"))),
        (" a , b \n1,2,\n\n,\n3,4,5\n,,\n\n", (("a", "b"), ("1", "2"), (), (), ("3", "4", "5"))),
    ],
)
def test_separators_quotes_and_blanks(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert rows(text) == expected


def test_quotes_after_a_backslash_are_read_wherever_the_first_one_stands() -> None:
    text = "a,b\n" + "1,2\n" * 8000 + '1,"they said \\"no\\", twice"\n'
    assert rows(text)[-1] == ("1", 'they said "no", twice')


def test_a_very_long_comment_is_no_fault() -> None:
    assert rows(b"a,b\n1," + b"x" * 500_000 + b"\n")[1][0] == "1"


def test_every_sheet_is_read_with_its_name_and_whether_it_is_hidden() -> None:
    book = workbook(Cover=[("Read me",)], Data=[("a", "b"), ("x", None, "z")], Old_hidden=[(1,)], Blank=[])
    assert read_tables(book, "answers.xlsx") == (
        Table("Cover", (("Read me",),)),
        Table("Data", (("a", "b"), ("x", "", "z"))),
        Table("Old", (("1",),), hidden=True),
        Table("Blank", ()),
    )


def test_numbers_and_days_come_as_they_are_written() -> None:
    (table,) = read_tables(workbook(Data=[(5, 4.0, 3.5, date(2026, 3, 1), True)]), "answers.xlsx")
    assert table.rows == (("5", "4", "3.5", "2026-03-01", "True"),)


def test_blank_rows_and_columns_before_the_first_cell_are_counted() -> None:
    (table,) = read_tables(workbook(Data=[(), (None, None, "a"), (None, None, "b")]), "answers.xlsx")
    assert table.rows == ((), ("", "", "a"), ("", "", "b"))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"  \n\n", "a.csv", "The file is empty"),
        (b"\0\1\2\3" * 50, "a.csv", "not a text file"),
        (b"a,b\n" * (MAX_BYTES // 4 + 1), "a.csv", "larger than 20 MB"),
        (b'a,b\n"never closed,2\n', "a.csv", "no CSV file"),
        (b"a,b\n" + b"1,2\n" * (MAX_ROWS + 5), "a.csv", f"more than {MAX_ROWS} rows"),
        (b"a," * (MAX_COLUMNS + 5) + b"a\n1\n", "a.csv", f"more than {MAX_COLUMNS} columns"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.xls", "old Excel format"),
        (b"a,b\n1,2\n", "a.xlsx", "not an Excel workbook"),
        (b"PK\3\4" + b"\0" * 100, "a.xlsx", "damaged"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(data: bytes, name: str, said: str) -> None:
    assert said in refused(data, name)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "cannot be read" in refused(packed.getvalue())


def packed(**files: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return saved.getvalue()


def test_an_archive_with_one_table_is_read_and_with_several_refused_by_name() -> None:
    one = packed(**{"Survey.csv": b"a,b\n1,2\n", "__MACOSX/._Survey.csv": b"x", "readme.txt": b"x"})
    assert rows(one) == (("a", "b"), ("1", "2"))
    assert read_tables(packed(**{"S.xlsx": workbook(Data=[("a",), (1,)])}), "s.zip")[0].name == "Data"
    said = refused(packed(**{"May.csv": b"a\n", "June.csv": b"a\n"}), "s.zip")
    assert "more than one file: May.csv, June.csv" in said
    within = packed(**{"s.xlsx": packed(**{"s.csv": b"a\n"})})
    assert "cannot be read" in refused(within, "s.zip")  # one archive deep, and no deeper


def test_a_web_page_that_is_called_a_workbook_is_said_to_be_one() -> None:
    assert "web page" in refused(b"<html><table><tr><td>1.1.W1</td></tr></table></html>", "answers.xls")


def test_a_workbook_that_unpacks_to_very_much_is_refused_at_once() -> None:
    bomb = with_part(workbook(Data=[("a",), (1,)]), "xl/worksheets/sheet1.xml", b"<x>" + b" " * 200_000_000)
    assert len(bomb) < MAX_BYTES
    begun = time.monotonic()
    assert "unpacks to 191 MB" in refused(bomb)
    assert time.monotonic() - begun < 1


def test_entities_in_a_workbook_are_not_worked_out() -> None:
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>'
    )
    hostile = with_part(workbook(Data=[("a",), ("text",)]), "xl/worksheets/sheet1.xml", sheet)
    assert openpyxl.DEFUSEDXML
    assert "aaaa" not in answer_to(hostile, "answers.xlsx")


def test_a_cell_in_the_far_corner_ends_nothing_and_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "a", "1", "far"
    saved = io.BytesIO()
    book.save(saved)
    (table,) = read_tables(saved.getvalue(), "answers.xlsx")
    assert table.rows == (("a",), ("1",))
    assert "cells beyond" in table.remarks[0]


def test_one_long_text_in_very_many_cells_is_refused_before_it_is_written_out() -> None:
    """A shared text is stored once; two thousand cells of it are 64 million characters."""
    text, saved = random.Random(1).randbytes(16_000).hex(), io.BytesIO()
    with xlsxwriter.Workbook(saved) as book:
        sheet = book.add_worksheet()
        for place in range(2_000):
            sheet.write_string(place // 100, place % 100, text)
    hostile = saved.getvalue()
    assert len(hostile) < MAX_BYTES
    assert "more text than answers take" in refused(hostile)


def test_a_broken_sheet_is_refused() -> None:
    broken = with_part(
        workbook(Data=[("a",), (1,)]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"
    )
    assert "cannot be read" in refused(broken)


@settings(max_examples=60, deadline=5000)
@given(st.binary(max_size=200) | st.text(",;\t|\"\\'\n\r\0é’ a1=sep", max_size=60).map(str.encode))
def test_whatever_the_bytes_are_there_is_a_table_or_a_reason(data: bytes) -> None:
    assert answer_to(data, "answers.csv")
