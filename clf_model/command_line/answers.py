"""The command that reads survey answers as other tools write them: `answers`."""

from __future__ import annotations

import argparse

from ..answers import Choices, parse_scale, read_answers
from ..answers.output import answers_form, answers_lines
from ..voices import Survey, published
from .input import read_framework
from .json_output import as_json
from .planning import Command, NoAnswerError
from .text_output import joined, printable


class OpenQuestionsError(NoAnswerError):
    """A person has to say something before the answers can be read."""


def add_answers(command: Command) -> None:
    """Add the command with its options."""
    added = command(
        "answers", _answers, "Read survey answers as other tools write them, and show what may be shown"
    )
    added.add_argument("file", metavar="FILE", help="CSV or another text file with separators, or .xlsx")
    added.add_argument("--sheet", metavar="NAME", help="the workbook's sheet with the answers")
    added.add_argument("--heading-row", type=int, metavar="N", help="the row with the headings, from 1")
    added.add_argument(
        "--scale",
        metavar="LOW-HIGH",
        help="for numbers: the one that disagrees most and the one that agrees most, such as 1-5 or 5-1",
    )
    added.add_argument("--json", action="store_true", help="print JSON")


def _answers(options: argparse.Namespace) -> str:
    from ..table_files import read_table_file  # its libraries take a while to load

    framework = read_framework(options)
    scale = parse_scale(options.scale) if options.scale is not None else None
    choices = Choices(sheet=options.sheet, heading_row=options.heading_row, scale=scale)
    reading = read_answers(read_table_file(options.file), framework, choices)
    survey = Survey(reading.answers, closed=True, asked=reading.statements)
    results = published(survey, framework)
    if options.json:
        text = as_json(answers_form(reading, results))
    else:
        text = printable(joined(answers_lines(reading, results)))
    if reading.questions:
        print(text, end="", flush=True)
        raise OpenQuestionsError("\n".join(question.about for question in reading.questions))
    return text
