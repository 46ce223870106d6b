"""What a facilitator does, as callbacks. The store asks each for the facilitator's secret."""

from __future__ import annotations

from datetime import timedelta

from clf_model import Evidence, Perspective, Voice, known, names
from clf_model.voices import Decision
from clf_store import Phase, Workshops

from .. import state
from ..clock import now, today_here
from ..shared import quick_taps, visitor
from ..shared.callbacks import told
from ..shared.far_reaching import CLOSE_WORKSHOP, REVEAL, question
from ..shared.loaders import by, framework_of, st_room, st_store
from ..shared.naming import name_of
from ..wording import counted, judgement_word
from ..workshop.room_status import leader
from . import unsaved
from .agenda import next_in_focus, nothing_in_focus, topic_agenda
from .count_commands import enter_typed, enter_unsaved
from .fields import field
from .under_way import lost_by_revealing, voted

OPEN_HOURS = 12
CLOCK = "clock"  # the key of what holds the settings of the clock
QUICK_CLICKS = "Two quick clicks: the first is saved, the second was not counted."
DECISION_PARTS = ("judgement", "reason", "dissent", "note", "source", "voice")


def _workshops() -> Workshops:
    return st_store().workshops


@told
@quick_taps.once
def open_workshop(assessment_id: int) -> None:
    """Open a workshop on the capabilities chosen in the form."""
    perspectives = [Perspective.ORGANISATION]
    if state.value(field("workers", assessment_id)):
        perspectives.append(Perspective.WORKER)
    at = now()
    _workshops().close_abandoned(at=at)
    opened = _workshops().open(
        assessment_id,
        framework_of(assessment_id),
        state.value(field("capabilities", assessment_id)) or [],
        title=(state.value(field("title", assessment_id)) or "").strip() or "Workshop",
        expires_at=at + timedelta(hours=OPEN_HOURS),
        at=at,
        perspectives=perspectives,
        facilitator=visitor.facilitator(),
    )
    state.put(state.WORKSHOP, opened.workshop_id)
    state.forget(state.LEAD)  # it led another one
    state.write_address()


@told
def renew_door(workshop_id: int) -> None:
    """A new code; who is in stays in."""
    _workshops().renew_door(
        workshop_id,
        leader(workshop_id),
        expires_at=now() + timedelta(hours=OPEN_HOURS),
        by=by(state.browser()),
    )


@told
def judge(workshop_id: int, capability_id: str) -> None:
    """Let people judge a capability."""
    if _is(workshop_id, capability_id, Phase.JUDGING):
        return
    _workshops().judge(workshop_id, leader(workshop_id), capability_id, focus=nothing_in_focus)


@told
def reveal(workshop_id: int, capability_id: str, agreed_from: float, *, is_sure: bool = False) -> None:
    """End the round, and take what the room should talk about first into focus.

    Phones may have begun since the button was drawn: then it asks after all, unless somebody `is_sure`.
    """
    if _is(workshop_id, capability_id, Phase.REVEALED):
        return
    if not is_sure and _cuts_short(workshop_id, capability_id):
        state.put(question(REVEAL), True)
        return
    enter_unsaved(workshop_id, capability_id)
    focus = next_in_focus(st_room(workshop_id), capability_id, agreed_from, keep=True)
    _workshops().reveal(workshop_id, leader(workshop_id), capability_id, by=by(state.browser()), focus=focus)


def _is(workshop_id: int, capability_id: str, phase: Phase) -> bool:
    """Whether a capability is where a click would bring it: the second of two clicks has nothing to do."""
    topic = st_room(workshop_id).workshop.topic(capability_id)
    return topic is not None and topic.phase is phase


def _cuts_short(workshop_id: int, capability_id: str) -> bool:
    room = st_room(workshop_id)
    topic = room.workshop.topic(capability_id)
    if topic is None or topic.phase is not Phase.JUDGING:
        return False
    pulse = _workshops().pulse(workshop_id, capability_id)
    return bool(lost_by_revealing(room, topic, pulse, voted(room, topic)))


@told
def vote_again(workshop_id: int, capability_id: str, indicators: tuple[str, ...]) -> None:
    """Another vote on these indicators; the one before stays."""
    if _is(workshop_id, capability_id, Phase.JUDGING):
        return
    enter_unsaved(workshop_id, capability_id)
    _workshops().vote_again(
        workshop_id, leader(workshop_id), capability_id, indicators, by=by(state.browser())
    )


@told
def agree(workshop_id: int, capability_id: str) -> None:
    """This capability is finished: on to the next one that is not."""
    if _is(workshop_id, capability_id, Phase.AGREED):
        return
    enter_unsaved(workshop_id, capability_id)
    _workshops().agree(workshop_id, leader(workshop_id), capability_id)
    topics = st_room(workshop_id).workshop.topics
    following = [topic.capability_id for topic in topics if topic.phase is Phase.WAITING]
    if following:
        state.put(state.CAPABILITY, following[0])
        state.write_address()
    unsaved.say(workshop_id)


@told
def take_in_hand(workshop_id: int, agreed_from: float) -> None:
    """Another capability was chosen: the wall follows, and leaves the indicator of the one before."""
    state.write_address()
    workshop = st_room(workshop_id).workshop
    topic = workshop.topic(state.value(state.CAPABILITY))
    if topic is None or workshop.focus in topic.indicators:
        return
    if topic.phase is Phase.REVEALED:
        room = st_room(workshop_id)
        focus = next_in_focus(room, topic.capability_id, agreed_from)
        _put_focus(workshop_id, focus(workshop, room.tallies, room.decisions))
    else:
        _put_focus(workshop_id, None)
    unsaved.say(workshop_id)


@told
def back_to(workshop_id: int, indicator_id: str) -> None:
    """What is typed about an indicator and not saved is seen to before the workshop is closed."""
    state.put(question(CLOSE_WORKSHOP), False)
    state.put(state.CAPABILITY, st_room(workshop_id).framework.indicator(indicator_id).capability_id)
    state.write_address()
    _put_focus(workshop_id, indicator_id)


@told
def focus(workshop_id: int, name: str) -> None:
    """An indicator was chosen from the agenda. Words of an earlier agenda name none, and are ignored."""
    chosen = state.value(name)
    if any(chosen in topic.indicators for topic in st_room(workshop_id).workshop.topics):
        _put_focus(workshop_id, chosen)


@told
def accept_all(workshop_id: int, capability_id: str, agreed_from: float) -> None:
    """Take over what the room agrees on without discussion."""
    room = st_room(workshop_id)
    accepted = topic_agenda(room, capability_id, agreed_from).accepted()
    known = {one.indicator_id for one in room.decisions}
    new = [decision for decision in accepted if decision.indicator_id not in known]
    focus = next_in_focus(room, capability_id, agreed_from, keep=True)
    _workshops().decide(workshop_id, leader(workshop_id), *new, by=by(state.browser()), focus=focus)
    state.notify(f"{counted(len(new), 'judgement')} decided")


@told
def decide(workshop_id: int, capability_id: str, indicator_id: str, agreed_from: float) -> None:
    """Keep what the group decided with reason, dissent and evidence, and go on to the next indicator."""
    if quick_taps.is_second():
        state.refused.put(field("problem", workshop_id, indicator_id), QUICK_CLICKS)
        return
    fields = {part: state.value(field(part, workshop_id, indicator_id)) for part in DECISION_PARTS}
    problem = field("problem", workshop_id, indicator_id)
    if fields["judgement"] is None:
        state.refused.put(problem, "Choose what the group decides on; then it is saved.")
        return
    state.refused.put(problem, None)
    earlier = next((d for d in st_room(workshop_id).decisions if d.indicator_id == indicator_id), None)
    evidence = earlier.evidence if earlier else state.taken_back.get((workshop_id, indicator_id)) or ()
    if (fields["note"] or "").strip():
        named = _named(fields["note"], fields["source"], fields["voice"])
        evidence = evidence if named in evidence else (*evidence, named)
    _workshops().decide(
        workshop_id,
        leader(workshop_id),
        Decision(indicator_id, fields["judgement"], fields["reason"], fields["dissent"], evidence),
        focus=next_in_focus(st_room(workshop_id), capability_id, agreed_from),
    )
    state.taken_back.put((workshop_id, indicator_id), None)
    for part in ("note", "source", "voice"):
        state.forget(field(part, workshop_id, indicator_id))
    quick_taps.went_on()
    state.notify(f"{_name(workshop_id, indicator_id)} {judgement_word(fields['judgement'])} saved")


def _name(workshop_id: int, indicator_id: str) -> str:
    return name_of(st_room(workshop_id).framework, indicator_id)


def _named(note: str, source: str | None, voice: Voice | None) -> Evidence:
    return Evidence(note.strip(), (source or "").strip() or None, today_here(), voice)


@told
def undecide(workshop_id: int, indicator_id: str) -> None:
    """Take a decision back; what was said stays in the fields, and the evidence for the next decision."""
    earlier = next((d for d in st_room(workshop_id).decisions if d.indicator_id == indicator_id), None)
    _workshops().undecide(workshop_id, leader(workshop_id), indicator_id)
    if earlier:
        state.taken_back.put((workshop_id, indicator_id), earlier.evidence)
        state.notify(f"{_name(workshop_id, indicator_id)} {judgement_word(earlier.judgement)} taken back")


@told
def start_clock(workshop_id: int) -> None:
    """Start the time for the discussion."""
    minutes = float(state.value(field("minutes", workshop_id)))
    _workshops().steer(
        workshop_id,
        leader(workshop_id),
        ends_at=now() + timedelta(minutes=minutes),
        minutes_each=float(state.value(field("each", workshop_id))),
        timed_from=now(),
        timed_decided=len(st_room(workshop_id).decisions),
    )
    state.put(CLOCK, False)  # they are closed


@told
def stop_clock(workshop_id: int) -> None:
    """No clock any more."""
    _workshops().steer(workshop_id, leader(workshop_id), ends_at=None)


@told
def close(workshop_id: int, *, apply: bool) -> None:
    """End the workshop: what was decided goes into the assessment as one change, which can be undone."""
    if st_room(workshop_id).workshop.closed:
        return
    for topic in st_room(workshop_id).workshop.topics:
        enter_typed(workshop_id, topic)
    change = _workshops().close(
        workshop_id,
        leader(workshop_id),
        st_room(workshop_id).framework,
        who=state.browser(),
        at=now(),
        apply=apply,
    )
    state.put(state.WORKSHOP, workshop_id)
    state.write_address()
    written = counted(len(change.records), "judgement") if change else "nothing"
    state.notify(f"Workshop closed, {written} written")


@told
def write(workshop_id: int) -> None:
    """Write what was decided in a workshop that was closed without."""
    framework = st_room(workshop_id).framework
    found = _workshops().write(workshop_id, leader(workshop_id), framework, who=state.browser(), at=now())
    written = counted(len(found.change.records), "judgement") if found.change else "Nothing more"
    left = names(known(framework, found.left))
    left_out = f"; left out, as somebody judged otherwise since: {left}" if left else ""
    state.notify(f"{written} written{left_out}", is_problem=bool(found.left))


def _put_focus(workshop_id: int, indicator_id: str | None) -> None:
    """Every change makes all screens draw anew, so none is made that changes nothing."""
    if st_room(workshop_id).workshop.focus != indicator_id:
        _workshops().steer(workshop_id, leader(workshop_id), focus=indicator_id)
