"""What a reveal would cut short: in the words that stand over it, and in those of the question before it."""

from __future__ import annotations

from collections.abc import Mapping

from clf_model import known, names
from clf_model.voices.tally import FEWEST_SHOWN
from clf_store import Pulse, Topic

from ..shared.loaders import Room, st_store
from ..wording import counted
from ..workshop.room_status import leader


def voted(room: Room, topic: Topic) -> Mapping[str, int]:
    """By indicator, on how many phones it has an answer in the present round."""
    return st_store().workshops.voted(room.workshop.id, leader(room.workshop.id), topic.capability_id)


def before_the_reveal(room: Room, pulse: Pulse, answers: Mapping[str, int]) -> str:
    """What a reveal would do now, in a line."""
    if not pulse.here:
        return "Nobody is here by phone. What you count of paper or raised hands is revealed all the same."
    if pulse.finished == pulse.here:
        said = "Everybody here has answered."
    elif pulse.started > pulse.finished:
        said = f"{counted(pulse.started - pulse.finished, 'phone')} under way."
    else:
        said = "Whoever has not answered is left out by a reveal."
    hidden = _hidden(room, answers)
    return f"{said} Revealed now, {hidden}" if hidden else said


def lost_by_revealing(room: Room, topic: Topic, pulse: Pulse, answers: Mapping[str, int]) -> tuple[str, ...]:
    """What a reveal would cut short or hide for good, in sentences; nothing where it can be done at once."""
    under_way = pulse.started - pulse.finished
    lost = []
    if under_way:
        lost.append(
            f"{counted(under_way, 'phone')} under way: what was answered counts, and nothing more can be "
            "answered."
        )
    if topic.round > 1 and pulse.here and not pulse.votes:
        lost.append("No phone has answered again, and the agenda goes by the last vote.")
    hidden = _hidden(room, answers) if pulse.finished < pulse.here else ""
    if hidden:
        lost.append(f"Revealed now, {hidden}")
    return tuple(lost)


def _hidden(room: Room, answers: Mapping[str, int]) -> str:
    """The indicators that have answers, and too few to be shown."""
    few = [id_ for id_, phones in answers.items() if 0 < phones < FEWEST_SHOWN]
    if not few:
        return ""
    stay = "stays" if len(few) == 1 else "stay"
    return f"{names(known(room.framework, few))} {stay} hidden for good: it takes {FEWEST_SHOWN} phones."
