"""Bytes to text that a YAML parser may see, and the parser's complaints in plain words."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import NamedTuple

import yaml

from ..errors import DataError, Problem
from ..text import unprintable

_LINES_SHOWN = 20

CONTROL_CHARACTER = (
    "There is an invisible control character here, which a text file cannot carry.",
    "Delete it; retype the words around it if you cannot see it.",
)
UNREADABLE = (
    "The file cannot be read from here on.",
    "Look at this line and the one above it: indent with spaces, close every quotation mark and bracket, "
    "and put text that has ': ' or ' #' in it in quotes.",
)


def read_bytes(path: str | Path, *, max_bytes: int) -> bytes:
    """The bytes of a file, at most one more than `max_bytes`, so that a reader sees that there are too many.

    Raises `DataError` where the file cannot be opened.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(max_bytes + 1)
    except FileNotFoundError:
        what, remedy = "There is no such file.", "Check the name and the folder."
    except IsADirectoryError:
        what, remedy = "This is a folder, not a file.", "Name a file in it."
    except PermissionError:
        what, remedy = "The file may not be opened.", "Ask its owner for the right to read it."
    except (OSError, ValueError) as error:
        what, remedy = f"The file cannot be opened ({error}).", "Check the name, or copy the file elsewhere."
    raise DataError([Problem(str(path), 0, what, remedy)])


def decode(data: bytes, file: str, max_bytes: int) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file in UTF-8, with or without a byte order mark; or None and the problems."""

    def refuse(index: int | None, message: str, remedy: str) -> tuple[None, tuple[Problem, ...]]:
        line = 0 if index is None else data.count(b"\n", 0, index) + 1
        return None, (Problem(file, line, message, remedy),)

    if len(data) > max_bytes:
        message = f"The file is larger than {max_bytes / 2**20:g} MiB."
        return refuse(None, message, "Check that it is the right file, or divide it.")
    if b"\0" in data:
        remedy = "Choose a YAML file, or save this one again as plain text with the encoding UTF-8."
        return refuse(data.index(b"\0"), "This is not a plain text file.", remedy)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        remedy = "Save the file again with the encoding UTF-8; if it is not a text file, choose another one."
        return refuse(error.start, "A character here is not UTF-8.", remedy)
    bad = (number for number, line in enumerate(text.split("\n"), 1) if unprintable(line))
    problems = tuple(Problem(file, number, *CONTROL_CHARACTER) for number in islice(bad, _LINES_SHOWN))
    return (None if problems else text), problems


class _Complaint(NamedTuple):
    """Part of what libyaml or PyYAML says, whether its context is the better line, and our words."""

    words: str
    at_context: bool
    message: str
    remedy: str


_COMPLAINTS = (
    _Complaint(
        "unexpected end of stream", True, "A quotation mark that opens here is never closed.", "Close it."
    ),
    _Complaint(
        "expected ',' or", True, "A bracket that opens here is not closed where it should be.", "Close it."
    ),
    _Complaint(
        "expected ':'",
        True,
        "A colon is missing after this word.",
        "Write 'key: value'; if this belongs to the line above, indent it further than that line.",
    ),
    _Complaint(
        "mapping values are not allowed",
        False,
        "There is a second colon in this line, or the line is indented too far.",
        "Put the text after the first colon in quotes, or correct the spaces at the start of the line.",
    ),
    _Complaint(
        "cannot start any token",
        False,
        "A tab or one of the characters @ ` % stands where text begins.",
        "Indent with spaces instead of tabs, and put text that begins with @ ` or % in quotes.",
    ),
    _Complaint(
        "tab character", False, "This line is indented with a tab.", "Indent with spaces instead of tabs."
    ),
    _Complaint(
        "unknown escape character",
        False,
        "A backslash in double quotes stands before a character that it does not go with.",
        "Write two backslashes for one, or use single quotes.",
    ),
    _Complaint(
        "expected <block end>",
        False,
        "This line does not fit the lines above it.",
        "Begin it with as many spaces as the lines that it belongs with; close quotation marks above it.",
    ),
)
_SAME_IN_LIBYAML = {"expected key": "expected <block end>", "expected '-' indicator": "expected <block end>"}


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """A parser's error about a text in plain words."""
    said = error.problem or ""
    for theirs, ours in _SAME_IN_LIBYAML.items():
        said = said.replace(theirs, ours)
    last = len(text.splitlines())  # libyaml counts on past the end
    here = min(error.problem_mark.line + 1, last) if error.problem_mark else last
    for complaint in _COMPLAINTS:
        if complaint.words in said:
            if complaint.at_context and error.context_mark:
                here = error.context_mark.line + 1
            return Problem(file, here, complaint.message, complaint.remedy)
    return Problem(file, here, *UNREADABLE)
