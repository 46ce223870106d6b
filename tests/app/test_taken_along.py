"""Every file that the dashboard gives to take along: named after what it is of, and nothing in it is run."""

from __future__ import annotations

import ast
import codecs
import csv
import io
from collections.abc import Iterator
from datetime import date

from openpyxl import load_workbook

from clf_model import Action, ActionStatus, Evidence, Judgement, Record
from clf_model.table_files import read_tables
from clf_model.voices import Vote
from clf_ui.shared.config import ROOT
from tests.app.driver import ROWANBANK, downloads, open_page, own, sample_id
from tests.app.rooms import FACILITATOR, door, opened, vote

DAY = date(2026, 6, 1)
FORMULA = "=HYPERLINK(1)"
PEOPLES = "£5 – café"  # what a spreadsheet shows wrongly where it does not know the encoding
OF_PEOPLE = {"evidence", "action-plan", "roadmap"}  # the files with what people wrote in them
RUN = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a text that begins so
PICTURE = ("csv", "png", "svg")
# By what begins the files' names: their endings, their page, its address, and what is open on it.
TAKEN_ALONG: dict[str, tuple[tuple[str, ...], str, dict[str, str], dict[str, object]]] = {
    "profile": (PICTURE, "profile", {}, {}),
    "evidence": (("csv",), "evidence", {}, {}),
    "say-do-gap": (PICTURE, "say_do_gap", {}, {}),
    "history": (PICTURE, "history", {}, {}),
    "what-if": (PICTURE, "what_if", {}, {}),
    "frontier": (PICTURE, "what_if", {"lever": "Budget"}, {"frontier-table": True}),
    "action-plan": (("csv", "ics", "xlsx"), "action_plan", {}, {}),
    "roadmap": (PICTURE, "action_plan", {"plan": "roadmap"}, {}),
    "assessment": (("yaml",), "settings", {}, {"section": "Data"}),
}
OF_A_ROOM = {"voting-sheet", "workshop"}
OF_NO_ASSESSMENT = {"clf-backup_", "framework.schema.json", "print", "services_", "common-blockers_"}


def hostile(database: str) -> int:
    """An assessment in which all that people write begins as a formula does."""
    plan = (
        Action("a", f"=1+1 {PEOPLES}", 1, ("1.1.O2",), owner="-Ann", due=DAY, measure="@all"),
        Action("b", "+call", 1, ("1.1.O3",), status=ActionStatus.NOT_DOING, reason=FORMULA, review_on=DAY),
    )
    seen = Evidence(f"{FORMULA} {PEOPLES}", source="-minutes")
    return own(
        database,
        {"1.1.O1": Record(Judgement.MET, evidence=(seen,))},
        organisation="=Birchbank",
        title="@Autumn",
        assessed_on=DAY,
        actions=plan,
    )


def as_excel_reads(data: bytes) -> str:
    """The text of a CSV file as Excel on Windows opens it: UTF-8 where a mark says so, else Windows-1252."""
    return data.decode("utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "cp1252", "replace")


def cells(name: str, made: bytes | str) -> Iterator[object]:
    """What stands in the cells of a table that a spreadsheet opens."""
    data = made.encode() if isinstance(made, str) else made
    if name.endswith(".csv"):
        yield from (cell for row in csv.reader(io.StringIO(as_excel_reads(data))) for cell in row)
    elif name.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(data))
        formulas = [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
        yield from ("=" for _ in formulas)


def test_every_file_is_named_after_its_service_assessment_and_day_and_no_cell_is_run(database: str) -> None:
    aid = hostile(database)
    for what, (endings, page, query, is_open) in TAKEN_ALONG.items():
        downloads.clear()
        at = open_page(page, assessment=aid, **query)
        for key, value in is_open.items():
            at.session_state[key] = value
        at.run()
        for ending in endings:
            name = f"{what}_Birchbank_Autumn_2026-06-01.{ending}"
            assert name in downloads, (name, list(downloads))
            for cell in cells(name, downloads[name]()):
                assert not str(cell).startswith(RUN) or _is_number(str(cell)), (name, cell)
            if ending == "csv":
                as_excel = as_excel_reads(_bytes(downloads[name]()))
                assert (PEOPLES in as_excel) == (what in OF_PEOPLE), (name, as_excel)
                (table,) = read_tables(_bytes(downloads[name]()), name)  # and comes back in the same way
                assert table.rows[0][0] == as_excel.split(",")[0].strip('"'), name


def _bytes(made: bytes | str) -> bytes:
    return made.encode() if isinstance(made, str) else made


def test_files_of_a_workshop_are_named_so_as_well(database: str) -> None:
    at, day = opened(database), "_2026-"
    at.button(key="judge-topic").click().run()
    vote(database, door(database, at), {"2.2.O1": [Vote.MET, Vote.NOT_MET]})
    assert any(name.startswith("voting-sheet-planning_Rowanbank-") and day in name for name in downloads), (
        list(downloads)
    )
    at.run().button(key="reveal-topic").click().run()
    at.button(key="close-only").click().run()
    open_page("facilitate", browser=FACILITATOR, assessment=sample_id(database, ROWANBANK), workshop=1)
    assert any(name.startswith("workshop_Rowanbank-") and day in name for name in downloads), list(downloads)


def test_no_file_escapes_these_tables() -> None:
    begun = set()
    for file in (*ROOT.glob("pages/*.py"), *ROOT.glob("clf_ui/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "file_name":
                begun.add(_beginning(node.args[0]))
            elif called in ("downloads", "downloads_of") and len(node.args) > 1:
                begun.add(_beginning(node.args[1]))
            elif called == "download_button":
                (name,) = [one.value for one in node.keywords if one.arg == "file_name"]
                by_rule = isinstance(name, ast.Call) and ast.unparse(name.func) == "file_name"
                assert by_rule or _beginning(name) in OF_NO_ASSESSMENT, ast.unparse(name)
    assert begun - {""} == TAKEN_ALONG.keys() | OF_A_ROOM


def _beginning(name: ast.expr) -> str:
    """The constant words that begin a file's name; none where a variable does."""
    first = name.values[0] if isinstance(name, ast.JoinedStr) else name
    return str(first.value).removesuffix("-") if isinstance(first, ast.Constant) else ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
