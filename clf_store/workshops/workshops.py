"""Workshops: everyone's judgement before anyone's opinion, one transaction a call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Unpack

from sqlalchemy.engine import Connection

from clf_model.framework import Framework, Perspective
from clf_model.voices import Decision, Tally, VoteCounts

from ..far_reaching import steps
from ..values import By, Change, StepKind
from . import decisions, entry_codes, rounds, votes, workshop_rows
from .taking_part import TakingPart
from .values import CountEdit, Door, Focus, LateWriting, Opened, Pulse, RoomSettings, Workshop


class Workshops(TakingPart):
    """The workshops of a store; threads may share one. What holds of calls to `Store` holds here.

    `facilitator` is the secret of who opened the workshop, `token` that of one participant. Calls that take
    `facilitator` raise `NotFacilitatorError` for any other text, and `WorkshopClosedError` once it is over.
    `by` is who takes a step, for the log; without it the log says nothing. `focus` says, of what has come of
    a step, what the room talks about next: both are one write, so that every screen draws it once.
    `round` counts from 1. Nobody can read what people chose before it is revealed, and nobody can ever read
    what one of them chose, except that person.
    """

    def open(
        self,
        assessment_id: int,
        framework: Framework,
        capabilities: Sequence[str],
        *,
        title: str,
        expires_at: datetime,
        at: datetime,
        perspectives: Collection[Perspective] = (Perspective.ORGANISATION,),
        facilitator: str | None = None,
    ) -> Opened:
        """Opens a workshop on these capabilities of a draft; people can join until `expires_at`.

        Indicators that do not apply are left out. `facilitator` is a token of the caller's own, of 22
        characters; a new one by default. Raises `MismatchError`, `UnknownIdError`, and `VoicesError` where
        nothing is left to judge.
        """
        with self._database.write() as connection:
            return workshop_rows.open_(
                connection,
                assessment_id,
                framework,
                capabilities,
                title=title,
                expires_at=expires_at,
                at=at,
                perspectives=perspectives,
                facilitator=facilitator,
            )

    def load(self, workshop_id: int) -> Workshop:
        """One workshop: where it stands, but no vote."""
        with self._database.read() as connection:
            return workshop_rows.load(connection, workshop_id)

    def of_assessment(self, assessment_id: int) -> tuple[Workshop, ...]:
        """All workshops on an assessment, the newest first."""
        with self._database.read() as connection:
            return workshop_rows.of_assessment(connection, assessment_id)

    def revision(self, workshop_id: int) -> int:
        """How often the facilitator has changed something; cheap, for phones and projectors to poll."""
        with self._database.read() as connection:
            return workshop_rows.revision(connection, workshop_id)

    def pulse(self, workshop_id: int, capability_id: str) -> Pulse:
        """How many are here and have answered in the present round; one query, for polling."""
        with self._database.read() as connection:
            return votes.pulse(connection, workshop_id, capability_id)

    def voted(self, workshop_id: int, facilitator: str, capability_id: str) -> Mapping[str, int]:
        """By indicator of the present round, on how many phones it has an answer; never on which, or what."""
        with self._database.read() as connection:
            entry_codes.read(connection, workshop_id, facilitator)
            return votes.voted(connection, workshop_id, capability_id)

    def is_facilitator(self, workshop_id: int, facilitator: str) -> bool:
        """Whether this is the secret of a workshop's facilitator."""
        with self._database.read() as connection:
            return entry_codes.is_facilitator(connection, workshop_id, facilitator)

    def lead(self, workshop_id: int, facilitator: str) -> str:
        """Another secret that leads this workshop and no other, to be used as `facilitator` elsewhere."""
        with self._database.read() as connection:
            return entry_codes.lead(connection, workshop_id, facilitator)

    def door(self, workshop_id: int, facilitator: str) -> Door:
        """The code and link that let people in."""
        with self._database.read() as connection:
            return entry_codes.door(connection, workshop_id, facilitator)

    def door_of_wall(self, workshop_id: int, wall: str, *, at: datetime) -> Door:
        """The same for the projector, which has `Door.wall`. Raises `UnknownCodeError`."""
        with self._database.read() as connection:
            return entry_codes.of_wall(connection, workshop_id, wall, at)

    def is_wall(self, workshop_id: int, wall: str) -> bool:
        """Whether this is `Door.wall` of a workshop, open or closed."""
        with self._database.read() as connection:
            return entry_codes.is_wall(connection, workshop_id, wall)

    def renew_door(
        self, workshop_id: int, facilitator: str, *, expires_at: datetime, by: By | None = None
    ) -> Door:
        """A new code and link in place of the old ones; who is in stays in."""
        with self._database.write() as connection:
            door = entry_codes.renew(connection, workshop_id, facilitator, expires_at)
            _note(connection, StepKind.CODE_RENEWED, workshop_id, by)
            return door

    def judge(
        self, workshop_id: int, facilitator: str, capability_id: str, *, focus: Focus | None = None
    ) -> None:
        """Lets people judge a capability, for the first time. Raises `PhaseError`, `NotInWorkshopError`."""
        with self._database.write() as connection:
            rounds.judge(connection, workshop_id, facilitator, capability_id)
            _set_focus(connection, workshop_id, facilitator, focus)

    def reveal(
        self,
        workshop_id: int,
        facilitator: str,
        capability_id: str,
        *,
        by: By | None = None,
        focus: Focus | None = None,
    ) -> None:
        """Ends the round: every vote that was accepted counts, and none is accepted any longer.

        What single people chose is gone then, for themselves too.
        """
        with self._database.forget() as connection:
            rounds.reveal(connection, workshop_id, facilitator, capability_id)
            _set_focus(connection, workshop_id, facilitator, focus)
            _note(connection, StepKind.REVEALED, workshop_id, by, capability_id)

    def vote_again(
        self,
        workshop_id: int,
        facilitator: str,
        capability_id: str,
        indicators: Sequence[str] | None = None,
        *,
        by: By | None = None,
    ) -> None:
        """Starts the next round on these indicators, by default all of the capability; earlier counts stay.

        What was entered for an indicator last counts in the new round too, until `enter` replaces it.
        """
        with self._database.write() as connection:
            rounds.vote_again(connection, workshop_id, facilitator, capability_id, indicators)
            _note(connection, StepKind.VOTED_AGAIN, workshop_id, by, capability_id)

    def agree(self, workshop_id: int, facilitator: str, capability_id: str) -> None:
        """Marks a revealed capability as done, and ends its clock.

        Raises `PhaseError` and `NotInWorkshopError`.
        """
        with self._database.write() as connection:
            rounds.agree(connection, workshop_id, facilitator, capability_id)

    def enter(
        self, workshop_id: int, facilitator: str, indicator_id: str, round: int, counts: VoteCounts
    ) -> None:
        """Enters counts from paper or raised hands beside the phones' votes, in place of earlier ones."""
        with self._database.write() as connection:
            rounds.enter(connection, workshop_id, facilitator, indicator_id, round, counts)

    def enter_pile(
        self, workshop_id: int, facilitator: str, round: int, counts: Mapping[str, CountEdit]
    ) -> tuple[str, ...]:
        """The same for several indicators at once, all or none; those that another leader has changed since
        they were seen stay as they are. Names these.
        """
        with self._database.write() as connection:
            return rounds.enter_pile(connection, workshop_id, facilitator, round, counts)

    def entered(self, workshop_id: int, facilitator: str) -> Mapping[tuple[str, int], VoteCounts]:
        """What was entered, by indicator and round, for who may correct it."""
        with self._database.read() as connection:
            return rounds.entered(connection, workshop_id, facilitator)

    def tallies(self, workshop_id: int) -> tuple[Tally, ...]:
        """The counts of every revealed round, in order; empty ones where too few voted to show them."""
        with self._database.read() as connection:
            return rounds.tallies(connection, workshop_id)

    def steer(self, workshop_id: int, facilitator: str, **wanted: Unpack[RoomSettings]) -> None:
        """Sets the indicator in focus, when the time is up, or the minutes meant for each indicator."""
        with self._database.write() as connection:
            entry_codes.steer(connection, workshop_id, facilitator, wanted)

    def decide(
        self,
        workshop_id: int,
        facilitator: str,
        *taken: Decision,
        by: By | None = None,
        focus: Focus | None = None,
    ) -> None:
        """Keeps decisions on revealed indicators as one step. Raises `PhaseError`, `NotInWorkshopError`.

        `by` is who accepts them without discussion, which is in the log.
        """
        with self._database.write() as connection:
            decisions.decide(connection, workshop_id, facilitator, taken)
            _set_focus(connection, workshop_id, facilitator, focus)
            accepted = ", ".join(one.indicator_id for one in taken)
            _note(connection, StepKind.ACCEPTED, workshop_id, by, accepted)

    def undecide(self, workshop_id: int, facilitator: str, indicator_id: str) -> None:
        """Takes a decision back."""
        with self._database.write() as connection:
            decisions.undecide(connection, workshop_id, facilitator, indicator_id)

    def decisions(self, workshop_id: int) -> tuple[Decision, ...]:
        """What was decided so far, in the framework's order."""
        with self._database.read() as connection:
            return decisions.decisions(connection, workshop_id)

    def steps(self, workshop_id: int) -> Mapping[str, int]:
        """By decided indicator, the step that decided it: the later, the greater; equal for one step."""
        with self._database.read() as connection:
            return decisions.steps(connection, workshop_id)

    def close(
        self,
        workshop_id: int,
        facilitator: str,
        framework: Framework,
        *,
        who: str,
        at: datetime,
        apply: bool = True,
    ) -> Change | None:
        """Ends the workshop: decisions go into the assessment as one change of `who`, single votes go.

        What others saved since a decision was taken is merged. Returns None where nothing had to change, or
        without `apply`. Raises `EditConflictError` where others judged a decided indicator differently since
        (decide it anew, or take the decision back), `PhaseError` while a round is hidden, `FinalError`, and
        `MismatchError` for another framework.
        """
        with self._database.forget() as connection:
            change = decisions.close(
                connection, workshop_id, facilitator, framework, apply=apply, who=who, at=at
            )
            _note(connection, StepKind.WORKSHOP_CLOSED, workshop_id, By(who, at))
            return change

    def close_abandoned(self, *, at: datetime) -> int:
        """Closes, without writing, workshops whose code expired 30 days ago: no single vote is kept for good.

        Returns how many. What was decided in one can still be written.
        """
        with self._database.forget() as connection:
            return decisions.close_abandoned(connection, at)

    def write(
        self, workshop_id: int, facilitator: str, framework: Framework, *, who: str, at: datetime
    ) -> LateWriting:
        """Writes the decisions of a workshop that was closed without.

        What others saved since a decision was taken is merged; what they judged otherwise stays, and is told.
        Raises `WorkshopOpenError`, `FinalError`, and `MismatchError` for another framework.
        """
        with self._database.write() as connection:
            return decisions.write(connection, workshop_id, facilitator, framework, who=who, at=at)


def _set_focus(connection: Connection, workshop_id: int, facilitator: str, focus: Focus | None) -> None:
    if focus is None:
        return
    found = workshop_rows.load(connection, workshop_id)
    wanted = focus(
        found, rounds.tallies(connection, workshop_id), decisions.decisions(connection, workshop_id)
    )
    if wanted != found.focus:
        entry_codes.steer(connection, workshop_id, facilitator, {"focus": wanted})


def _note(
    connection: Connection, kind: StepKind, workshop_id: int, by: By | None, after: str | None = None
) -> None:
    found = workshop_rows.load(connection, workshop_id)
    steps.note(connection, kind, found.title, found.assessment_id, by, after)
