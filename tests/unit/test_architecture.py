"""The lines between the layers: import-linter's contracts, and by syntax tree what they cannot see."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("clf_model", "clf_reports", "clf_store", "clf_ui")
PAGES = sorted((ROOT / "pages").glob("*.py"))
PRODUCT = [
    ROOT / "app.py",
    *PAGES,
    *(file for name in PACKAGES for file in sorted((ROOT / name).rglob("*.py"))),
]
STATE = ROOT / "clf_ui" / "state"
SCORER = ROOT / "clf_model" / "score"
MODEL = sorted((ROOT / "clf_model").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MODEL_MAY_IMPORT = frozenset({"clf_model", "yaml"}) | sys.stdlib_module_names
SCORER_MAY_ALSO_IMPORT = frozenset({"numpy", "pandas", "pyarrow"})
SOLVER = ROOT / "clf_model" / "planning" / "linear_program.py"
SOLVER_MAY_ALSO_IMPORT = frozenset({"highspy", "numpy"})
TABLE_FILES = ROOT / "clf_model" / "table_files"
TABLE_FILES_MAY_ALSO_IMPORT = frozenset({"charset_normalizer", "clevercsv", "openpyxl", "python_calamine"})
# Each reads the clock or the environment, whatever the module that it comes from is called.
OUTSIDE_WORLD = frozenset({"today", "now", "utcnow", "environ", "getenv"})

OF_A_CLOCK = frozenset({"today", "utcnow", "localtime", "astimezone"})


def label(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imported(file: Path) -> Iterator[str]:
    """Every module that a file imports from outside its own package, by full name, wherever in the file."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__", "run_path"}:
            yield from (
                argument.value.replace("/", ".")
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def words(file: Path) -> Iterator[tuple[str, int]]:
    """Every attribute, imported name and keyword argument of a file, with its line."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.name, node.lineno) for alias in node.names)


def uses(files: Iterable[Path], forbidden: frozenset[str]) -> list[str]:
    """Where files have one of these words."""
    return [
        f"{label(file)}:{line}: {word}" for file in files for word, line in words(file) if word in forbidden
    ]


def imports(files: Iterable[Path], packages: Container[str]) -> list[str]:
    """Where files import one of these packages, or anything in it."""
    return [
        f"{label(file)}: {name}"
        for file in files
        for name in imported(file)
        if name.split(".")[0] in packages
    ]


def test_there_is_something_to_check() -> None:
    assert PAGES
    assert all((ROOT / name).is_dir() for name in PACKAGES)


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_a_page_opens_no_database() -> None:
    assert not imports(PAGES, {"sqlalchemy", "alembic", "sqlite3", "psycopg"})


def test_session_state_is_touched_in_one_place() -> None:
    assert not uses((file for file in PRODUCT if STATE not in file.parents), frozenset({"session_state"}))


def test_every_part_that_is_drawn_alone_tells_its_errors() -> None:
    errors = ROOT / "clf_ui" / "shared" / "errors.py"  # its `fragment` is inside the boundary
    alone = [
        f"{label(file)}:{node.lineno}"
        for file in PRODUCT
        for node in ast.walk(tree(file))
        if file != errors
        and isinstance(node, ast.Attribute)
        and node.attr == "fragment"
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    ]
    assert not alone


TELLING = frozenset({"told", "guarded"})
CALLED_BACK = frozenset({"on_click", "on_change", "on_submit", "on_dismiss"})
TOLD_ELSEWHERE = {("clf_ui/shell/context_line.py", "action"), ("clf_ui/shell/context_line.py", "way.act")}
"""What a click calls that somebody else hands over: Undo, Redo and a notice's own way back, all told."""


def test_every_callback_tells_its_errors() -> None:
    """Each is made one by `told` or `guarded`; only what touches nothing but the session goes without."""
    silent = []
    for file in PRODUCT:
        for node in ast.walk(tree(file)):
            for word in node.keywords if isinstance(node, ast.Call) else ():
                if word.arg in CALLED_BACK and not isinstance(word.value, ast.Constant):
                    name = ast.unparse(word.value)
                    if (label(file), name) not in TOLD_ELSEWHERE and not _tells(file, word.value):
                        silent.append(f"{label(file)}:{node.lineno}: {name}")
    assert not silent


def _tells(file: Path, callback: ast.expr) -> bool:
    if isinstance(callback, ast.Call):
        return called(callback) in TELLING
    if not isinstance(callback, ast.Attribute):
        return _is_told(file, ast.unparse(callback))
    owner = ast.unparse(callback.value)
    if owner == "state" or owner.startswith("state."):
        return True
    return any(_is_told(home, callback.attr) for home in (ROOT / "clf_ui").glob(f"**/{owner}.py"))


def _is_told(file: Path, name: str) -> bool:
    """Whether a function is made a callback where it is defined, in this file or in one it comes from."""
    nodes = list(ast.walk(tree(file)))
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return bool(TELLING & {ast.unparse(one) for one in node.decorator_list})
        if isinstance(node, ast.Assign) and name in {ast.unparse(one) for one in node.targets}:
            return isinstance(node.value, ast.Call) and called(node.value) in TELLING
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and name in {one.name for one in node.names}:
            home = file.parents[max(node.level - 1, 0)].joinpath(*node.module.split(".")).with_suffix(".py")
            return home.is_file() and _is_told(home, name)
    return False


def test_no_field_drops_a_paste_that_is_too_long() -> None:
    """As Streamlit's fields do that know a longest length. What is too long is refused in words."""
    assert not uses(PRODUCT, frozenset({"max_chars"}))


def test_no_table_reads_a_day_by_the_browsers_language_or_says_none_in_an_empty_cell() -> None:
    """A cell for days in a table to write in reads 15/01/2027 as 1 May where the browser speaks American."""
    wrong = [
        f"{label(file)}:{node.lineno}"
        for file in PRODUCT
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and (
            (called(node) in {"data_editor", "dataframe"} and "placeholder" not in _given(node))
            or (called(node) == "data_editor" and _has_days(node))
        )
    ]
    assert not wrong


def _given(call: ast.Call) -> set[str | None]:
    """The names of what a call is given by name."""
    return {keyword.arg for keyword in call.keywords}


def _has_days(call: ast.Call) -> bool:
    days = {"DateColumn", "DatetimeColumn", "TimeColumn"}
    return any(isinstance(node, ast.Attribute) and node.attr in days for node in ast.walk(call))


def test_every_error_on_screen_goes_through_the_one_place_that_names_what_it_is_about() -> None:
    """`str(error)` has ids where an error knows no names, such as learning-culture for a capability."""
    errors = ROOT / "clf_ui" / "shared" / "errors.py"
    bare = [
        f"{label(file)}:{node.lineno}"
        for file in sorted((ROOT / "clf_ui").rglob("*.py"))
        for node in ast.walk(tree(file))
        if file != errors
        and isinstance(node, ast.Call)
        and called(node) == "str"
        and any(isinstance(one, ast.Name) and one.id == "error" for one in node.args)
    ]
    assert not bare


def test_text_never_becomes_html() -> None:
    assert not uses(PRODUCT, frozenset({"unsafe_allow_html", "unsafe_allow_javascript"}))


def test_nothing_imports_a_page() -> None:
    assert not imports([*PRODUCT, *TESTS], {"pages"})


def test_the_model_imports_the_standard_library_and_yaml_only() -> None:
    beyond = []
    for file in MODEL:
        allowed = MODEL_MAY_IMPORT
        if SCORER in file.parents:
            allowed |= SCORER_MAY_ALSO_IMPORT
        if file == SOLVER:
            allowed |= SOLVER_MAY_ALSO_IMPORT
        if TABLE_FILES in file.parents:
            allowed |= TABLE_FILES_MAY_ALSO_IMPORT
        beyond += [f"{label(file)}: {name}" for name in imported(file) if name.split(".")[0] not in allowed]
    assert not beyond


def test_the_model_loads_no_library_before_it_needs_one() -> None:
    names = sorted({"highspy", "numpy"} | TABLE_FILES_MAY_ALSO_IMPORT)
    check = f"import sys, clf_model.command_line.main; sys.exit(any(name in sys.modules for name in {names}))"
    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0


def test_the_model_reads_no_clock_and_no_environment() -> None:
    assert not uses(MODEL, OUTSIDE_WORLD)


def test_the_clock_is_read_in_one_place_and_every_day_and_hour_is_somewhere() -> None:
    """A moment's day and hour depend on where one is: only `clf_ui/clock.py` says what they are.

    A command is run where somebody is: its day is the machine's.

    How long something took is read from clocks that no one sets.
    """
    found = []
    for file in (file for file in PRODUCT if label(file) != "clf_ui/clock.py"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and node.attr in OF_A_CLOCK:
                found.append((file, node.lineno, node.attr))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of, name = node.func.value, node.func.attr
                owner = getattr(of, "id", getattr(of, "attr", ""))
                if (owner, name) in {("datetime", "now"), ("time", "time")}:
                    found.append((file, node.lineno, name))
                if name == "date" and not node.args and not node.keywords:  # of a moment, in no zone
                    found.append((file, node.lineno, ".date()"))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "%H" in node.value:
                found.append((file, node.lineno, node.value))
    # The store brings what a database gives back to UTC.
    elsewhere = {
        ("clf_store/sql/columns.py", "astimezone"),
        ("clf_reports/command_line.py", "today"),
        ("clf_store/__main__.py", "now"),
    }
    found = [one for one in found if (label(one[0]), one[2]) not in elsewhere]
    assert not [f"{label(file)}:{line}: {what}" for file, line, what in found]


def test_no_page_and_no_chart_sees_single_answers() -> None:
    """What may be shown of a survey comes from `published`."""
    shown = [file for file in PRODUCT if label(file).split("/")[0] in {"clf_reports", "pages"}]
    assert not uses(shown, frozenset({"Response", "responses"}))


def test_a_survey_is_opened_in_one_place() -> None:
    others = [file for file in PRODUCT if label(file) != "clf_model/voices/publication.py"]
    assert not uses(others, frozenset({"_answered", "_agreeing", "_respondents"}))
