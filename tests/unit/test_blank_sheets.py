"""Sheets to print: each asks every indicator it is for, word for word, and leaves room for an answer."""

from __future__ import annotations

import io
from html import unescape
from pathlib import Path

import docx
import pypdf
import pytest

from clf_model import Perspective, UnknownIdError, load_framework
from clf_reports.command_line import main
from clf_reports.documents.blank import Sheet, blank
from clf_reports.documents.document import BOX
from clf_reports.documents.pdf import pdf
from clf_reports.documents.web import html
from clf_reports.documents.word import word

ROOT = Path(__file__).resolve().parents[2]
CLF = load_framework(ROOT / "framework.yaml")
# From the framework's text: 80 indicators of the organisation and 68 of its workers; answers to choose from.
BOXES = {Sheet.CHECKLIST: 148 * 4, Sheet.VOTING: 80 * 4, Sheet.SURVEY: 68 * 6, Sheet.FRAMEWORK: 0}
ASKED = {
    Sheet.CHECKLIST: set(Perspective),
    Sheet.VOTING: {Perspective.ORGANISATION},
    Sheet.SURVEY: {Perspective.WORKER},
    Sheet.FRAMEWORK: set(Perspective),
}


def squeezed(text: str) -> str:
    """Without blanks, which a PDF has at the ends of lines and tables elsewhere."""
    return "".join(text.split())


def read(file: bytes, ending: str) -> str:
    """All text of a file, by a reader that is not ours."""
    if ending == "pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    if ending == "html":
        return unescape(file.decode())
    made = docx.Document(io.BytesIO(file))
    cells = [
        text.text or "" for table in made.tables for text in table._tbl.iter() if text.tag.endswith("}t")
    ]
    return " ".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


@pytest.mark.parametrize("sheet", Sheet)
def test_every_indicator_is_asked_in_every_format_and_no_other(sheet: Sheet) -> None:
    document = blank(CLF, sheet)
    for ending, write in (("pdf", pdf), ("html", html), ("docx", word)):
        text = read(write(document), ending)
        assert text.count(BOX) == BOXES[sheet], ending
        close = squeezed(text)
        for indicator in CLF.indicators:
            asked = indicator.perspective in ASKED[sheet]
            assert (indicator.id in text) is asked, (ending, indicator.id)
            assert not asked or squeezed(indicator.text) in close, (ending, indicator.id)


def test_a_sheet_for_one_capability_asks_nothing_of_the_others_in_large_print_too() -> None:
    document = blank(CLF, Sheet.VOTING, ["planning"], large=True)
    text = read(pdf(document), "pdf")
    assert text.count(BOX) == 16 * 4  # 4 + 5 + 3 + 4 in the publication
    assert "2.1.O1" in text
    assert "1.1.O1" not in text
    with pytest.raises(UnknownIdError, match="no capability 'nope'"):
        blank(CLF, Sheet.VOTING, ["nope"])


@pytest.mark.parametrize("sheet", Sheet)
def test_a_framework_with_empty_cells_or_one_perspective_has_its_sheets_too(sheet: Sheet) -> None:
    for name in ("gapped", "garden"):
        framework = load_framework(ROOT / "tests" / "data" / f"{name}.yaml")
        text = read(word(blank(framework, sheet)), "docx")
        assert all(i.id in text for i in framework.indicators if i.perspective in ASKED[sheet])


def test_the_command_line_writes_a_sheet_or_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "survey.html"
    assert main(["--blank", "survey", "--capability", "access", "--html", str(out)]) == 0
    assert "3.1.W1" in read(out.read_bytes(), "html")
    assert main(["--blank", "survey", "--capability", "nope", "--html", str(out)]) == 2
    assert "no capability 'nope'" in capsys.readouterr().err
    wrong = (
        ["--html", str(out)],
        ["--blank", "survey", "--xlsx", str(out)],
        ["a.yaml", "--blank", "voting", "--html", str(out)],
    )
    for given in wrong:
        with pytest.raises(SystemExit) as stopped:
            main(given)
        assert stopped.value.code == 2
