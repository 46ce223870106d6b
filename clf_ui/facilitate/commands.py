"""What a facilitator does, as callbacks. The store asks each for the facilitator's secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from clf_model import Evidence, Perspective, Voice, join, known, names
from clf_model.voices import Decision, Vote, VoteCounts
from clf_store import Phase, Topic, Workshops

from .. import quick_taps, state, visitor
from ..actions import told
from ..loaders import now, st_framework, st_room, st_store
from ..naming import name_here
from ..rooms import leader
from ..wording import counted, judgement_word
from .agenda import topic_agenda

OPEN_HOURS = 12
QUICK_CLICKS = "Two quick clicks: the first is saved, the second was not counted."
DECISION_PARTS = ("judgement", "reason", "dissent", "note", "source", "voice")

FieldName = Callable[[str], str]


def field(part: str, *of: object) -> str:
    """The key of a facilitator's field."""
    return state.key("facilitate", part, *of)


def _workshops() -> Workshops:
    return st_store().workshops


@told
def open_workshop(assessment_id: int) -> None:
    """Open a workshop on the capabilities chosen in the form."""
    perspectives = [Perspective.ORGANISATION]
    if state.value(field("workers", assessment_id)):
        perspectives.append(Perspective.WORKER)
    at = now()
    _workshops().close_abandoned(at=at)
    opened = _workshops().open(
        assessment_id,
        st_framework(),
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
    _workshops().renew_door(workshop_id, leader(workshop_id), expires_at=now() + timedelta(hours=OPEN_HOURS))


@told
def judge(workshop_id: int, capability_id: str) -> None:
    """Let people judge a capability."""
    _workshops().judge(workshop_id, leader(workshop_id), capability_id)
    _put_focus(workshop_id, None)


@told
def reveal(workshop_id: int, capability_id: str, agreed_from: float) -> None:
    """End the round, and take what the room should talk about first into focus."""
    _enter_unsaved(workshop_id, capability_id)
    _workshops().reveal(workshop_id, leader(workshop_id), capability_id)
    _focus_next(workshop_id, capability_id, agreed_from, keep=True)


@told
def vote_again(workshop_id: int, capability_id: str, indicators: tuple[str, ...]) -> None:
    """Another vote on these indicators; the one before stays."""
    _enter_unsaved(workshop_id, capability_id)
    _workshops().vote_again(workshop_id, leader(workshop_id), capability_id, indicators)


@told
def agree(workshop_id: int, capability_id: str) -> None:
    """This capability is done: on to the next one that is not."""
    _enter_unsaved(workshop_id, capability_id)
    _workshops().agree(workshop_id, leader(workshop_id), capability_id)
    topics = st_room(workshop_id).workshop.topics
    following = [topic.capability_id for topic in topics if topic.phase is Phase.WAITING]
    if following:
        state.put(state.CAPABILITY, following[0])
        state.write_address()


@told
def focus(workshop_id: int, name: str) -> None:
    """An indicator was chosen from the agenda. Words of an earlier agenda name none, and are ignored."""
    chosen = state.value(name)
    if any(chosen in topic.indicators for topic in st_room(workshop_id).workshop.topics):
        _put_focus(workshop_id, chosen)


@told
def accept_all(workshop_id: int, capability_id: str, agreed_from: float) -> None:
    """Take over what the room agrees on without discussion."""
    accepted = topic_agenda(st_room(workshop_id), capability_id, agreed_from).accepted()
    known = {one.indicator_id for one in st_room(workshop_id).decisions}
    new = [decision for decision in accepted if decision.indicator_id not in known]
    _workshops().decide(workshop_id, leader(workshop_id), *new)
    _focus_next(workshop_id, capability_id, agreed_from, keep=True)
    state.notify(f"{counted(len(new), 'judgement')} accepted")


@told
def decide(workshop_id: int, capability_id: str, indicator_id: str, agreed_from: float) -> None:
    """Keep what the group agreed on with reason, dissent and evidence, and go on to the next indicator."""
    if quick_taps.is_second():
        state.refused.put(field("problem", workshop_id, indicator_id), QUICK_CLICKS)
        return
    fields = {part: state.value(field(part, workshop_id, indicator_id)) for part in DECISION_PARTS}
    problem = field("problem", workshop_id, indicator_id)
    if fields["judgement"] is None:
        state.refused.put(problem, "Choose what the group agreed on; then it is saved.")
        return
    state.refused.put(problem, None)
    earlier = next((d for d in st_room(workshop_id).decisions if d.indicator_id == indicator_id), None)
    evidence = earlier.evidence if earlier else state.taken_back.get((workshop_id, indicator_id)) or ()
    if (fields["note"] or "").strip():
        evidence = (*evidence, _named(fields["note"], fields["source"], fields["voice"]))
    _workshops().decide(
        workshop_id,
        leader(workshop_id),
        Decision(indicator_id, fields["judgement"], fields["reason"], fields["dissent"], evidence),
    )
    state.taken_back.put((workshop_id, indicator_id), None)
    for part in ("note", "source", "voice"):
        state.forget(field(part, workshop_id, indicator_id))
    _focus_next(workshop_id, capability_id, agreed_from)
    quick_taps.went_on()
    state.notify(f"{name_here(indicator_id)} {judgement_word(fields['judgement'])} saved")


def _named(note: str, source: str | None, voice: Voice | None) -> Evidence:
    return Evidence(note.strip(), (source or "").strip() or None, now().date(), voice)


@told
def undecide(workshop_id: int, indicator_id: str) -> None:
    """Take a decision back; what was said stays in the fields, and the evidence for the next decision."""
    earlier = next((d for d in st_room(workshop_id).decisions if d.indicator_id == indicator_id), None)
    _workshops().undecide(workshop_id, leader(workshop_id), indicator_id)
    if earlier:
        state.taken_back.put((workshop_id, indicator_id), earlier.evidence)
        state.notify(f"{name_here(indicator_id)} {judgement_word(earlier.judgement)} taken back")


@told
def enter_counts(workshop_id: int, topic: Topic, indicator_id: str) -> None:
    """Counts from paper or raised hands; then on to the next indicator of the round."""
    if quick_taps.is_second():
        return
    counts = _enter_typed(workshop_id, indicator_id, topic.round)
    quick_taps.went_on()
    state.notify(f"{counted(counts.voted, 'vote')} saved for {name_here(indicator_id)}")
    following = topic.balloted[topic.balloted.index(indicator_id) + 1 :]
    if following:
        state.put(field("counted", workshop_id, topic.capability_id), following[0])


def _enter_typed(workshop_id: int, indicator_id: str, round_: int) -> VoteCounts:
    counts = _typed_counts(workshop_id, indicator_id, round_)
    _workshops().enter(workshop_id, leader(workshop_id), indicator_id, round_, counts)
    state.shown_counts.put((workshop_id, indicator_id, round_), counts)
    return counts


def _typed_counts(workshop_id: int, indicator_id: str, round_: int) -> VoteCounts:
    fields = {vote.value: state.value(field(vote, workshop_id, indicator_id, round_)) for vote in Vote}
    return VoteCounts(**{vote: number or 0 for vote, number in fields.items()})


def _enter_unsaved(workshop_id: int, capability_id: str) -> None:
    """Counts that were typed and not saved are not lost by what goes on to the next thing."""
    topic = st_room(workshop_id).workshop.topic(capability_id)
    if topic is None:
        return
    saved = []
    for id_ in topic.balloted:
        place = workshop_id, id_, topic.round
        if state.shown_counts.get(place) not in (None, _typed_counts(*place)):
            saved.append(f"{counted(_enter_typed(*place).voted, 'vote')} for {name_here(id_)}")
    if saved:
        state.notify(f"What was typed is saved: {join(saved)}")


@told
def start_clock(workshop_id: int) -> None:
    """Start the time for the discussion."""
    minutes = float(state.value(field("minutes", workshop_id)))
    _workshops().steer(
        workshop_id,
        leader(workshop_id),
        ends_at=now() + timedelta(minutes=minutes),
        minutes_each=float(state.value(field("each", workshop_id))),
    )


@told
def stop_clock(workshop_id: int) -> None:
    """No clock any more."""
    _workshops().steer(workshop_id, leader(workshop_id), ends_at=None)


@told
def close(workshop_id: int, *, apply: bool) -> None:
    """End the workshop: what was decided goes into the assessment as one change, which can be undone."""
    change = _workshops().close(
        workshop_id,
        leader(workshop_id),
        st_framework(),
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
    found = _workshops().write(
        workshop_id, leader(workshop_id), st_framework(), who=state.browser(), at=now()
    )
    written = counted(len(found.change.records), "judgement") if found.change else "Nothing more"
    left = names(known(st_framework(), found.left))
    left_out = f"; left out, as somebody judged otherwise since: {left}" if left else ""
    state.notify(f"{written} written{left_out}", is_problem=bool(found.left))


def _focus_next(workshop_id: int, capability_id: str, agreed_from: float, *, keep: bool = False) -> None:
    """The first of the agenda that is not decided; with `keep` only where nothing undecided is in focus."""
    room = st_room(workshop_id)
    known = {one.indicator_id for one in room.decisions}
    items = topic_agenda(room, capability_id, agreed_from).discuss
    left = [item.indicator.id for item in items if item.indicator.id not in known]
    if keep and room.workshop.focus not in (None, *known):
        return
    _put_focus(workshop_id, left[0] if left else None)


def _put_focus(workshop_id: int, indicator_id: str | None) -> None:
    """Every change makes all screens draw anew, so none is made that changes nothing."""
    if st_room(workshop_id).workshop.focus != indicator_id:
        _workshops().steer(workshop_id, leader(workshop_id), focus=indicator_id)
