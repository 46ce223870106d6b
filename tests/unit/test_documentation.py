"""What README and docs/ promise is so: commands run, and what they name is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clf_model import (
    Judgement,
    Scenario,
    Target,
    load_assessment,
    load_framework,
    plan_for,
    plan_to_target,
    plan_within_budget,
)

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
DOCS = [README, *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [*DOCS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "sample_evidence" / "README.md"]
# The code that reads variables which a person sets.
PRODUCT = [
    ROOT / "app.py",
    *(ROOT / "pages").glob("*.py"),
    *(file for folder in ROOT.glob("clf_*") for file in folder.rglob("*.py")),
    ROOT / "tests" / "browser" / "chromium.py",
]

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
COMMAND = "python -m clf_model "
STATED = re.compile(r"#\s*exit (\d+)")
VARIABLE = re.compile(r"\bCLF_[A-Z][A-Z_]*\b")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Command:
    """A command line in a document, and what the document shows of its answer."""

    page: Path
    line: str
    csv: str | None  # the file `services.csv` that the page gives, if any
    answer: tuple[str, ...]

    @property
    def status(self) -> int:
        stated = STATED.search(self.line)
        return int(stated[1]) if stated else 0

    @property
    def arguments(self) -> list[str]:
        return shlex.split(self.line, comments=True)[3:]

    def __str__(self) -> str:
        return f"{label(self.page)}: {self.line}"


def label(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def code(page: Path) -> str:
    """All that a page says to type: blocks and what stands in backquotes, but not the answers to commands."""
    blocks = "\n".join(found[3] for found in FENCE.finditer(text(page)) if found[2] != "text")
    indented = "\n".join(re.findall(r"^ {4}(\S.*)$", text(page), re.MULTILINE))
    prose = FENCE.sub("", text(page))
    return "\n".join([blocks, indented, *re.findall(r"`([^`]+)`", prose)])


def commands() -> Iterator[Command]:
    """Every command in a block of its own line; a block of text right after it shows part of its answer."""
    for page in DOCS:
        csv = None
        blocks = list(FENCE.finditer(text(page)))
        for number, block in enumerate(blocks):
            if block[2] == "csv":
                csv = block[3]
            lines = [line.strip() for line in block[3].splitlines() if line.strip().startswith(COMMAND)]
            answer = shown_after(page, block, blocks[number + 1 : number + 2])
            for line in lines:
                yield Command(page, line, csv, answer if line == lines[-1] else ())


def shown_after(page: Path, block: re.Match[str], following: list[re.Match[str]]) -> tuple[str, ...]:
    """The lines of a block of text that comes right after a block of commands."""
    for found in following:
        if found[2] == "text" and not text(page)[block.end() : found.start()].strip():
            return tuple(line for line in found[3].splitlines() if line.strip())
    return ()


def sections() -> Iterator[tuple[str, set[str]]]:
    """Each requirements file, and the packages that the README gives a reason for under its name."""
    readme = text(README)
    for name in ("requirements.txt", "requirements-dev.txt"):
        start = readme.index(f"(`{name}`):")
        table = re.compile(r"(?:^\|.*\n)+", re.MULTILINE).search(readme, start)
        assert table, f"no table for {name}"
        rows = re.findall(r"^\| `([^`]+)` \| \S.* \|$", table[0], re.MULTILINE)
        assert len(rows) == len(set(rows)), f"a package has two rows for {name}"
        yield name, set(rows)


def anchors(page: Path) -> set[str]:
    """The places within a page that a link can name."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


COMMANDS = list(commands())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the commands name, to write in."""
    made = tmp_path_factory.mktemp("documentation")
    shutil.copy(ROOT / "framework.yaml", made)
    shutil.copytree(ROOT / "sample_evidence", made / "sample_evidence")
    shutil.copy(ROOT / "tests" / "data" / "answers" / "cover_sheet.xlsx", made / "answers.xlsx")
    shutil.copy(ROOT / "tests" / "data" / "answers" / "seven_points.csv", made / "answers.csv")
    shutil.copytree(ROOT / "tests" / "data", made / "tests" / "data")
    return made


def test_there_is_something_to_check() -> None:
    used = {command.arguments[0] for command in COMMANDS}
    assert used == {
        "answers",
        "check",
        "profile",
        "compare",
        "plan",
        "frontier",
        "roadmap",
        "score",
        "editions",
        "carry",
    }
    assert any(command.answer for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_command_ends_as_stated_and_answers_as_shown(command: Command, folder: Path) -> None:
    if command.csv is not None:
        (folder / "services.csv").write_text(command.csv, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "clf_model", *command.arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == command.status, done.stderr
    assert "Traceback" not in done.stderr
    answer = iter(done.stdout.splitlines())
    # In order, with lines left out between them.
    missing = [line for line in command.answer if line not in answer]
    assert not missing, done.stdout


def test_the_figures_of_the_managers_example_are_what_the_planner_says() -> None:
    framework = load_framework(ROOT / "framework.yaml")
    rowanbank = load_assessment(ROOT / "sample_evidence" / "rowanbank-care-home-2026-09.yaml", framework)
    tried = Scenario("Plan A", dict.fromkeys(("1.3.O3", "5.3.O1", "6.1.O3"), Judgement.MET))
    everywhere = Target("accomplished")
    by_hand = plan_for(framework, rowanbank, tried)
    there = plan_to_target(framework, rowanbank, everywhere)
    half = plan_within_budget(framework, rowanbank, 15.5, target=everywhere)
    guide = " ".join(text(ROOT / "docs" / "managers.md").split())
    for found, words in (
        (by_hand, "Plan A: {stages} stages gained for {effort} days"),
        (there, "Plan B: {stages} stages gained for {effort} days"),
    ):
        assert words.format(stages=f"{found.objective:g}", effort=f"{found.effort:g}") in guide
    assert half.objective == 6
    assert f"brings six stages for {half.effort:g}" in guide


def test_every_command_stands_where_it_is_tried() -> None:
    tried = {(command.page, command.line) for command in COMMANDS}
    for page in DOCS:
        for line in text(page).splitlines():
            if line.strip().startswith(COMMAND):
                assert (page, line.strip()) in tried, f"{label(page)}: not in a block: {line}"


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_every_make_target_and_its_variables_exist(page: Path) -> None:
    makefile = text(ROOT / "Makefile")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    settable = set(re.findall(r"^([A-Z]+) \?=", makefile, re.MULTILINE))
    for target, rest in re.findall(r"(?:^|[ ;&])make +([a-z][\w-]*)([^\n`]*)", code(page), re.MULTILINE):
        assert target in targets, f"make {target}"
        assert set(re.findall(r"\b([A-Z]+)=", rest.split("#")[0])) <= settable, f"make {target}{rest}"


def test_the_readme_names_every_make_target() -> None:
    described = set(re.findall(r"^([a-z]+):.*## ", text(ROOT / "Makefile"), re.MULTILINE))
    assert described == set(re.findall(r"(?:^|\s)make ([a-z]+)", code(README), re.MULTILINE))


def test_every_requirement_has_its_reason_and_every_reason_its_requirement() -> None:
    for name, explained in sections():
        lines = (line.strip() for line in text(ROOT / name).splitlines())
        required = {
            re.split(r"[\[<>=!~;, ]", line, maxsplit=1)[0]
            for line in lines
            if line and not line.startswith(("#", "-"))
        }
        assert required == explained, name


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_every_link_and_picture_in_the_project_is_there(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", text(page))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{label(page)}: {target}"
        assert file.is_relative_to(ROOT), f"{label(page)}: {target}"
        if anchor:
            assert anchor in anchors(file), f"{label(page)}: {target}"


@pytest.mark.parametrize("page", DOCS, ids=label)
def test_every_file_named_in_the_text_is_there(page: Path) -> None:
    prose = FENCE.sub("", text(page))
    named = re.findall(r"`((?:clf_\w+|tests|pages|docs|sample_evidence)/[\w./-]*)`", prose)
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    read = {name for file in PRODUCT for name in VARIABLE.findall(text(file))}
    documented = {name for page in DOCS for name in VARIABLE.findall(text(page))}
    # What benches pass to their own processes is nobody's to set.
    inner = {"CLF_BENCH_PAGE"}
    assert documented - inner == read


def test_the_administrators_table_has_every_variable() -> None:
    rows = re.findall(r"^\| `(CLF_\w+)` \|", text(ROOT / "docs" / "administrators.md"), re.MULTILINE)
    assert sorted(rows) == sorted({name for file in PRODUCT for name in VARIABLE.findall(text(file))})
