"""What an assessment file looks like."""

from __future__ import annotations

from typing import Any

from ..assessment import Judgement, Voice
from ..framework import Framework
from .actions import actions_shape
from .framework import INDICATOR_ID
from .shape import (
    Choice,
    Date,
    Flag,
    ListOf,
    MapOf,
    Number,
    RecordOf,
    Rule,
    Shape,
    ShortForm,
    Text,
    json_schema,
)

_JUDGEMENT = Choice(
    "What the group says; left out where it has not been discussed",
    tuple(judgement.value for judgement in Judgement),
)
EVIDENCE = RecordOf(
    "A piece of evidence",
    {"note": Text("What shows it")},
    {
        "source": Text("Document name or link"),
        "dated": Date("When it was recorded"),
        "voice": Choice("Whose voice it carries", tuple(voice.value for voice in Voice)),
    },
)
_EQUIVALENT = Flag("Whether it is met in another way than the indicator says; needs a reason")
_REASON = Text("Why it does not apply, or how it is shown instead")
_FORMER = RecordOf(
    "What was judged before a later edition reworded the indicator; it counts for nothing",
    {
        "text": Text("What the indicator said then"),
        "judgement": Choice("What the group said of that", tuple(judgement.value for judgement in Judgement)),
    },
    {"equivalent": _EQUIVALENT, "reason": _REASON},
)
_KNOWN: dict[str, Shape] = {
    "judgement": _JUDGEMENT,
    "equivalent": _EQUIVALENT,
    "reason": _REASON,
    "effort": Number("Effort still needed if nothing were in place, in days or points; 1 where left out"),
    "evidence": ListOf("What shows it", EVIDENCE),
    "former": _FORMER,
}
_RULES = (
    Rule(
        "judgement",
        Judgement.NOT_APPLICABLE.value,
        "reason",
        "Not applicable needs a reason.",
        "Add 'reason: …' below 'judgement: not_applicable': a few words on why it does not apply.",
    ),
    Rule(
        "equivalent",
        True,
        "reason",
        "Shown in another way needs a reason.",
        "Add 'reason: …': a few words on how it is shown instead.",
    ),
    Rule(
        "equivalent",
        True,
        "judgement",
        "Only a met indicator can be shown in another way.",
        "Write 'judgement: met', or delete 'equivalent'.",
        Judgement.MET.value,
    ),
)
_RECORD = RecordOf("All that is known of one indicator", {}, _KNOWN, _RULES)
_REMOVED = RecordOf(
    "What was known of an indicator that a later edition no longer has",
    {
        "indicator": INDICATOR_ID,
        "text": Text("What the indicator said"),
        "edition": Text("The edition that had it"),
    },
    _KNOWN,
    _RULES,
)


def assessment_shape(framework: Framework | None = None) -> RecordOf:
    """The shape of an assessment file; with a framework, of one made with it."""
    name = "The id of the framework that it was made with"
    framework_id: Shape = Text(name) if framework is None else Choice(name, (framework.id,))
    # As keys of a dictionary, so that each is found at once in a long file.
    known = None if framework is None else dict.fromkeys(i.id for i in framework.indicators).keys()
    record = ShortForm("A judgement alone, or all that is known", "judgement", _JUDGEMENT, _RECORD)
    return RecordOf(
        "An assessment: the judgements of one service on one date, with the evidence for them",
        {
            "framework": framework_id,
            "organisation": Text("The organisation's name"),
            "assessed_on": Date("The day of the assessment"),
            "judgements": MapOf(
                "Judgements by indicator id; {} for none", "indicator", INDICATOR_ID, record, known=known
            ),
        },
        {
            "edition": Text("The edition of the framework that it was made with"),
            "digest": Text("The digest of that edition", "[0-9a-f]{64}", "64 digits and letters a to f"),
            "unit": Text("The team or site"),
            "title": Text("A title for this assessment"),
            "fictional": Flag("Whether it is a made-up service, for samples"),
            "actions": actions_shape(known),
            "texts": MapOf(
                "The service's own words by section of its documents",
                "section",
                Text(
                    "Id of a document's section, such as summary",
                    "[A-Za-z0-9][A-Za-z0-9._-]*",
                    "letters, digits, dots, hyphens and underscores",
                ),
                Text("What the service says there"),
            ),
            "removed": ListOf("What indicators that are gone were judged", _REMOVED),
        },
    )


ASSESSMENT_SHAPE = assessment_shape()


def assessment_schema(framework: Framework | None = None) -> dict[str, Any]:
    """An assessment file as a JSON Schema, draft 2020-12; with a framework, of its indicators only."""
    return json_schema(assessment_shape(framework))
