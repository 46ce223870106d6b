"""Checking framework, assessment and voices files of any number, and saying what the good ones hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..assessment import Assessment
from ..errors import DataError, Problem
from ..files.assessment import MAX_BYTES, FileKind, kind_of, parse_assessment
from ..files.framework import parse_framework
from ..files.yaml_reader import read_tree
from ..files.yaml_text import read_bytes
from ..framework import Framework
from ..text import join
from ..voices.voices_file import VoicesFile, parse_voices


def check_files(
    files: Iterable[str], load: Callable[[], Framework]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """A sentence on each good file, and every problem of the others.

    `load` gives the framework that assessments and voices are checked against; it is called only where there
    are some, and where it fails its problems are among the answer's.
    """
    checked = _Against(load)
    good: list[str] = []
    problems: list[Problem] = []
    for file in files:
        try:
            good.append(_check(file, checked))
        except DataError as error:
            problems += error.problems
    return tuple(good), tuple(dict.fromkeys(problems))


class _Against:
    """The framework to check against, loaded when first asked for."""

    def __init__(self, load: Callable[[], Framework]) -> None:
        self._load = load
        self._framework: Framework | None = None

    def framework(self) -> Framework:
        if self._framework is None:
            self._framework = self._load()
        return self._framework


def _check(file: str, against: _Against) -> str:
    data = read_bytes(file, max_bytes=MAX_BYTES)
    kind = kind_of(data)
    if kind is FileKind.FRAMEWORK:
        framework, problems = parse_framework(data, file)
        if framework:
            return f"{file} is a valid framework: {_contents(framework)}."
    elif kind is FileKind.ASSESSMENT:
        expected = against.framework()
        assessment, problems = parse_assessment(data, file, expected)
        if assessment:
            return f"{file} is a valid assessment: {_judged(assessment, expected)}."
    elif kind is FileKind.VOICES:
        expected = against.framework()
        voices, problems = parse_voices(data, file, expected)
        if voices:
            return f"{file} is a valid voices file: {_said(voices, expected)}."
    else:
        _, problems = read_tree(data, file, max_bytes=MAX_BYTES)
        problems = problems or (_neither(file),)
    raise DataError(problems)


def _neither(file: str) -> Problem:
    return Problem(
        file,
        0,
        "This is neither a framework nor an assessment nor a voices file.",
        "A framework has 'stages:' and 'capabilities:', an assessment 'framework:' and 'judgements:', "
        "a voices file 'framework:' and 'survey:' or 'workshop:'.",
    )


def _contents(framework: Framework) -> str:
    indicators = len(tuple(framework.indicators))
    return (
        f"{_counted(len(framework.capabilities), 'capability', 'capabilities')}, "
        f"{_counted(len(framework.stages), 'stage', 'stages')}, "
        f"{_counted(indicators, 'indicator', 'indicators')}"
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _judged(assessment: Assessment, framework: Framework) -> str:
    judged = sum(record.judgement is not None for _, record in assessment)
    indicators = len(tuple(framework.indicators))
    return f"{judged} of {indicators} indicators judged, {_against(framework)}"


def _said(voices: VoicesFile, framework: Framework) -> str:
    parts = []
    if voices.survey:
        parts.append(f"a survey with {_counted(len(voices.survey.responses), 'response', 'responses')}")
    if voices.workshop:
        asked = len({tally.indicator_id for tally in voices.workshop.tallies})
        parts.append(f"a workshop with votes on {_counted(asked, 'indicator', 'indicators')}")
    return f"{join(parts)}, {_against(framework)}"


def _against(framework: Framework) -> str:
    return f"against framework {framework.id} ({framework.edition})"
