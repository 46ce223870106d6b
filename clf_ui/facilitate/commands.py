"""What a facilitator does, as callbacks. The store asks each for the facilitator's secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clf_model import NAMED, Evidence, Perspective, Voice, join, known, names
from clf_model.voices import Decision, VoicesError, check_sheets
from clf_store import CountEdit, Phase, Topic, Workshops

from .. import state
from ..clock import now, today_here
from ..shared import quick_taps, visitor
from ..shared.callbacks import told
from ..shared.far_reaching import CLOSE_WORKSHOP, REVEAL, question
from ..shared.loaders import by, framework_of, st_room, st_store
from ..shared.naming import name_of, names_of
from ..wording import counted, judgement_word
from ..workshop.room_status import leader
from . import paper_counts, unsaved
from .agenda import topic_agenda
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
    _workshops().judge(workshop_id, leader(workshop_id), capability_id)
    _put_focus(workshop_id, None)


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
    _enter_unsaved(workshop_id, capability_id)
    _workshops().reveal(workshop_id, leader(workshop_id), capability_id, by=by(state.browser()))
    _focus_next(workshop_id, capability_id, agreed_from, keep=True)


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
    _enter_unsaved(workshop_id, capability_id)
    _workshops().vote_again(
        workshop_id, leader(workshop_id), capability_id, indicators, by=by(state.browser())
    )


@told
def agree(workshop_id: int, capability_id: str) -> None:
    """This capability is finished: on to the next one that is not."""
    if _is(workshop_id, capability_id, Phase.AGREED):
        return
    _enter_unsaved(workshop_id, capability_id)
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
        _focus_next(workshop_id, topic.capability_id, agreed_from)
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
    accepted = topic_agenda(st_room(workshop_id), capability_id, agreed_from).accepted()
    known = {one.indicator_id for one in st_room(workshop_id).decisions}
    new = [decision for decision in accepted if decision.indicator_id not in known]
    _workshops().decide(workshop_id, leader(workshop_id), *new, by=by(state.browser()))
    _focus_next(workshop_id, capability_id, agreed_from, keep=True)
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
def enter_counts(workshop_id: int, topic: Topic) -> None:
    """Counts from paper or raised hands, as far as they were typed."""
    saved = _enter_typed(workshop_id, topic)
    if not saved:
        state.notify("Nothing new was typed: every count is saved.")
    elif not saved.left:
        state.notify(saved.words)


@dataclass(frozen=True, slots=True)
class _Saved:
    """What was saved of a table, in words, and what another leader has corrected meanwhile."""

    words: str
    left: tuple[str, ...]


def _enter_typed(workshop_id: int, topic: Topic) -> _Saved | None:
    """Save what was typed into the table of a round, all or none; None where nothing was.

    Raises `VoicesError` where a cell holds no count, or a row more answers than there are sheets.
    """
    counts, problems = paper_counts.typed_counts(workshop_id, topic)
    if problems:
        raise VoicesError(f"Not saved: {' '.join(problems)}")
    pile = {
        id_: CountEdit(seen, typed)
        for id_, typed in counts.items()
        if typed != (seen := paper_counts.seen_counts(workshop_id, topic, id_))
    }
    if not pile:
        return None
    framework = st_room(workshop_id).framework
    sheets: int | None = state.value(paper_counts.sheets_key(workshop_id, topic))
    over = check_sheets({id_: edit.new for id_, edit in pile.items()}, sheets).over
    if over:
        raise VoicesError(paper_counts.too_many(framework, over, sheets or 0))
    left = _workshops().enter_pile(workshop_id, leader(workshop_id), topic.round, pile)
    paper_counts.start_anew(workshop_id, topic)
    if left:
        state.notify(
            f"Another who leads has corrected {names_of(framework, left)} meanwhile; that stays. "
            "Count anew if wrong.",
            is_problem=True,
        )
    votes = {id_: counted(edit.new.voted, "vote") for id_, edit in pile.items() if id_ not in left}
    saved = [f"{number} for {name_of(framework, id_)}" for id_, number in votes.items()]
    words = join(saved) if len(saved) <= NAMED else f"counts of {counted(len(saved), 'indicator')}"
    return _Saved(f"{words} saved", left)


def _enter_unsaved(workshop_id: int, capability_id: str) -> None:
    """Counts that were typed and not saved are not lost by what goes on to the next thing."""
    topic = st_room(workshop_id).workshop.topic(capability_id)
    try:
        saved = _enter_typed(workshop_id, topic) if topic else None
    except VoicesError as error:
        raise VoicesError(
            f"Nothing was done, because counts are typed that cannot be saved: {error} They are under “Count "
            "paper or raised hands”."
        ) from error
    if saved and not saved.left:
        state.notify(f"What was typed is saved: {saved.words.removesuffix(' saved')}")


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
        _enter_typed(workshop_id, topic)
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


def _focus_next(workshop_id: int, capability_id: str, agreed_from: float, *, keep: bool = False) -> None:
    """The first of the agenda that is not decided; with `keep` only where none of its own is in focus yet."""
    room = st_room(workshop_id)
    topic = room.workshop.topic(capability_id)
    known = {one.indicator_id for one in room.decisions}
    items = topic_agenda(room, capability_id, agreed_from).discuss
    left = [item.indicator.id for item in items if item.indicator.id not in known]
    if keep and topic and room.workshop.focus in set(topic.indicators) - known:
        return
    _put_focus(workshop_id, left[0] if left else None)


def _put_focus(workshop_id: int, indicator_id: str | None) -> None:
    """Every change makes all screens draw anew, so none is made that changes nothing."""
    if st_room(workshop_id).workshop.focus != indicator_id:
        _workshops().steer(workshop_id, leader(workshop_id), focus=indicator_id)
