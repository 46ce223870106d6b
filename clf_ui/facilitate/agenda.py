"""What the room should talk about: read from its votes on a capability and from what is decided already."""

from __future__ import annotations

from clf_model.voices import Agenda, agenda, decided

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
    framework = room.framework
    assessment = st_stored(room.workshop.assessment_id).assessment
    so_far = assessment.with_records(decided(framework, assessment, room.decisions))
    topic = room.workshop.topic(capability_id)
    known = topic.indicators if topic else ()
    tallies = [tally for tally in room.tallies if tally.indicator_id in known]
    return agenda(framework, so_far, tallies, rules_in_force(), agreed_from=agreed_from)
