"""The command line: `python -m clf_model check | profile | compare | score`.

Exit status: 0 success, 2 bad input with the reason on standard error, 130 when interrupted.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from .assessment import Assessment
from .assessment_file import load_assessment
from .check_files import check_files
from .comparison import compare
from .errors import ClfError, DataError, Problem
from .framework import Framework, Perspective
from .framework_file import load_framework
from .jsonform import comparison_form, profile_form
from .progression import profile
from .rules import Perspectives, Rules
from .textform import comparison_text, printable, profile_text

FRAMEWORK_FILE = "framework.yaml"
BAD_INPUT = 2
INTERRUPTED = 130  # as a shell reports it


class PerspectiveError(ClfError):
    """The rules ask for a perspective that the framework has no indicators of."""

    def __init__(self, perspective: Perspective, framework: Framework) -> None:
        super().__init__(
            f"Framework {framework.id!r} has no {perspective} indicators to decide by. "
            f"Leave out --perspectives, or name a framework that has them with --framework."
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (default: the process's arguments) and return its exit status.

    Raises `SystemExit` for arguments that cannot be understood, as argparse does.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], str] = options.run
    try:
        print(run(options), end="", flush=True)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard(sys.stdout)  # whoever reads has seen enough
        return 0
    except ClfError as error:
        print(printable(str(error)), file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"The answer cannot be written: {error.strerror or error}.", file=sys.stderr)
        _discard(sys.stdout)
        return BAD_INPUT
    return 0


def _discard(stream: TextIO) -> None:
    """Send what is left in a stream nowhere, so that closing it at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m clf_model",
        description="Judge services against a staged framework of capabilities.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], str], summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=f"{summary}.", allow_abbrev=False)
        added.add_argument(
            "--framework",
            type=Path,
            metavar="FILE",
            help=f"the framework (default: {FRAMEWORK_FILE} here, else the one that comes with this program)",
        )
        added.set_defaults(run=run)
        return added

    check = command("check", _check, "Validate framework or assessment files")
    check.add_argument("files", nargs="+", metavar="FILE")

    one = command("profile", _profile, "Show the stage that each capability has reached, and why")
    one.add_argument("file", metavar="FILE", help="an assessment")
    two = command("compare", _compare, "Show what changed between two assessments")
    two.add_argument("before", metavar="BEFORE", help="an assessment")
    two.add_argument("after", metavar="AFTER", help="a later one")
    for added in (one, two):
        _add_rules(added)
        added.add_argument("--evidence-required", action="store_true", help="count only what has evidence")
        added.add_argument("--json", action="store_true", help="print JSON")

    many = command("score", _score, "Score many services from a CSV or Parquet file")
    many.add_argument("file", metavar="FILE", help="a column 'service', then one per indicator id")
    many.add_argument("--output", metavar="FILE", help=".csv or .parquet (default: CSV on standard output)")
    _add_rules(many)
    return parser


def _add_rules(parser: argparse.ArgumentParser) -> None:
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


def _framework(options: argparse.Namespace) -> Framework:
    here, beside_us = Path(FRAMEWORK_FILE), Path(__file__).resolve().parent.parent / FRAMEWORK_FILE
    return load_framework(options.framework or (here if here.exists() else beside_us))


def _rules(options: argparse.Namespace, framework: Framework) -> Rules:
    rules = Rules(options.threshold, options.evidence_required, Perspectives(options.perspectives))
    if rules.perspectives is Perspectives.WORKER and not framework.has_perspective(Perspective.WORKER):
        raise PerspectiveError(Perspective.WORKER, framework)
    return rules


def _assessments(files: Sequence[str], framework: Framework) -> list[Assessment]:
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


def _json(form: dict[str, Any]) -> str:
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def _check(options: argparse.Namespace) -> str:
    good, problems = check_files(options.files, lambda: _framework(options))
    sentences = "".join(f"{printable(sentence)}\n" for sentence in good)
    if problems:
        print(sentences, end="", flush=True)
        raise DataError(problems)
    return sentences


def _profile(options: argparse.Namespace) -> str:
    framework = _framework(options)
    rules = _rules(options, framework)
    (assessment,) = _assessments([options.file], framework)
    result = profile(framework, assessment, rules)
    if options.json:
        return _json(profile_form(result, assessment))
    return printable(profile_text(result, assessment))


def _compare(options: argparse.Namespace) -> str:
    framework = _framework(options)
    rules = _rules(options, framework)
    before, after = _assessments([options.before, options.after], framework)
    result = compare(framework, before, after, rules)
    if options.json:
        return _json(comparison_form(result))
    return printable(comparison_text(result, before, after, rules))


def _score(options: argparse.Namespace) -> str:
    from .score import score_file  # numpy and pyarrow take a while to load: the other commands do without

    framework = _framework(options)
    answer = io.StringIO()
    output = answer if options.output is None else options.output
    score_file(options.file, output, framework, _rules(options, framework))
    return answer.getvalue()
