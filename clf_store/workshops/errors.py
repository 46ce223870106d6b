"""What can go wrong with a request to a workshop or survey; nothing was written."""

from __future__ import annotations

from clf_model.errors import ClfError, Kind, NameOf, NamingError

from .values import Phase

_ACTIONS = {
    "judge": "be judged",
    "reveal": "be revealed",
    "vote_again": "be voted on again",
    "agree": "be finished",
    "decide": "be decided on",
    "close": "be left as it is when the workshop closes",
}
_STANDINGS = {
    Phase.WAITING: "nobody has been asked to judge it yet",
    Phase.JUDGING: "people are judging it, and nothing is revealed yet",
    Phase.REVEALED: "its votes are revealed",
    Phase.AGREED: "it is finished",
}


class NotFacilitatorError(ClfError):
    """Somebody else than the facilitator asked for what only the facilitator may do."""

    def __init__(self) -> None:
        super().__init__("Only the facilitator of this workshop can do that. Ask them, or use their browser.")


class NotSeatedError(ClfError):
    """A vote comes from somebody who has not joined, or whose workshop is over."""

    sentence = "This phone is not in the workshop, or the workshop is over. Join with the code on the screen."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class UnknownCodeError(ClfError):
    """A join code or link opens nothing: it is wrong, has expired, or its workshop is over."""

    def __init__(self) -> None:
        super().__init__("No open workshop has this code. Compare it with the screen, and type it again.")


class TooManyGuessesError(ClfError):
    """So many wrong codes were tried that none is looked at for a while; joining by link still works."""

    def __init__(self) -> None:
        super().__init__(
            "Too many wrong codes were tried. Scan the QR code on the screen instead, or wait ten minutes."
        )


class PhaseError(NamingError):
    """A capability is not in a phase that allows what was asked for."""

    def __init__(self, capability_id: str, phase: Phase, action: str) -> None:
        self.capability_id, self.phase, self.action = capability_id, phase, action
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """What cannot be done with it, and how it stands."""
        name = name_of(Kind.CAPABILITY, self.capability_id)
        return f"{name} cannot {_ACTIONS[self.action]} now: {_STANDINGS[self.phase]}. Look at it again."


class WorkshopClosedError(ClfError):
    """A workshop that is over is to be changed."""

    def __init__(self) -> None:
        super().__init__("This workshop is closed and stays as it is. Open a new one to go on.")


class WorkshopOpenError(ClfError):
    """What is done with the result of a workshop is asked for while it still goes on."""

    def __init__(self) -> None:
        super().__init__("This workshop is still open. Close it first.")


class NotInWorkshopError(NamingError):
    """A request names a capability or indicator that the workshop, or this round of it, does not take."""

    sentence = "{name} is not part of this workshop's round. Choose one that is."

    def __init__(self, id_: str, kind: Kind = Kind.INDICATOR) -> None:
        self.id, self.kind = id_, kind
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """What is not part of it."""
        return self.sentence.format(name=name_of(self.kind, self.id))


class RoundClosedError(NamingError):
    """A vote comes before its round has begun, or after it was revealed."""

    def __init__(self, indicator_id: str, round_: int) -> None:
        self.indicator_id, self.round = indicator_id, round_
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """For what the vote comes too late."""
        name = name_of(Kind.INDICATOR, self.indicator_id)
        return (
            f"Too late for {name}: vote {self.round} on it is revealed, or has not begun. "
            "What you answered before stays as it was."
        )


class UnknownLinkError(ClfError):
    """A survey's link opens nothing."""

    def __init__(self) -> None:
        super().__init__("No survey has this link. Ask whoever sent it for the whole link.")


class SurveyClosedError(ClfError):
    """A survey takes no answers: it has not begun, or it is over."""

    def __init__(self) -> None:
        super().__init__("This survey takes no answers now: it has not begun, or it is over.")


class NotRespondingError(NotSeatedError):
    """An answer comes from somebody who has not begun the survey, or whose survey is over."""

    sentence = (
        "This browser has not begun the survey, or the survey is over. Open the link you were sent again."
    )


class NotAskedError(NotInWorkshopError):
    """An answer names a statement that the survey does not ask about."""

    sentence = "{name} is not among this survey's statements. Answer one that is."


class NotOwnerError(ClfError):
    """Somebody else than its owner asked for a change of a survey."""

    def __init__(self) -> None:
        super().__init__("Only whoever made this survey can do that. Ask them, or use their browser.")
