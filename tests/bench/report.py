"""docs/benchmarks.md, written from the figures."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from itertools import groupby

from tests.bench.figures import MEDIAN, Figure, Value, milliseconds

_TITLE = "# Benchmarks"
# Figures that are no times: tests hold them, and fail on anything else.
SHOWN_BY_TESTS = (
    ("Framework text identical to the source", "148 of 148 indicators", "tests/unit/test_framework_text.py"),
    (
        "Rules of accessibility (axe, WCAG 2.2 AA) broken that a bare Streamlit page keeps",
        "0, every page, light and dark",
        "tests/browser/test_accessibility.py",
    ),
    (
        "Judgements lost with two browsers on one assessment",
        "0; the second writer of one indicator is shown both",
        "tests/browser/test_two_browsers.py",
    ),
    (
        "Acknowledged judgements lost when the server is killed between clicks",
        "0 of 20 kills",
        "tests/browser/test_killed_server.py",
    ),
    (
        "Plans that equal every subset's best, or a mixed-integer program's at the framework's size",
        "2,000 of 2,000 cases",
        "tests/unit/test_planning_exact.py",
    ),
    (
        "Roadmaps that equal dynamic programming over all orders",
        "500 of 500 cases",
        "tests/unit/test_planning_exact.py",
    ),
)
_INTRODUCTION = (
    "Written by `make bench`; do not edit. Every figure is a ratio of medians, or where it says 95% of the "
    "times under which 95 of 100 stay, ours to a baseline that is measured with it in the same run, turn by "
    "turn where that can be: times depend on the machine, ratios much less. 1 is as fast as the baseline; "
    "below 1 is faster."
)


def report(measured: Sequence[Figure | Value], day: date) -> str:
    """The document: when and on what, tables of figures and values, and how each was measured."""
    figures = [one for one in measured if isinstance(one, Figure)]
    values = [one for one in measured if isinstance(one, Value)]
    packages = ", ".join(f"{name} {version(name)}" for name in ("Streamlit", "NumPy", "highspy"))
    python = ".".join(map(str, sys.version_info[:3]))
    parts = [
        _TITLE,
        _INTRODUCTION,
        f"Measured on {day.day} {day:%B %Y}, on {machine()}, with Python {python}, {packages}.",
        "\n".join(_table(figures)),
        "These have no baseline:",
        "\n".join(_values(values)),
        "These are held by tests, which fail on any other value:",
        "\n".join(_held()),
        "## How",
        *_explanations(figures),
        *_explained_values(values),
    ]
    return "\n\n".join(parts) + "\n"


def machine() -> str:
    """Cores and memory as the operating system tells them, and nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores and {memory:.0f} GiB of memory"


def _table(figures: Sequence[Figure]) -> list[str]:
    lines = [
        "| figure | goal | ratio | reached | ours | baseline | times |",
        "| --- | --: | --: | --- | --: | --: | --: |",
    ]
    for figure in figures:
        ours, theirs = map(milliseconds, figure.values)
        share = "" if figure.share == MEDIAN else f", {figure.share:.0%}"
        lines.append(
            f"| {figure.name}{share} | ≤ {figure.goal:g} | {figure.ratio:.2f} | {_reached(figure)} "
            f"| {ours} | {theirs} | {figure.rounds:,} |"
        )
    return lines


def _values(values: Sequence[Value]) -> Iterator[str]:
    yield "| figure | goal | measured | reached |"
    yield "| --- | --- | --- | --- |"
    for one in values:
        yield f"| {one.name} | {one.goal} | {one.value} | {_reached(one)} |"


def _reached(one: Figure | Value) -> str:
    return "yes" if one.reached else "**no**"


def _explained_values(values: Sequence[Value]) -> Iterator[str]:
    """One paragraph for the values that were measured alike."""
    for method, alike in groupby(values, lambda one: one.method):
        yield f"**{'; '.join(one.name for one in alike)}**: {method}."


def _held() -> Iterator[str]:
    yield "| figure | value | test |"
    yield "| --- | --- | --- |"
    for what, value, test in SHOWN_BY_TESTS:
        yield f"| {what} | {value} | `{test}` |"


def _explanations(figures: Sequence[Figure]) -> Iterator[str]:
    """One paragraph for the figures that were measured alike; a baseline is described once."""
    described: dict[str, str] = {}
    for (method, baseline), alike in groupby(figures, lambda figure: (figure.method, figure.baseline)):
        names = "; ".join(figure.name for figure in alike)
        said = f"the one of “{described[baseline]}”" if baseline in described else baseline
        described.setdefault(baseline, names)
        yield f"**{names}**: {method}. *Baseline:* {said}."
