"""The command line: `python -m clf_reports` writes the documents of an assessment, and blank sheets.

Exit status: 0 success, 2 bad input with the reason on standard error, 130 when interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from clf_model.assessment import Assessment
from clf_model.command_line.input import FRAMEWORK_FILE, add_rules, read_framework, read_rules
from clf_model.command_line.main import BAD_INPUT, INTERRUPTED
from clf_model.command_line.text_output import printable
from clf_model.errors import ClfError, DataError, Problem
from clf_model.files.assessment import load_assessment
from clf_model.files.yaml_writer import write_whole
from clf_model.framework import Framework
from clf_model.voices import VoicesFile, load_voices, published

from .documents.blank import SHEETS, Sheet, blank
from .documents.document import Document
from .documents.excel import excel
from .documents.kinds import Layout
from .documents.layouts import LAYOUTS, compose
from .documents.material import Material, SurveyHeard, WorkshopHeld
from .documents.pdf import pdf
from .documents.web import html
from .documents.word import word

WRITERS: Mapping[str, Callable[[Document], bytes]] = {"pdf": pdf, "docx": word, "xlsx": excel, "html": html}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents asked for (default: the process's arguments) and return the exit status.

    Raises `SystemExit` for arguments that cannot be understood, as argparse does.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    wanted = {ending: getattr(options, ending) for ending in WRITERS if getattr(options, ending)}
    if not wanted:
        parser.error("name at least one file to write, with --pdf, --docx, --xlsx or --html")
    if (options.file is None) is (options.blank is None):
        parser.error("name an assessment's file, or with --blank the sheet to be filled in")
    if options.blank and "xlsx" in wanted:
        parser.error("a sheet to be filled in is written as PDF, Word or HTML")
    try:
        document = _blank(options) if options.blank else compose(_material(options), Layout(options.layout))
        for ending, file in wanted.items():
            write_whole(file, WRITERS[ending](document), instead_of=options.file)
            print(printable(f"Wrote {file}"))
    except KeyboardInterrupt:
        return INTERRUPTED
    except ClfError as error:
        print(printable(str(error)), file=sys.stderr)
        return BAD_INPUT
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m clf_reports",
        description="Write the documents of an assessment. Its own file goes along inside of each.",
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", nargs="?", help="an assessment")
    parser.add_argument(
        "--blank",
        choices=[sheet.value for sheet in Sheet],
        help="in place of an assessment: "
        + "; ".join(f"{sheet.value}: {kind.purpose}" for sheet, kind in SHEETS.items()),
    )
    parser.add_argument(
        "--capability",
        metavar="ID",
        action="append",
        default=[],
        help="a capability that the sheet is for, several times for several (default: all)",
    )
    parser.add_argument("--large", action="store_true", help="the sheet in large print")
    parser.add_argument(
        "--layout",
        choices=[layout.value for layout in Layout],
        default=Layout.FULL.value,
        help="; ".join(f"{layout.value}: {kind.purpose}" for layout, kind in LAYOUTS.items()),
    )
    for ending, name in (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("html", "HTML")):
        parser.add_argument(f"--{ending}", metavar="OUT", help=f"write it as {name}")
    parser.add_argument(
        "--framework",
        type=Path,
        metavar="FILE",
        help=f"the framework (default: {FRAMEWORK_FILE} here, else the one that comes with this program)",
    )
    parser.add_argument("--voices", metavar="FILE", help="the service's survey and workshop")
    parser.add_argument("--earlier", metavar="FILE", help="an earlier assessment, to say what changed")
    parser.add_argument("--evidence-required", action="store_true", help="count only what has evidence")
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        default=None,
        metavar="YYYY-MM-DD",
        help="the day on which it is made, by which actions are overdue (default: today)",
    )
    add_rules(parser)
    return parser


def _blank(options: argparse.Namespace) -> Document:
    return blank(read_framework(options), Sheet(options.blank), options.capability, large=options.large)


def _material(options: argparse.Namespace) -> Material:
    framework = read_framework(options)
    rules = read_rules(options, framework)
    assessment = load_assessment(options.file, framework)
    earlier = load_assessment(options.earlier, framework) if options.earlier else None
    voices = load_voices(options.voices, framework) if options.voices else None
    if voices is not None:
        _check_service(voices, assessment, options.voices)
    return Material(
        framework=framework,
        assessment=assessment,
        day=options.day or date.today(),
        rules=rules,
        earlier=earlier,
        survey=_survey(voices, framework),
        workshops=_workshops(voices),
    )


def _check_service(voices: VoicesFile, assessment: Assessment, file: str) -> None:
    if (voices.organisation, voices.unit) != (assessment.organisation, assessment.unit):
        problem = "The voices are those of another service.", "Name the file of the assessment's own service."
        raise DataError([Problem(file, 0, *problem)])


def _survey(voices: VoicesFile | None, framework: Framework) -> SurveyHeard | None:
    found = voices.survey if voices else None
    if found is None:
        return None
    return SurveyHeard(found.title, published(found.survey, framework), found.closed_on)


def _workshops(voices: VoicesFile | None) -> tuple[WorkshopHeld, ...]:
    found = voices.workshop if voices else None
    return (WorkshopHeld(found.title, found.held_on, found.tallies, found.decisions),) if found else ()
