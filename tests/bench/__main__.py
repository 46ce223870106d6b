"""All benchmarks, and docs/benchmarks.md from what they gave: `python -m tests.bench`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from tests.bench import (
    answers_bench,
    click_bench,
    planning_bench,
    room_bench,
    score_bench,
    server_bench,
    services_bench,
    start_bench,
)
from tests.bench.figures import Figure, Value
from tests.bench.report import report

OUTPUT = Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks.md"


BENCHES: Mapping[str, Callable[[], Iterable[Figure | Value]]] = {
    "click": lambda: [click_bench.measure()],
    "server": lambda: [server_bench.measure()],
    "start": start_bench.measure,
    "answers": answers_bench.measure,
    "score": lambda: [score_bench.measure()],
    "planning": planning_bench.measure,
    "room": room_bench.measure,
    "services": services_bench.measure,
}


def main() -> None:
    """Measure one after the other, say each figure as soon as it is there, then write the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="YYYY-MM-DD; today")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the document; docs/benchmarks.md")
    parser.add_argument("--only", nargs="+", choices=BENCHES, help="measure these, and write no document")
    chosen = parser.parse_args()
    figures = []
    for name in chosen.only or BENCHES:
        for figure in BENCHES[name]():
            print(figure, flush=True)
            figures.append(figure)
    if not chosen.only:
        chosen.output.write_text(report(figures, chosen.date), encoding="utf-8")


if __name__ == "__main__":
    main()
