"""Sheets to be filled in by hand, and the framework as a document to read: no assessment is in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from clf_model.assessment import Judgement
from clf_model.explanation import spoken
from clf_model.framework import Capability, Framework, Indicator, Perspective, Stage

from ..charts.votes import ANSWERS, MEANINGS, VOTES
from .document import BOX, Block, Bullets, Column, Document, Paragraph, Section, Table
from .layouts import Kind
from .parts.wording import JUDGED


class Sheet(StrEnum):
    """A kind of sheet."""

    CHECKLIST = "checklist"
    VOTING = "voting"
    SURVEY = "survey"
    FRAMEWORK = "framework"


SHEETS: Mapping[Sheet, Kind] = MappingProxyType(
    {
        Sheet.CHECKLIST: Kind(
            "Checklist",
            "Every indicator with room for its judgement and for what shows it",
            "checklist",
            "Checklist",
        ),
        Sheet.VOTING: Kind(
            "Voting sheet", "For who has no phone in a workshop", "voting-sheet", "Voting sheet"
        ),
        Sheet.SURVEY: Kind(
            "Worker survey", "For workers who answer on paper", "worker-survey", "Worker survey"
        ),
        Sheet.FRAMEWORK: Kind(
            "The framework", "Stages and indicators as a document to read", "framework", "The framework"
        ),
    }
)
_SERVICE = ("Service", "_" * 48)
_DAY = ("Date", "_" * 20)
_WHO = ("Filled in by", "_" * 48)
_JUDGED = (Judgement.MET, Judgement.PARTLY, Judgement.NOT_MET, Judgement.NOT_APPLICABLE)


def blank(
    framework: Framework, sheet: Sheet, capability_ids: Collection[str] = (), *, large: bool = False
) -> Document:
    """The sheet for these capabilities, by default for all; `large` is for large print.

    Raises `UnknownIdError` for a capability that the framework does not have.
    """
    for id_ in capability_ids:
        framework.capability(id_)
    wanted = [c for c in framework.capabilities if not capability_ids or c.id in capability_ids]
    facts, sections = {
        Sheet.CHECKLIST: _checklist,
        Sheet.VOTING: _voting,
        Sheet.SURVEY: _survey,
        Sheet.FRAMEWORK: _text,
    }[sheet](framework, wanted)
    return Document(
        title=SHEETS[sheet].title,
        service=framework.title,
        day=None,
        facts=facts,
        marks=(),
        sections=sections,
        contents=sheet is Sheet.FRAMEWORK,
        large=large,
    )


_Parts = tuple[tuple[tuple[str, str], ...], tuple[Section, ...]]


def _checklist(framework: Framework, wanted: list[Capability]) -> _Parts:
    columns = (
        Column("Id", 0.75),
        Column("Indicator", 3.6),
        *(Column(JUDGED[judgement], 0.8) for judgement in _JUDGED),
        Column("What shows it", 2.4),
    )

    def stage(capability: Capability, one: Stage) -> Iterator[Block]:
        for perspective, cell in _cells(framework, capability, one):
            rows = tuple((i.id, i.text, *(BOX for _ in _JUDGED), None) for i in cell)
            yield Table("checklist", perspective.lead, columns, rows, form=True)

    how = Paragraph(
        "Put one cross in each row. A stage is reached when all of its indicators that apply are met, and "
        "those of every stage before it."
    )
    return (_SERVICE, _DAY, _WHO), _by_capability(framework, wanted, stage, how)


def _voting(framework: Framework, wanted: list[Capability]) -> _Parts:
    columns = (Column("Id"), Column("Indicator", 4), *(Column(word, 0.8) for word in VOTES.values()))

    def stage(capability: Capability, one: Stage) -> Iterator[Block]:
        for perspective, cell in _cells(framework, capability, one):
            if perspective is Perspective.ORGANISATION or not framework.has_perspective(
                Perspective.ORGANISATION
            ):
                yield _spoken("voting", "Is it so?", columns, cell, len(VOTES))

    how = Paragraph(
        "Put one cross in each row. Do not write your name: only the numbers of crosses are kept. "
        + ". ".join(f"{word}: {MEANINGS[vote]}" for vote, word in VOTES.items())
        + "."
    )
    return (), _by_capability(framework, wanted, stage, how)


def _survey(framework: Framework, wanted: list[Capability]) -> _Parts:
    columns = (
        Column("Id"),
        Column("Statement", 3.2),
        *(Column(word, 0.85) for word in ANSWERS.values()),
    )

    def stage(capability: Capability, one: Stage) -> Iterator[Block]:
        cell = framework.cell(capability.id, one.id, Perspective.WORKER)
        if cell:
            yield _spoken("survey", "How far do you agree?", columns, cell, len(ANSWERS))

    how = Paragraph(
        "Put one cross in each row. Do not write your name. Only whoever adds the sheets up sees them, and "
        "figures about fewer than five people are shown to nobody."
    )
    return (), _by_capability(framework, wanted, stage, how)


def _text(framework: Framework, wanted: list[Capability]) -> _Parts:
    meanings = Section(
        "stages",
        "What the stages mean",
        tuple(Paragraph(stage.descriptor, stage.name) for stage in framework.stages),
    )

    def stage(capability: Capability, one: Stage) -> Iterator[Block]:
        for perspective, cell in _cells(framework, capability, one):
            yield Bullets(tuple(f"{i.id} {i.text}" for i in cell), perspective.lead)

    return (("Source", framework.source),), (meanings, *_by_capability(framework, wanted, stage, None))


def _by_capability(
    framework: Framework,
    wanted: list[Capability],
    blocks: Callable[[Capability, Stage], Iterator[Block]],
    how: Paragraph | None,
) -> tuple[Section, ...]:
    """A page or more for each capability; one for which the sheet asks nothing is left out."""
    made: list[Section] = []
    for capability in wanted:
        stages = [(stage, tuple(blocks(capability, stage))) for stage in framework.stages]
        asked = [(stage, found) for stage, found in stages if found]
        if not asked:
            continue
        first = (how,) if how else (Paragraph(capability.statement),)
        sections = tuple(Section(f"{capability.id}-{stage.id}", stage.name, found) for stage, found in asked)
        made.append(Section(capability.id, capability.name, first, sections, new_page=bool(made and how)))
    return tuple(made)


def _cells(
    framework: Framework, capability: Capability, stage: Stage
) -> Iterator[tuple[Perspective, tuple[Indicator, ...]]]:
    for perspective in Perspective:
        cell = framework.cell(capability.id, stage.id, perspective)
        if cell:
            yield perspective, tuple(cell)


def _spoken(
    kind: str, caption: str, columns: tuple[Column, ...], cell: Collection[Indicator], boxes: int
) -> Table:
    rows = tuple((i.id, spoken(i), *(BOX for _ in range(boxes))) for i in cell)
    return Table(kind, caption, columns, rows, form=True)
