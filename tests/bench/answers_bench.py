"""The time and memory of reading an export of 5,000 people, beside pandas reading the same file.

Run with `python -m tests.bench.answers_bench`.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

from clf_model import Perspective, load_framework
from tests.bench.figures import Figure, Value, alternate

GOAL = 3.0
MOST_MEMORY = 300  # MiB
PEOPLE = 5_000
LOOKING = 0.005  # seconds
ROOT = Path(__file__).resolve().parents[2]
WORDS = [
    "Strongly agree",
    "Agree",
    "Neither agree nor disagree",
    "Disagree",
    "Strongly disagree",
    "Don’t know",
    "",
]
READERS = {"csv": "import pandas; pandas.read_csv({!r})", "xlsx": "import pandas; pandas.read_excel({!r})"}


def measure(rounds: int = 7) -> Iterator[Figure | Value]:
    """Read the export as CSV and as a workbook, each in a process of its own, turn by turn with pandas."""
    with tempfile.TemporaryDirectory() as folder:
        rows = _export()
        memory = {}
        for kind, times in (("csv", rounds), ("xlsx", 3)):
            file = Path(folder) / f"answers.{kind}"
            _write(file, rows)
            ours = [sys.executable, "-m", "clf_model", "answers", str(file), "--json"]
            theirs = [sys.executable, "-W", "ignore", "-c", READERS[kind].format(str(file))]
            taken = alternate(times, lambda _, o=ours: _seconds(o), lambda _, t=theirs: _seconds(t), warm=1)
            memory[kind] = _most_memory(ours)
            yield Figure(
                f"An export of {PEOPLE:,} people and {len(rows[0])} columns read, as {kind}",
                GOAL,
                "`python -m clf_model answers FILE --json`, start of the process included",
                "a process in which pandas reads the file by its defaults",
                *taken,
            )
    for kind, most in memory.items():
        yield Value(
            f"Memory for reading that export, as {kind}",
            f"≤ {MOST_MEMORY} MiB",
            f"{most:.0f} MiB",
            most <= MOST_MEMORY,
            f"the most that the command and the processes that it starts have resident together, looked at "
            f"every {LOOKING * 1000:g} ms",
        )


def _export() -> list[list[str]]:
    """The headings and a row for each person, as Google Forms writes them, with a comment."""
    framework = load_framework(ROOT / "framework.yaml")
    texts = [i.text for i in framework.indicators if i.perspective is Perspective.WORKER]
    chosen = random.Random(1)
    people = (
        [f"2026-09-01 10:{n // 60 % 60:02}:{n % 60:02}", *chosen.choices(WORDS, k=len(texts)), "fine, really"]
        for n in range(PEOPLE)
    )
    return [["Timestamp", *texts, "Comment"], *people]


def _write(file: Path, rows: Sequence[Sequence[str]]) -> None:
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Answers")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _most_memory(command: Sequence[str]) -> float:
    """The most memory that a process and those that it starts had at one time, in MiB.

    What the kernel tells at their end would be of each alone, and at least what this process has itself.
    """
    most = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _resident(process.pid))
            time.sleep(LOOKING)
    assert process.returncode == 0, command
    return most / 1024


def _resident(pid: int) -> int:
    """KiB that a process and those that it started have resident; nothing of one that has just ended."""
    folder = Path("/proc") / str(pid)
    try:
        status = (folder / "status").read_text(encoding="ascii")
        children = (folder / "task" / str(pid) / "children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    sizes = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    own = int(sizes["VmRSS"].split()[0]) if "VmRSS" in sizes else 0
    return own + sum(_resident(int(child)) for child in children)


if __name__ == "__main__":
    for figure in measure():
        print(figure)
