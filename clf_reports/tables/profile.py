"""Tables that say what the charts show, and CSV text that a spreadsheet does not run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from clf_model.assessment import Assessment, Evidence
from clf_model.comparison import Comparison
from clf_model.explanation import deciding_blockers, level_name, stage_name, why
from clf_model.framework import Framework, Indicator
from clf_model.naming import in_full
from clf_model.progression import CapabilityResult, Profile

from ..look.series import Series

_LAID_OVER = ("workers", "earlier", "scenario")
HELD = "Held back by, in full"
BOM = "\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def profile_table(profile: Profile, assessment: Assessment, over: Sequence[Series] = ()) -> pd.DataFrame:
    """One row per capability: stages reached, evidenced and possible, progress, why it stands there, and the
    whole text of what holds it back.

    `assessment` must be the one that the profile was made from. `Progress` counts stages, `Next` says it.
    Of what lies `over` it, each series that is not in the table anyway has a column (`overlays`).
    """
    framework = profile.framework
    columns = [
        "Capability",
        "Reached",
        "Evidenced",
        "Possible",
        *overlays(over),
        "Progress",
        "Next",
        "Why",
        HELD,
    ]
    return pd.DataFrame(
        [
            (
                result.capability.name,
                stage_name(result),
                level_name(framework, result.evidenced_index),
                level_name(framework, result.possible_index),
                *(level_name(framework, one.levels[place]) for one in overlays(over).values()),
                round(float(result.progress), 4),
                next_words(result),
                why(result, assessment, profile.rules),
                in_full(deciding_blockers(result)),
            )
            for place, result in enumerate(profile.capabilities)
        ],
        columns=columns,
    )


def overlays(series: Sequence[Series]) -> dict[str, Series]:
    """Of what a radar shows, what has no column of its own, by the column's name: "Scenario: Plan A"."""
    return {
        one.name if one.role == "workers" else f"{one.role.capitalize()}: {one.name}": one
        for one in series
        if one.role in _LAID_OVER
    }


def next_words(result: CapabilityResult) -> str:
    """What counts of the next stage, such as "2 of 3 of Accomplished"."""
    following = result.next
    if following is None:
        return "Every stage addressed"
    applicable = following.total(lambda c: c.applicable)
    if not applicable:
        return f"Nothing in {following.stage.name} applies"
    return f"{following.total(lambda c: c.counting)} of {applicable} of {following.stage.name}"


def comparison_table(comparisons: Mapping[str, Comparison]) -> pd.DataFrame:
    """One row per scenario and capability: stage and progress today and in it, and what brings it.

    `comparisons` has them by the scenarios' names, each of today's assessment with the one tried.
    """
    columns = [
        *("Scenario", "Capability", "Today", "In the scenario", "Stages gained"),
        *("Progress today", "Progress in the scenario"),
        "Judgements changed",
    ]
    return pd.DataFrame(
        [
            (
                name,
                change.after.capability.name,
                stage_name(change.before),
                stage_name(change.after),
                change.stages_gained,
                round(float(change.before.progress), 4),
                round(float(change.after.progress), 4),
                in_full(one.indicator for one in change.judgements),
            )
            for name, comparison in comparisons.items()
            for change in comparison.capabilities
        ],
        columns=columns,
    )


def evidence_table(
    framework: Framework,
    assessment: Assessment,
    today: date,
    wanted: Callable[[Indicator, Evidence], bool] = lambda *_: True,
) -> pd.DataFrame:
    """One row per piece of evidence that is wanted, in the framework's order.

    `Age in days` is empty where it has no date.
    """
    names = {capability.id: capability.name for capability in framework.capabilities}
    columns = ["Indicator", "Text", "Capability", "Stage", "Note", "Source", "Dated", "Voice", "Age in days"]
    frame = pd.DataFrame(
        [
            (
                indicator.id,
                indicator.text,
                names[indicator.capability_id],
                framework.stage(indicator.stage_id).name,
                entry.note,
                entry.source,
                entry.dated,
                entry.voice.value.replace("_", " ") if entry.voice else None,
                (today - entry.dated).days if entry.dated else None,
            )
            for indicator in framework.indicators
            for entry in assessment.record(indicator.id).evidence
            if wanted(indicator, entry)
        ],
        columns=columns,
    )
    return frame.astype({"Age in days": "Int64"})


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV for a spreadsheet.

    A byte order mark begins it: without one Excel takes "£5 – café" for "Â£5 â€“ cafÃ©". Text that would be
    run as a formula gets an apostrophe, column names too. Numbers stay numbers: a negative one is no formula.
    """
    safe = frame.apply(lambda column: column.map(_neutral)).rename(columns=_neutral)
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return f"{BOM}{text}"


def _neutral(value: object) -> object:
    if not isinstance(value, str):
        return value
    # A carriage return alone would not be quoted, and what follows it would begin a row.
    text = one_line_end(value)
    return f"'{text}" if value.startswith(_RISKY) else text


def one_line_end(text: str) -> str:
    """Text in which every line ends with a line feed alone, as spreadsheets have it in a cell."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
