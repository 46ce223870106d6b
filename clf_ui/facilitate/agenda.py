"""What the room should talk about: read from its votes on a capability and from what is decided already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clf_model import Assessment, Framework, Rules
from clf_model.voices import Agenda, Decision, Tally, agenda, decided
from clf_store import Focus, Workshop

from .. import state
from ..shared.in_force import rules_in_force
from ..shared.loaders import Room, st_stored

EVERYBODY, NEARLY = 1.0, 0.8
AGREED_FROM = {EVERYBODY: "Everybody who knows says the same", NEARLY: "80 % agreement or more"}


def agreed_from() -> float:
    """From which agreement on something can be accepted without discussion."""
    chosen: float = state.value(state.AGREED_FROM) or EVERYBODY
    return chosen


def topic_agenda(room: Room, capability_id: str, agreed_from: float) -> Agenda:
    """The agenda of a capability: what is decided counts already for what decides a stage."""
    return _agenda(capability_id, agreed_from, _basis(room), room.workshop, room.tallies, room.decisions)


def next_in_focus(room: Room, capability_id: str, agreed_from: float, *, keep: bool = False) -> Focus:
    """The first of the agenda that is not decided; with `keep` only where none of its own is in focus yet."""
    basis = _basis(room)

    def chosen(workshop: Workshop, tallies: Sequence[Tally], decisions: Sequence[Decision]) -> str | None:
        topic = workshop.topic(capability_id)
        known = {one.indicator_id for one in decisions}
        if keep and topic and workshop.focus in set(topic.indicators) - known:
            return workshop.focus
        items = _agenda(capability_id, agreed_from, basis, workshop, tallies, decisions).discuss
        return next((item.indicator.id for item in items if item.indicator.id not in known), None)

    return chosen


def nothing_in_focus(*_: object) -> None:
    """The room talks about no single indicator."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What an agenda follows from beside its workshop."""

    framework: Framework
    assessment: Assessment
    rules: Rules


def _basis(room: Room) -> _Basis:
    assessment = st_stored(room.workshop.assessment_id).assessment
    return _Basis(room.framework, assessment, rules_in_force())


def _agenda(
    capability_id: str,
    agreed_from: float,
    basis: _Basis,
    workshop: Workshop,
    tallies: Sequence[Tally],
    decisions: Sequence[Decision],
) -> Agenda:
    so_far = basis.assessment.with_records(decided(basis.framework, basis.assessment, decisions))
    topic = workshop.topic(capability_id)
    known = topic.indicators if topic else ()
    asked = [tally for tally in tallies if tally.indicator_id in known]
    return agenda(basis.framework, so_far, asked, basis.rules, agreed_from=agreed_from)
