"""What the commands of the command line have in common: the options of rules, and the files they read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ..assessment import Assessment
from ..errors import ClfError, DataError, Problem
from ..files.assessment import load_assessment
from ..files.framework import load_framework
from ..framework import Framework, Perspective
from ..rules import Perspectives, Rules

FRAMEWORK_FILE = "framework.yaml"


class PerspectiveError(ClfError):
    """The rules ask for a perspective that the framework has no indicators of."""

    def __init__(self, perspective: Perspective, framework: Framework) -> None:
        super().__init__(
            f"Framework {framework.id!r} has no {perspective} indicators to decide by. "
            f"Leave out --perspectives, or name a framework that has them with --framework."
        )


def add_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threshold",
        type=float,
        default=1.0,
        metavar="SHARE",
        help="share of a stage's applicable indicators that must be met, above 0 up to 1 (default: 1)",
    )
    parser.add_argument(
        "--perspectives",
        choices=[perspectives.value for perspectives in Perspectives],
        default=Perspectives.ORGANISATION.value,
        help="whose indicators decide (default: organisation)",
    )
    parser.set_defaults(evidence_required=False)


def read_framework(options: argparse.Namespace) -> Framework:
    here, beside_us = Path(FRAMEWORK_FILE), Path(__file__).resolve().parents[2] / FRAMEWORK_FILE
    return load_framework(options.framework or (here if here.exists() else beside_us))


def read_rules(options: argparse.Namespace, framework: Framework) -> Rules:
    rules = Rules(options.threshold, options.evidence_required, Perspectives(options.perspectives))
    if rules.perspectives is Perspectives.WORKER and not framework.has_perspective(Perspective.WORKER):
        raise PerspectiveError(Perspective.WORKER, framework)
    return rules


def read_assessments(files: Sequence[str], framework: Framework) -> list[Assessment]:
    """The assessments in these files. Raises `DataError` with the problems of all of them."""
    loaded: list[Assessment] = []
    problems: list[Problem] = []
    for file in files:
        try:
            loaded.append(load_assessment(file, framework))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(dict.fromkeys(problems))
    return loaded
