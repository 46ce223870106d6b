"""Files that cannot be an assessment, in the import of Settings: where, what to do, and nothing is kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import StartServer
from tests.browser.places import settled, visit

GOOD = """\
framework: clf
organisation: Café Rowanbank
assessed_on: 2026-03-12
judgements:
  1.1.O1: met
  1.1.O2: {judgement: partly, evidence: [{note: 'Seen in July', dated: 2026-01-10}]}
  3.4.O3: {judgement: not_applicable, reason: 'Single site'}
"""


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file and what is said of it; line 0 where it is about the whole file."""

    content: str | bytes
    line: int
    message: str
    remedy: str

    def place(self, name: str) -> str:
        return f"{name}, line {self.line}: " if self.line else f"{name}: "


BAD = {
    "empty": BadFile(b"", 0, "The file is empty.", "fill this one in"),
    "binary": BadFile(
        b"PK\x03\x04\n\x14\0\x06\0" * 1000, 2, "This is not a plain text file.", "Choose a YAML file"
    ),
    "latin-1": BadFile(
        GOOD.encode("latin-1"),
        2,
        "A character here is not UTF-8.",
        "Save the file again with the encoding UTF-8",
    ),
    "truncated": BadFile(GOOD[: GOOD.index(" site'")], 7, "never closed", "Close it."),
    "huge": BadFile("a: b\n" * 1_800_000, 0, "larger than", "right file"),
    "aliases": BadFile(
        GOOD.replace("1.1.O1: met", "1.1.O1: &m met").replace("partly", "*m"),
        6,
        "is an alias",
        "Write the text",
    ),
    "nested": BadFile(GOOD + "  1.1.O3:\n    " + "[" * 50_000, 9, "nested more than 20 levels", "brackets"),
    "twice": BadFile(
        GOOD.replace("1.1.O2", "1.1.O1"),
        6,
        "'1.1.O1' is written twice: first on line 5, and here again.",
        "Delete one of the two.",
    ),
    "unknown-id": BadFile(
        GOOD.replace("3.4.O3", "3.4.O33"),
        7,
        "There is no indicator '3.4.O33'.",
        "Did you mean '3.4.O3'? Correct it, or delete it.",
    ),
    "unknown-judgement": BadFile(
        GOOD.replace("partly", "partially"),
        6,
        "'partially', which is not one of met",
        "Did you mean 'partly'?",
    ),
    "no-reason": BadFile(
        GOOD.replace(", reason: 'Single site'", ""), 7, "Not applicable needs a reason.", "Add 'reason: …'"
    ),
    "no-such-day": BadFile(
        GOOD.replace("2026-01-10", "2026-02-29"),
        6,
        "'dated' is '2026-02-29', which is not a date in the calendar.",
        "Write year-month-day, such as 2026-03-12, and a day that exists.",
    ),
}


@pytest.mark.timeout(300)
def test_a_bad_file_is_told_with_line_and_remedy_and_changes_nothing(
    server: StartServer, page: Page, tmp_path: Path
) -> None:
    database = tmp_path / "clf.sqlite3"
    with server(database_url=f"sqlite:///{database}") as app:
        visit(page, app.url, "settings")
        page.get_by_role("tab", name="Data").click()
        before = _rows(database)
        for kind, bad in BAD.items():
            name = f"{kind}.yaml"
            _upload(page, name, bad.content)
            told = page.get_by_role("alert").filter(has_text=name)
            expect(told).to_contain_text("The file cannot be used:")
            for part in (bad.place(name), bad.message, bad.remedy):
                expect(told).to_contain_text(part)
            expect(page.get_by_role("button", name="Import it")).to_have_count(0)
            assert _rows(database) == before, kind
        _upload(page, "good.yaml", GOOD)
        page.get_by_role("button", name="Import it").click()
        expect(page.locator(".st-key-status-line")).to_contain_text("Imported good.yaml")
        assert len(_rows(database)) > len(before)
        page.close()


def _upload(page: Page, name: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    settled(page)
    import_ = page.get_by_test_id("stFileUploader").filter(has_text="Assessment file")  # the logo has one too
    import_.locator("input").set_input_files(FilePayload(name=name, mimeType="application/yaml", buffer=data))


def _rows(database: Path) -> list[str]:
    """Everything in the database, as statements that would write it again."""
    connection = sqlite3.connect(database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
