"""All benchmarks, and docs/benchmarks.md from what they gave: `python -m tests.bench`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.bench import click_bench, score_bench, server_bench, start_bench
from tests.bench.figures import Figure
from tests.bench.report import report

OUTPUT = Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """Measure one after the other, say each figure as soon as it is there, then write the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="YYYY-MM-DD; today")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the document; docs/benchmarks.md")
    chosen = parser.parse_args()
    figures = []
    for figure in _measured():
        print(figure, flush=True)
        figures.append(figure)
    chosen.output.write_text(report(figures, chosen.date), encoding="utf-8")


def _measured() -> Iterator[Figure]:
    yield click_bench.measure()
    yield server_bench.measure()
    yield from start_bench.measure()
    yield score_bench.measure()


if __name__ == "__main__":
    main()
