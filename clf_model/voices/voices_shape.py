"""What a voices file looks like."""

from __future__ import annotations

from ..assessment import Judgement
from ..files.assessment_shape import EVIDENCE
from ..files.framework import INDICATOR_ID
from ..files.shape import Choice, Date, Flag, ListOf, MapOf, Number, RecordOf, Text
from ..framework import Framework, Perspective
from .survey import Answer
from .vote import Role, Vote

_COUNTS = RecordOf(
    "How many chose each vote; left out for nobody",
    {},
    {vote.value: Number(f"How many voted {vote.value}") for vote in Vote},
)
_ROUND = RecordOf(
    "One round of voting",
    {},
    {
        "phones": _COUNTS,
        "entered": _COUNTS,
    },
)
_DECISION = RecordOf(
    "What the group agreed on",
    {"judgement": Choice("The judgement agreed on", tuple(judgement.value for judgement in Judgement))},
    {
        "equivalent": Flag("Whether it is met in another way than the indicator says; needs a reason"),
        "reason": Text("Why"),
        "dissent": Text("Who saw it otherwise, and why"),
        "evidence": ListOf("What people named as showing it", EVIDENCE),
    },
)


def voices_shape(framework: Framework) -> RecordOf:
    """The shape of a voices file made with a framework."""
    indicators = tuple(i.id for i in framework.indicators)
    statements = tuple(i.id for i in framework.indicators if i.perspective is Perspective.WORKER)
    answer = Choice("How far the person agrees", tuple(answer.value for answer in Answer))
    statement = Choice("The id of a worker statement", statements)
    response = RecordOf(
        "What one person answered",
        {
            "answers": MapOf(
                "Answers by statement", "worker statement", INDICATOR_ID, answer, known=statements
            )
        },
        {"role": Choice("In which role, where the person said so", tuple(role.value for role in Role))},
    )
    votes = ListOf("The rounds of voting, the first one first", _ROUND, filled=True)
    return RecordOf(
        "What people of one service said: a worker survey, a workshop, or both",
        {
            "framework": Choice("The id of the framework that it was made with", (framework.id,)),
            "organisation": Text("The organisation's name"),
        },
        {
            "unit": Text("The team or site"),
            "fictional": Flag("Whether it is a made-up service, for samples"),
            "survey": RecordOf(
                "A worker survey",
                {"title": Text("A title"), "responses": ListOf("One entry per person", response)},
                {
                    "asked": ListOf("The statements asked, where it was not all", statement, filled=True),
                    "opened_on": Date("The day on which it opened"),
                    "closed_on": Date("The last day for answers; left out while it is open"),
                },
            ),
            "workshop": RecordOf(
                "A workshop",
                {
                    "title": Text("A title"),
                    "held_on": Date("The day of the workshop"),
                    "votes": MapOf("Votes by indicator", "indicator", INDICATOR_ID, votes, known=indicators),
                },
                {
                    "decisions": MapOf(
                        "Decisions by indicator", "indicator", INDICATOR_ID, _DECISION, known=indicators
                    )
                },
            ),
        },
    )
