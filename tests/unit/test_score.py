"""Bulk scoring: the answers of `profile` for every service, and files of judgements in and results out."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model import (
    Assessment,
    Capability,
    DataError,
    Framework,
    Indicator,
    Judgement,
    Perspective,
    Perspectives,
    Record,
    Rules,
    Stage,
    UnknownIdError,
    load_framework,
    profile,
)
from clf_model.score import CODES, CodesError, EvidenceRuleError, bulk, read_judgements, score, score_file

JUDGEMENTS = {code: judgement for judgement, code in CODES.items()}


def framework(sizes: list[list[tuple[int, int]]], *, empty_on_purpose: bool = False) -> Framework:
    """A framework with so many (organisation, worker) indicators per capability and stage."""
    return Framework(
        "f",
        "1",
        "F",
        "none",
        tuple(Stage(f"s{s}", f"Stage {s}", "d") for s in range(len(sizes[0]))),
        tuple(
            Capability(
                f"c{c}",
                f"Capability {c}",
                f"C{c}",
                "s",
                tuple(
                    Indicator(f"{c}.{s}.{perspective.value[0]}{n}", "t", f"c{c}", f"s{s}", perspective)
                    for s, cell in enumerate(stages)
                    for perspective, size in zip(Perspective, cell, strict=True)
                    for n in range(size)
                ),
                frozenset(f"s{s}" for s, (ours, _) in enumerate(stages) if empty_on_purpose and not ours),
            )
            for c, stages in enumerate(sizes)
        ),
    )


def assert_equals_profile(fw: Framework, codes: np.ndarray, rules: Rules) -> None:
    scores = score(fw, codes, rules)
    ids = [indicator.id for indicator in fw.indicators]
    for service in range(codes.shape[1]):
        judgements = {
            i: JUDGEMENTS[int(code)] for i, code in zip(ids, codes[:, service], strict=True) if code
        }
        records = {
            id_: Record(judgement, reason="it does not" if judgement is Judgement.NOT_APPLICABLE else None)
            for id_, judgement in judgements.items()
        }
        one = profile(fw, Assessment("f", "o", date(2026, 1, 1), records=records), rules)
        assert [r.reached_index for r in one.capabilities] == scores.reached[:, service].tolist()
        assert [float(r.progress) for r in one.capabilities] == scores.progress[:, service].tolist()


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    stages = draw(st.integers(1, 4))
    worker = st.just(0) if draw(st.booleans()) else st.integers(0, 4)
    cell = st.tuples(st.integers(0, 7), worker)
    sizes = draw(st.lists(st.lists(cell, min_size=stages, max_size=stages), min_size=1, max_size=3))
    return framework(sizes, empty_on_purpose=draw(st.booleans()))


RULES = st.builds(
    Rules, st.sampled_from([0.5, 0.75, 0.8, 1]), st.just(False), st.sampled_from(list(Perspectives))
)
# Mostly met, so that stages are reached; and evenly mixed.
WEIGHTS = st.sampled_from([[0.2] * 5, [0.02, 0.03, 0.05, 0.8, 0.1], [0, 0, 0.1, 0.2, 0.7]])


@settings(max_examples=150, deadline=None)
@given(frameworks(), RULES, WEIGHTS, st.integers(0, 2**32 - 1))
def test_every_service_gets_what_profile_says_of_it_alone(
    fw: Framework, rules: Rules, weights: list[float], seed: int
) -> None:
    rows = len(list(fw.indicators))
    codes = np.random.default_rng(seed).choice(5, (rows, 12), p=weights).astype(np.uint8)
    assert_equals_profile(fw, codes, rules)


@pytest.mark.parametrize("threshold", [0.5, 0.75, 0.8, 1])
@pytest.mark.parametrize("perspectives", list(Perspectives))
@pytest.mark.parametrize("size", [255, 256, 300])
def test_cells_of_hundreds_of_indicators_are_exact(
    size: int, perspectives: Perspectives, threshold: float
) -> None:
    fw = framework([[(size, 2), (3, size)]])
    generator = np.random.default_rng(size)
    shares = [[0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [0, 0, 1, 0, 0], [0.01, 0.01, 0.18, 0.8, 0]]
    codes = np.stack([generator.choice(5, 2 * size + 5, p=p) for p in shares], axis=1).astype(np.uint8)
    assert_equals_profile(fw, codes, Rules(threshold, perspectives=perspectives))


def test_the_end_of_a_chunk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fw = framework([[(3, 1), (2, 0)]])
    codes = np.random.default_rng(3).integers(0, 5, (6, 23), dtype=np.uint8)
    whole = score(fw, codes)
    monkeypatch.setattr(bulk, "CHUNK", 7)
    parts = score(fw, codes)
    assert (parts.progress == whole.progress).all()
    assert (parts.reached == whole.reached).all()


def test_memory_order_and_views_change_nothing() -> None:
    fw = framework([[(3, 1), (2, 0)]])
    codes = np.random.default_rng(4).integers(0, 5, (6, 23), dtype=np.uint8)
    expected = score(fw, codes).progress
    assert (score(fw, np.asfortranarray(codes)).progress == expected).all()
    assert (score(fw, np.repeat(codes, 2, axis=1)[:, ::2]).progress == expected).all()


def test_named_rows_may_come_in_any_order_and_missing_ones_are_not_discussed() -> None:
    fw = framework([[(2, 0), (1, 0)]])
    codes = np.array([[3, 3], [3, 3]], dtype=np.uint8)
    # Both indicators of the first stage are met; then only one of them.
    assert score(fw, codes, indicators=["0.0.o1", "0.0.o0"]).progress.tolist() == [[1.0, 1.0]]
    assert score(fw, codes, indicators=["0.1.o0", "0.0.o0"]).progress.tolist() == [[0.5, 0.5]]


def test_no_services_give_no_results() -> None:
    assert score(framework([[(2, 0)]]), np.empty((2, 0), np.uint8)).progress.shape == (1, 0)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (np.zeros((2, 1), np.int64), "int64"),
        (np.zeros(2, np.uint8), "1-dimensional"),
        (np.zeros((3, 1), np.uint8), "3 rows for 2"),
        (np.full((2, 1), 5, np.uint8), "hold 5"),
    ],
)
def test_arrays_that_are_no_codes_are_refused(codes: np.ndarray, words: str) -> None:
    with pytest.raises(CodesError, match=words):
        score(framework([[(2, 0)]]), codes)


def test_unknown_rows_and_evidence_are_refused() -> None:
    fw, codes = framework([[(1, 0)]]), np.zeros((1, 1), np.uint8)
    with pytest.raises(UnknownIdError, match="nope"):
        score(fw, codes, indicators=["nope"])
    with pytest.raises(EvidenceRuleError, match="no evidence"):
        score(fw, codes, Rules(evidence_required=True))


def test_the_rest_of_the_model_does_without_numpy() -> None:
    unwanted = "{'numpy', 'pandas', 'pyarrow'}"
    loaded = f"import clf_model.command_line.main, sys; print({unwanted} & set(sys.modules))"
    root = Path(__file__).parents[2]
    answer = subprocess.run([sys.executable, "-c", loaded], cwd=root, capture_output=True, text=True)
    assert answer.stdout == "set()\n"


# Files. Two stages: 0.0.o0 and 0.0.o1, then 0.1.o0.
ROOT = Path(__file__).resolve().parents[2]
FW = framework([[(2, 0), (1, 0)]])
HEADER = "service,0.0.o0,0.0.o1,0.1.o0\n"


def write(folder: Path, content: str | bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_judgements(path, FW)
    assert all(problem.file == str(path) and problem.remedy for problem in caught.value.problems)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_csv_file_is_scored_row_by_row(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + HEADER + "001,met,partly,met\n\nNA,met,not_applicable,\n,,,\n")
    score_file(path, tmp_path / "out.csv", FW)
    # 001: (1 + ½) / 2 of the first stage. NA: the one applicable indicator is met, nothing of the second.
    assert (tmp_path / "out.csv").read_text() == "service,c0,c0.progress\n001,0,0.75\nNA,1,1.0\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_columns_may_be_missing_or_in_any_order(tmp_path: Path) -> None:
    read = read_judgements(write(tmp_path, "0.1.o0,service\nmet,a\n,b\n"), FW)
    assert (read.services, read.indicators, read.codes.tolist()) == (("a", "b"), ("0.1.o0",), [[3, 0]])
    assert read_judgements(write(tmp_path, "service\na\n"), FW).codes.shape == (0, 1)


def test_unknown_judgements_are_all_named_with_line_and_column(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + '"two\nlines",NA,,nan\n\nx,met,met\u200b,Meet\n')
    assert problems(path) == [
        "2: Row 1, column 0.0.o0: 'NA' is not a judgement.",
        "2: Row 1, column 0.1.o0: 'nan' is not a judgement.",
        "5: Row 2, column 0.0.o1: 'met<U+200B>' is not a judgement.",
        "5: Row 2, column 0.1.o0: 'Meet' is not a judgement.",
    ]


def test_beyond_a_number_problems_are_counted(tmp_path: Path) -> None:
    found = problems(write(tmp_path, "service,0.0.o0\n" + "a,x\n" * 600))
    assert len(found) == 501
    assert found[-1] == "0: There are 100 more problems."


def test_everything_wrong_with_columns_is_named(tmp_path: Path) -> None:
    assert problems(write(tmp_path, "0.0.o0,0.0.o0,colour,\nmet,bad,x,\n")) == [
        "1: There are two columns '0.0.o0'.",
        "1: Column 3, 'colour', is not an indicator of framework 'f'.",
        "1: There is no column 'service'.",
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", ["0: The file is empty."]),
        ("\n", ["1: There is no column 'service'."]),
        (HEADER + "a,met\n", ["2: Row 1 has 2 cells where the header has 4."]),
        (HEADER + ",met,,\n", ["2: Row 1 has no service."]),
        (HEADER.strip() + ",,\na,met,,,,x\n", ["2: Row 1, column 6: 'x' stands under no name."]),
        (b"\x89PNG\0\x01", ["1: This is not a plain text file."]),
        (b"PAR1 and no more", ["0: The file cannot be read as Parquet"]),
        (HEADER + 'a,"met,,\n', ["2: The file cannot be read as CSV from here on"]),
    ],
)
def test_files_that_cannot_be_read_say_where_and_why(
    tmp_path: Path, content: str | bytes, found: list[str]
) -> None:
    actual = problems(write(tmp_path, content))
    assert len(actual) == len(found)
    assert all(a.startswith(f) for a, f in zip(actual, found, strict=True))


HABITS = [["Service ", "0.0.o0", "0.0.o1", "0.1.O0", "", ""], ["Oak", "Met", "Partly", "Not yet", "", ""]]
HABITS += [["", "", " ", "", "", ""], ["Elm", "met ", "N/A", "not met", "", ""], ["", "", "", "", "", ""]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheets_habits_are_understood(tmp_path: Path, mark: str, encoding: str) -> None:
    """Blanks after words, empty columns and rows, the dashboard's own words, other separators, Excel."""
    lines = [mark.join(row) for row in HABITS]
    for end, above in (("\r\n", []), ("\r", []), ("\n", [f"sep={mark}"]), ("\n", ["", mark])):
        text = end.join([*above, *lines]).replace("Oak", "Café")
        read = read_judgements(write(tmp_path, text.encode(encoding)), FW)
        # met, partly and not met are 3, 2 and 1; not applicable is 4
        assert (read.services, read.codes.T.tolist()) == (("Café", "Elm"), [[3, 2, 1], [3, 4, 1]])
    assert problems(write(tmp_path, end.join([*above, lines[0], "Oak"]).encode(encoding)))[0][0] == "4"


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["About this list"], ["made by hand"]):
        book.active.append(row)
    sheet = book.create_sheet("Services")
    for row in HABITS:
        sheet.append([cell or None for cell in row])
    book.save(tmp_path / "in.xlsx")
    read = read_judgements(tmp_path / "in.xlsx", FW)
    assert (read.services, read.codes.T.tolist()) == (("Oak", "Elm"), [[3, 2, 1], [3, 4, 1]])
    sheet["D2"] = "Meet"
    book.save(tmp_path / "in.xlsx")
    assert problems(tmp_path / "in.xlsx") == ["2: Row 1, column 0.1.o0: 'Meet' is not a judgement."]
    sheet["D2"] = "#N/A"
    book.save(tmp_path / "in.xlsx")
    assert problems(tmp_path / "in.xlsx") == ["0: Cells of the workbook with an error such as #N/A: 1."]
    sheet["D2"] = "Met"
    sheet.insert_rows(1, 2)
    sheet.insert_cols(1)
    book.save(tmp_path / "in.xlsx")
    assert read_judgements(tmp_path / "in.xlsx", FW).services == ("Oak", "Elm")
    book.copy_worksheet(sheet)
    book.save(tmp_path / "in.xlsx")
    assert problems(tmp_path / "in.xlsx") == ["0: Sheets 'Services' and 'Services Copy' both have services."]


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("score_words", {"Oak House": "met partly not_met", "Elm House": "met not_applicable not_met"}),
        ("score_empty_columns", {"Oak House": "met partly"}),
    ],
)
def test_a_file_that_was_refused_is_read(name: str, services: dict[str, str]) -> None:
    read = read_judgements(
        ROOT / "tests" / "data" / "score" / f"{name}.csv", load_framework(ROOT / "framework.yaml")
    )
    names = {code: judgement for judgement, code in CODES.items()}
    found = [" ".join(str(names[code]) for code in column) for column in read.codes.T.tolist()]
    assert dict(zip(read.services, found, strict=True)) == services


def test_folders_missing_files_and_false_endings_are_problems(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["0: This is a folder, not a file."]
    assert problems(tmp_path / "none.csv") == ["0: There is no such file."]
    assert problems(write(tmp_path, HEADER, "x.parquet")) == ["0: This is not a Parquet file."]


def parquet(folder: Path, columns: dict[str, pa.Array]) -> Path:
    path = folder / "in.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_parquet_columns_may_be_text_categories_or_nothing(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {
            "service": pa.array(["001", "NA"]).dictionary_encode(),
            "0.0.o0": pa.array(["met", None]).dictionary_encode(),
            "0.0.o1": pa.nulls(2),
            "0.1.o0": pa.array(["", "partly"], pa.large_string()),
        },
    )
    read = read_judgements(path, FW)
    assert read.services == ("001", "NA")
    assert read.codes.tolist() == [[3, 0], [0, 0], [0, 2]]
    assert read_judgements(parquet(tmp_path, {"service": pa.array([7])}), FW).services == ("7",)


def test_parquet_rows_are_counted_from_one(tmp_path: Path) -> None:
    columns = {
        "service": pa.array(["a", None, "c"]),
        "0.0.o0": pa.array(["met", "NA", "met"]),
        "0.0.o1": pa.array([1.5, None, float("nan")]),
        "0.1.o0": pa.array([["met"], [], []]),
    }
    assert problems(parquet(tmp_path, columns)) == [
        "0: Column 0.1.o0 does not hold text, but list<element: string>.",
        "2: Row 2 has no service.",
        "1: Row 1, column 0.0.o1: '1.5' is not a judgement.",
        "2: Row 2, column 0.0.o0: 'NA' is not a judgement.",
        "3: Row 3, column 0.0.o1: 'nan' is not a judgement.",
    ]


def test_a_row_has_one_number_in_csv_and_parquet_and_empty_rows_have_none(tmp_path: Path) -> None:
    lines = write(tmp_path, "service,0.0.o0\na,met\n,\nb,bad\n,met\n")
    columns = {
        "service": pa.array(["a", None, "b", ""]),
        "0.0.o0": pa.array(["met", "", "bad", "met"]),
    }
    rows = parquet(tmp_path, columns)
    bad, nameless = "Row 2, column 0.0.o0: 'bad' is not a judgement.", "Row 3 has no service."
    # Before them stand the lines of the CSV file, header included, and the rows of the Parquet file.
    assert problems(lines) == [f"4: {bad}", f"5: {nameless}"]
    assert problems(rows) == [f"4: {nameless}", f"3: {bad}"]
    good = {"service": pa.array(["a", None, "b"]), "0.0.o0": pa.array(["met", None, "partly"])}
    read = read_judgements(parquet(tmp_path, good), FW)
    assert (read.services, read.codes.tolist()) == (("a", "b"), [[3, 2]])


def test_parquet_may_have_two_columns_of_a_name(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["service", "service"])
    pq.write_table(table, tmp_path / "in.parquet")
    assert problems(tmp_path / "in.parquet") == ["0: There are two columns 'service'."]


def test_results_go_to_parquet_with_types_and_text_as_it_is(tmp_path: Path) -> None:
    score_file(write(tmp_path, HEADER + "=1+1,met,met,partly\n"), tmp_path / "out.PARQUET", FW)
    assert pq.read_table(tmp_path / "out.PARQUET").to_pylist() == [
        {"service": "=1+1", "c0": 1, "c0.progress": 1.5}
    ]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_services_that_look_like_formulas_are_defused_in_csv(tmp_path: Path, first: str) -> None:
    answer = io.StringIO(newline="")
    score_file(write(tmp_path, HEADER + f'"{first}1",,,\n'), answer, FW)
    answer.seek(0)
    assert list(csv.reader(answer))[1][0] == f"'{first}1"


def test_nothing_is_written_where_a_row_is_wrong(tmp_path: Path) -> None:
    output = write(tmp_path, "before", "out.csv")
    with pytest.raises(DataError):
        score_file(write(tmp_path, HEADER + "a,bad,,\n"), output, FW)
    assert output.read_text() == "before"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("out.txt", "neither"),
        ("none/out.csv", "does not exist"),
        ("in.csv", "replace"),
        ("d.csv", "ordinary"),
    ],
)
def test_outputs_that_cannot_be_are_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "d.csv").mkdir()
    path = write(tmp_path, HEADER)
    with pytest.raises(DataError, match=words):
        score_file(path, tmp_path / name, FW)
    assert path.read_text() == HEADER
