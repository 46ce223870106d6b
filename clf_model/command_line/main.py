"""The command line: `python -m clf_model` with one of the commands that `--help` lists.

Exit status: 0 success, 1 the answer is "no", 2 bad input, both with the reason on standard error, 130 when
interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from ..comparison import compare
from ..errors import ClfError, DataError
from ..progression import profile
from .answers import add_answers
from .check_files import check_files
from .editions import add_editions
from .input import FRAMEWORK_FILE, add_rules, read_assessments, read_framework, read_rules
from .json_output import as_json, comparison_form, profile_form
from .planning import NoAnswerError, add_planning
from .text_output import comparison_text, printable, profile_text

NO_ANSWER = 1
BAD_INPUT = 2
INTERRUPTED = 130  # as a shell reports it


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
        return NO_ANSWER if isinstance(error, NoAnswerError) else BAD_INPUT
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

    check = command("check", _check, "Validate framework, assessment or voices files")
    check.add_argument("files", nargs="+", metavar="FILE")

    one = command("profile", _profile, "Show the stage that each capability has reached, and why")
    one.add_argument("file", metavar="FILE", help="an assessment")
    two = command("compare", _compare, "Show what changed between two assessments")
    two.add_argument("before", metavar="BEFORE", help="an assessment")
    two.add_argument("after", metavar="AFTER", help="a later one")
    planning = add_planning(command)
    for added in (one, two, *planning):
        add_rules(added)
        added.add_argument("--evidence-required", action="store_true", help="count only what has evidence")
        added.add_argument("--json", action="store_true", help="print JSON")

    many = command("score", _score, "Score many services from a CSV or Parquet file")
    many.add_argument("file", metavar="FILE", help="a column 'service', then one per indicator id")
    many.add_argument("--output", metavar="FILE", help=".csv or .parquet (default: CSV on standard output)")
    add_rules(many)
    add_answers(command)
    add_editions(command)
    return parser


def _check(options: argparse.Namespace) -> str:
    good, problems = check_files(options.files, lambda: read_framework(options))
    sentences = "".join(f"{printable(sentence)}\n" for sentence in good)
    if problems:
        try:
            print(sentences, end="", flush=True)
        except BrokenPipeError:
            _discard(sys.stdout)  # what is wrong is still to be said
        raise DataError(problems)
    return sentences


def _profile(options: argparse.Namespace) -> str:
    framework = read_framework(options)
    rules = read_rules(options, framework)
    (assessment,) = read_assessments([options.file], framework)
    result = profile(framework, assessment, rules)
    if options.json:
        return as_json(profile_form(result, assessment))
    return printable(profile_text(result, assessment))


def _compare(options: argparse.Namespace) -> str:
    framework = read_framework(options)
    rules = read_rules(options, framework)
    before, after = read_assessments([options.before, options.after], framework)
    result = compare(framework, before, after, rules)
    if options.json:
        return as_json(comparison_form(result))
    return printable(comparison_text(result, before, after, rules))


def _score(options: argparse.Namespace) -> str:
    from ..score import score_file  # numpy and pyarrow take a while to load: the other commands do without

    framework = read_framework(options)
    answer = io.StringIO()
    output = answer if options.output is None else options.output
    score_file(options.file, output, framework, read_rules(options, framework))
    return answer.getvalue()
