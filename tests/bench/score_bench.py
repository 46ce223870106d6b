"""The time of bulk scoring beside that of one `np.add.reduceat` over the same array.

Run with `python -m tests.bench.score_bench`.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from clf_model.files.framework import load_framework
from clf_model.framework import Framework, Perspective
from clf_model.score import CODES, score
from tests.bench.figures import Figure, alternate

GOAL = 5.0
FRAMEWORK = Path(__file__).resolve().parents[2] / "framework.yaml"


def measure(services: int = 100_000, repeats: int = 15) -> Figure:
    """Score so many services on the organisation's indicators, and reduce the same codes, turn by turn."""
    framework = _organisation_only(load_framework(FRAMEWORK))
    starts, rows = [], 0
    for capability in framework.capabilities:
        for stage in framework.stages:
            starts.append(rows)
            rows += len(framework.cell(capability.id, stage.id, Perspective.ORGANISATION))
    codes = np.random.default_rng(1).integers(0, len(CODES), (rows, services), dtype=np.uint8)
    ours, theirs = alternate(
        repeats,
        lambda _: _seconds(lambda: score(framework, codes)),
        lambda _: _seconds(lambda: np.add.reduceat(codes, starts, axis=0)),
        warm=1,
    )
    return Figure(
        f"{services:,} services scored in memory",
        GOAL,
        f"stages of every capability from an array of {rows} judgements by service, random",
        "one `np.add.reduceat` by capability and stage over the same array",
        ours,
        theirs,
    )


def _organisation_only(framework: Framework) -> Framework:
    return dataclasses.replace(
        framework,
        capabilities=tuple(
            dataclasses.replace(
                c,
                indicators=tuple(i for i in c.indicators if i.perspective is Perspective.ORGANISATION),
            )
            for c in framework.capabilities
        ),
    )


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(measure())
