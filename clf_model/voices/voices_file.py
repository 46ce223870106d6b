"""Voices files: the answers to a worker survey and the votes and decisions of a workshop, for one service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..assessment import Evidence, Judgement, Voice
from ..errors import DataError, Problem, RecordError
from ..files.findings import Findings
from ..files.shape_check import Place, check
from ..files.yaml_reader import read_tree
from ..files.yaml_text import read_bytes
from ..framework import Framework
from .decision import Decision
from .publication import Survey
from .survey import Answer, Response
from .tally import Tally, VoteCounts
from .voices_shape import voices_shape
from .vote import Role

MAX_BYTES = 8 * 2**20
"""The largest voices file, in bytes."""

_MOST_VOTES = 10_000  # of one kind, on one indicator


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A worker survey as a file has it; it is open while it has no day of closing.

    `asked` has the ids of the statements in it; None for all worker statements.
    """

    title: str
    responses: tuple[Response, ...]
    asked: tuple[str, ...] | None = None
    opened_on: date | None = None
    closed_on: date | None = None

    @property
    def survey(self) -> Survey:
        """The survey, sealed."""
        return Survey(self.responses, closed=self.closed_on is not None, asked=self.asked)


@dataclass(frozen=True, slots=True)
class WorkshopFile:
    """A workshop as a file has it: counts of votes per indicator and round, and what was decided."""

    title: str
    held_on: date
    tallies: tuple[Tally, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class VoicesFile:
    """What people of one service said."""

    framework_id: str
    organisation: str
    unit: str | None = None
    fictional: bool = False
    survey: SurveyFile | None = None
    workshop: WorkshopFile | None = None


def load_voices(path: str | Path, framework: Framework) -> VoicesFile:
    """The voices in a file. Raises `DataError` with every problem of the file."""
    voices, problems = parse_voices(read_bytes(path, max_bytes=MAX_BYTES), str(path), framework)
    if voices is None:
        raise DataError(problems)
    return voices


def parse_voices(
    data: bytes, file: str, framework: Framework
) -> tuple[VoicesFile | None, tuple[Problem, ...]]:
    """The voices in the bytes of a file, or None and every problem by line; `file` names it in these."""
    tree, problems = read_tree(data, file, max_bytes=MAX_BYTES)
    if tree is None:
        return None, problems
    checked = check(tree, voices_shape(framework), file)
    problems += checked.problems
    if not problems:
        findings = Findings(file)
        for place, message, remedy in _whole(checked.value):
            findings.add(checked.lines[place], message, remedy)
        problems = findings.problems
    if problems:
        return None, tuple(sorted(problems, key=lambda problem: problem.line))
    return _voices(checked.value), ()


def _whole(value: dict[str, Any]) -> Iterator[tuple[Place, str, str]]:
    """What is wrong with values that have the right shape: the place, what it is, what to do."""
    survey, workshop = value.get("survey", {}), value.get("workshop", {})
    if not survey and not workshop:
        yield (), "The file has neither a survey nor a workshop.", "Add 'survey:' or 'workshop:'."
    opened, closed = survey.get("opened_on"), survey.get("closed_on")
    if opened and closed and closed < opened:
        yield ("survey", "closed_on"), "The survey closes before it opens.", "Correct one of the two days."
    asked = survey.get("asked")
    for number, response in enumerate(survey.get("responses", ())):
        for id_ in response["answers"]:
            if asked is not None and id_ not in asked:
                place = ("survey", "responses", number, "answers", id_)
                yield place, f"{id_} is not among the statements asked.", "Add it to 'asked:', or delete it."
    for id_, rounds in workshop.get("votes", {}).items():
        for number, sources in enumerate(rounds):
            for source, counts in sources.items():
                for vote, count in counts.items():
                    if not (count.is_integer() and count <= _MOST_VOTES):
                        message = f"'{vote}' is {count:g}, which is not a number of people."
                        remedy = f"Write a whole number of 0 to {_MOST_VOTES}."
                        yield ("workshop", "votes", id_, number, source, vote), message, remedy
    for id_, decision in workshop.get("decisions", {}).items():
        try:
            _decision(id_, decision)
        except RecordError as error:
            yield ("workshop", "decisions", id_), "The decision is incomplete.", str(error)


def _voices(value: dict[str, Any]) -> VoicesFile:
    survey, workshop = value.get("survey"), value.get("workshop")
    return VoicesFile(
        framework_id=value["framework"],
        organisation=value["organisation"],
        unit=value.get("unit"),
        fictional=value.get("fictional", False),
        survey=survey and _survey(survey),
        workshop=workshop
        and WorkshopFile(
            title=workshop["title"],
            held_on=workshop["held_on"],
            tallies=tuple(_tallies(workshop["votes"])),
            decisions=tuple(_decision(id_, d) for id_, d in workshop.get("decisions", {}).items()),
        ),
    )


def _survey(value: dict[str, Any]) -> SurveyFile:
    asked = tuple(value["asked"]) if "asked" in value else None
    return SurveyFile(**{**value, "responses": tuple(_responses(value["responses"])), "asked": asked})


def _responses(entries: Iterable[dict[str, Any]]) -> Iterator[Response]:
    for entry in entries:
        answers = {id_: Answer(word) for id_, word in entry["answers"].items()}
        yield Response(answers, Role(entry["role"]) if "role" in entry else None)


def _tallies(votes: dict[str, list[dict[str, dict[str, float]]]]) -> Iterator[Tally]:
    for id_, rounds in votes.items():
        for number, sources in enumerate(rounds, 1):
            counts = {
                source: VoteCounts(**{vote: int(count) for vote, count in given.items()})
                for source, given in sources.items()
            }
            yield Tally(id_, number, **counts)


def _decision(id_: str, value: dict[str, Any]) -> Decision:
    evidence = tuple(
        Evidence(**{**entry, "voice": Voice(entry["voice"]) if "voice" in entry else None})
        for entry in value.get("evidence", ())
    )
    return Decision(id_, **{**value, "judgement": Judgement(value["judgement"]), "evidence": evidence})
