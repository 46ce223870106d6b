"""Rounds of voting: judged hidden, revealed and discussed, voted on again, agreed.

    waiting ─judge→ judging ─reveal→ revealed ─agree→ agreed
                       ↑                 │               │
                       └── vote again ───┴───────────────┘

The phones' votes are counted into their ballots by `reveal` and nowhere else, and no single one is kept after
it; `tallies` reads the ballots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.errors import Kind
from clf_model.voices import Tally, VoicesError, Vote, VoteCounts
from clf_model.voices.tally import FEWEST_SHOWN, NO_VOTES

from ..sql.database import AnyRow
from . import entry_codes, joining, workshop_rows
from .errors import NotInWorkshopError, PhaseError
from .tables import ballot, topic, vote
from .values import BallotState, CountEdit, Phase

_Round = tuple[str, int]
_MOST_ENTERED = 10_000


def judge(connection: Connection, workshop_id: int, facilitator: str, capability_id: str) -> None:
    """Opens the first round on a capability."""
    locked, found = _topic(connection, workshop_id, facilitator, capability_id)
    _require(found, "judge", Phase.WAITING)
    _set_ballots(connection, found, BallotState.OPEN)
    _enter_phase(connection, locked, found, Phase.JUDGING)


def reveal(connection: Connection, workshop_id: int, facilitator: str, capability_id: str) -> None:
    """Ends a round, counts its votes, and removes them."""
    locked, found = _topic(connection, workshop_id, facilitator, capability_id)
    _require(found, "reveal", Phase.JUDGING)
    _set_ballots(connection, found, BallotState.REVEALED)  # waits for the votes under way; later ones fail
    counted: dict[str, dict[Vote, int]] = defaultdict(dict)
    of_round = sa.and_(
        vote.c.workshop_id == workshop_id,
        vote.c.capability_id == capability_id,
        vote.c.round == found.round,
    )
    query = sa.select(vote.c.indicator_id, vote.c.vote, sa.func.count()).where(of_round)
    for indicator_id, chosen, people in connection.execute(query.group_by(vote.c.indicator_id, vote.c.vote)):
        counted[indicator_id][Vote(chosen)] = people
    for indicator_id, counts in counted.items():
        if sum(counts.values()) >= FEWEST_SHOWN:
            _set_counts(connection, workshop_id, indicator_id, found.round, "phones", counts)
    connection.execute(sa.delete(vote).where(of_round))
    joining.shuffle(connection, workshop_id)
    _enter_phase(connection, locked, found, Phase.REVEALED)


def vote_again(
    connection: Connection,
    workshop_id: int,
    facilitator: str,
    capability_id: str,
    indicators: Sequence[str] | None,
) -> None:
    """Opens another round on some indicators of a capability; the counts of earlier rounds stay.

    What was entered for an indicator last counts in the new round as well, until it is replaced: paper and
    raised hands have no second turn by themselves, and would seem to have changed their mind.
    """
    locked, found = _topic(connection, workshop_id, facilitator, capability_id)
    _require(found, "vote_again", Phase.REVEALED, Phase.AGREED)
    query = sa.select(ballot.c.indicator_id).where(_of_round(found, 1)).order_by(ballot.c.position)
    known = list(connection.scalars(query))
    wanted = known if indicators is None else indicators
    for id_ in wanted:
        if id_ not in known:
            raise NotInWorkshopError(id_)
    if not wanted:
        raise NotInWorkshopError(capability_id, Kind.CAPABILITY)
    chosen = [id_ for id_ in known if id_ in wanted]
    following = found.round + 1
    last = _entered(connection, workshop_id)
    workshop_rows.add_ballots(connection, workshop_id, capability_id, chosen, following, BallotState.OPEN)
    for (id_, _), counts in last.items():  # the later the round, the later it comes
        if id_ in chosen:
            numbers = {one: counts.of(one) for one in Vote}
            _set_counts(connection, workshop_id, id_, following, "entered", numbers)
    _enter_phase(connection, locked, found, Phase.JUDGING, following)


def agree(connection: Connection, workshop_id: int, facilitator: str, capability_id: str) -> None:
    """Marks a capability as finished, and ends its discussion: nothing is in focus, and no clock runs.

    Decisions on it can still be changed until the workshop is closed.
    """
    locked, found = _topic(connection, workshop_id, facilitator, capability_id)
    _require(found, "agree", Phase.REVEALED)
    _enter_phase(connection, locked, found, Phase.AGREED, focus=None, ends_at=None)


def enter(
    connection: Connection,
    workshop_id: int,
    facilitator: str,
    indicator_id: str,
    round_: int,
    counts: VoteCounts,
) -> None:
    """Puts counts from paper or raised hands beside the phones' votes, in place of those entered before."""
    locked = entry_codes.lock(connection, workshop_id, facilitator)
    _enter(connection, workshop_id, indicator_id, round_, counts)
    entry_codes.advance(connection, locked)


def enter_pile(
    connection: Connection, workshop_id: int, facilitator: str, round_: int, pile: Mapping[str, CountEdit]
) -> tuple[str, ...]:
    """Enters counts of several indicators as one step; says which another leader has corrected meanwhile."""
    locked = entry_codes.lock(connection, workshop_id, facilitator)
    known = _entered(connection, workshop_id)
    left = []
    for id_, edit in pile.items():
        if known.get((id_, round_), NO_VOTES) not in (edit.seen, edit.new):
            left.append(id_)
        else:
            _enter(connection, workshop_id, id_, round_, edit.new)
    entry_codes.advance(connection, locked)
    return tuple(left)


def _enter(
    connection: Connection, workshop_id: int, indicator_id: str, round_: int, counts: VoteCounts
) -> None:
    if counts.voted > _MOST_ENTERED:
        raise VoicesError(f"{counts.voted} votes are more than a room holds. Give {_MOST_ENTERED} or fewer.")
    numbers = {one: counts.of(one) for one in Vote}
    if not _set_counts(connection, workshop_id, indicator_id, round_, "entered", numbers):
        raise NotInWorkshopError(indicator_id)


def entered(connection: Connection, workshop_id: int, facilitator: str) -> Mapping[_Round, VoteCounts]:
    """What was entered, by indicator and round, for who entered it."""
    entry_codes.read(connection, workshop_id, facilitator)
    found = _entered(connection, workshop_id)
    return MappingProxyType({key: counts for key, counts in found.items() if counts.voted})


def _entered(connection: Connection, workshop_id: int) -> dict[_Round, VoteCounts]:
    """What was entered, with zeros where nothing was, in the order of the rounds."""
    query = sa.select(ballot).where(ballot.c.workshop_id == workshop_id).order_by(ballot.c.round)
    rows = connection.execute(query)
    return {(row.indicator_id, row.round): _counts(row, "entered") for row in rows}


def tallies(connection: Connection, workshop_id: int) -> tuple[Tally, ...]:
    """The counts of revealed rounds; with too few votes to show, the tally of an indicator is empty."""
    query = (
        sa.select(ballot)
        .join(
            topic,
            (topic.c.workshop_id == ballot.c.workshop_id) & (topic.c.capability_id == ballot.c.capability_id),
        )
        .where(ballot.c.workshop_id == workshop_id, ballot.c.state == BallotState.REVEALED)
        .order_by(topic.c.position, ballot.c.round, ballot.c.position)
    )
    return tuple(map(_tally, connection.execute(query)))


def _tally(row: AnyRow) -> Tally:
    tally = Tally(row.indicator_id, row.round, _counts(row, "phones"), _counts(row, "entered"))
    return tally if tally.showable else Tally(row.indicator_id, row.round)


def _counts(row: AnyRow, source: str) -> VoteCounts:
    return VoteCounts(**{one.value: getattr(row, f"{source}_{one}") for one in Vote})


def _set_counts(
    connection: Connection,
    workshop_id: int,
    indicator_id: str,
    round_: int,
    source: str,
    counts: Mapping[Vote, int],
) -> bool:
    """Writes counts into a ballot that has been opened; False where there is none."""
    statement = sa.update(ballot).where(
        ballot.c.workshop_id == workshop_id,
        ballot.c.indicator_id == indicator_id,
        ballot.c.round == round_,
        ballot.c.state != BallotState.WAITING,
    )
    values = {f"{source}_{one}": people for one, people in counts.items()}
    return connection.execute(statement.values(values)).rowcount == 1


def _topic(
    connection: Connection, workshop_id: int, facilitator: str, capability_id: str
) -> tuple[AnyRow, AnyRow]:
    """The locked workshop, and one of its topics. Raises as `doors.lock`, and `NotInWorkshopError`."""
    locked = entry_codes.lock(connection, workshop_id, facilitator)
    query = sa.select(topic).where(topic.c.workshop_id == workshop_id, topic.c.capability_id == capability_id)
    found = connection.execute(query).first()
    if found is None:
        raise NotInWorkshopError(capability_id, Kind.CAPABILITY)
    return locked, found


def _require(found: AnyRow, action: str, *phases: Phase) -> None:
    if found.phase not in phases:
        raise PhaseError(found.capability_id, Phase(found.phase), action)


def _of_round(found: AnyRow, round_: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        ballot.c.workshop_id == found.workshop_id,
        ballot.c.capability_id == found.capability_id,
        ballot.c.round == round_,
    )


def _set_ballots(connection: Connection, found: AnyRow, state: BallotState) -> None:
    connection.execute(sa.update(ballot).where(_of_round(found, found.round)).values(state=state))


def _enter_phase(
    connection: Connection,
    locked: AnyRow,
    found: AnyRow,
    phase: Phase,
    round_: int | None = None,
    **seen: object,
) -> None:
    """Moves a capability to a phase, and to a round where one begins; `seen` is what the room sees."""
    statement = sa.update(topic).where(
        topic.c.workshop_id == found.workshop_id, topic.c.capability_id == found.capability_id
    )
    connection.execute(statement.values(phase=phase, round=round_ or found.round))
    entry_codes.advance(connection, locked, **seen)
