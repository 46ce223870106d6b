"""The say–do gap as series of a radar and as tables; only what may be published gets here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import pandas as pd

from clf_model.explanation import level_name
from clf_model.naming import names
from clf_model.voices import (
    CapabilityGap,
    ExperienceSource,
    Role,
    SayDoGap,
    StageGap,
    StatementGap,
    StatementResult,
    SurveyResults,
    Verdict,
)

from ..look.series import Series

VERDICTS: Mapping[Verdict, tuple[str, str, str]] = MappingProxyType(
    {
        Verdict.BOTH: ("●", "Both", "claimed and experienced"),
        Verdict.CLAIMED_ONLY: ("◐", "Claimed only", "claimed, not experienced"),
        Verdict.EXPERIENCED_ONLY: ("◑", "Experienced only", "experienced, not claimed"),
        Verdict.NEITHER: ("○", "Neither", "neither claimed nor experienced"),
        Verdict.WITHHELD: ("▨", "Withheld", "the answers may not be shown"),
        Verdict.UNKNOWN: ("–", "Not known", "nobody was asked, and nothing was judged"),
        Verdict.NOT_APPLICABLE: ("×", "Not applicable", "does not apply here"),
    }
)
"""Of each verdict a mark (the left half is the claim, the right the experience), a word, and a phrase."""

ROLE_WORDS: Mapping[Role | None, str] = MappingProxyType(
    {role: role.value.replace("_", " ") for role in Role} | {None: "named no role"}
)
NOT_KNOWN = "Not known"


def gap_series(gap: SayDoGap) -> list[Series]:
    """Stages claimed, and those experienced where anything is known of them.

    A third series shows what would be experienced, if all that is withheld or unknown were; it is left out
    where that changes nothing. A capability of which nothing is known stands at the centre.
    """
    found = gap.capabilities
    if not found:
        return []
    series = [Series("Claimed", "reached", tuple(one.claimed_index for one in found))]
    known = tuple(one.experienced_index or 0 for one in found)
    possible = tuple(one.possible_index or 0 for one in found)
    if any(one.experienced_index is not None for one in found):
        series.append(Series("Experienced", "workers", known))
        if possible != known:
            series.append(Series("Possibly experienced", "possible", possible))
    return series


def gap_words(one: CapabilityGap) -> str:
    """The gap in stages: 1, −1, "0 to 2" where that is still open, "Not known"."""
    if one.gap is None or one.least_gap is None:
        return NOT_KNOWN
    words = str(one.gap) if one.settled else f"{one.least_gap} to {one.gap}"
    return words.replace("-", "−")


def gap_grid(gap: SayDoGap) -> pd.DataFrame:
    """One row per capability: the verdict on each stage as mark and word, and the gap in stages."""
    stages = [stage.name for stage in gap.framework.stages]
    rows = [
        (one.capability.short_name, *(verdict_words(s.verdict) for s in one.stages), gap_words(one))
        for one in gap.capabilities
    ]
    return pd.DataFrame(rows, columns=["Capability", *stages, "Gap"])


def verdict_words(verdict: Verdict) -> str:
    """A verdict as mark and word."""
    mark, word, _ = VERDICTS[verdict]
    return f"{mark} {word}"


def gap_table(gap: SayDoGap, results: SurveyResults | None) -> pd.DataFrame:
    """One row per worker statement, and one per stage without any, for a spreadsheet.

    Shares are texts, as some are ranges; what is withheld says why.
    """
    columns = [
        *("Capability", "Claimed", "Experienced", "Gap in stages", "Stage", "Stage verdict", "Caution"),
        *("Statement", "Text", "Verdict", "Known from", "Agree", "Answered", "By role", "Withheld"),
    ]
    return pd.DataFrame(list(_rows(gap, results)), columns=columns)


def _rows(gap: SayDoGap, results: SurveyResults | None) -> Iterator[tuple[object, ...]]:
    for one in gap.capabilities:
        known = one.experienced_index
        experienced = NOT_KNOWN if known is None else level_name(gap.framework, known)
        claimed = level_name(gap.framework, one.claimed_index)
        common = (one.capability.name, claimed, experienced, one.gap if one.settled else gap_words(one))
        for stage in one.stages:
            of_stage = (*common, stage.stage.name, VERDICTS[stage.verdict][1], stage.caution or "")
            if not stage.statements:
                yield (*of_stage, *[""] * 8)
            for statement in stage.statements:
                yield (*of_stage, *_cells(statement, results))


def _cells(one: StatementGap, results: SurveyResults | None) -> tuple[object, ...]:
    figure = one.result.figure if one.result else None
    return (
        one.statement.id,
        one.statement.text,
        VERDICTS[one.verdict][1],
        one.source.value if one.source else "",
        str(figure.share) if figure else "",
        figure.answered if figure else "",
        by_role(one.result) if one.result else "",
        why_withheld(one, results),
    )


def by_role(result: StatementResult) -> str:
    """The shares that agree by role, as "employee 79 % of 14"; empty where these may not be shown."""
    return "; ".join(
        f"{role_words(roles)} {figure.share} of {figure.answered}" for roles, figure in result.groups.items()
    )


def role_words(roles: Iterable[Role | None]) -> str:
    """A group of respondents in words: "employee", "carer or other"."""
    return " or ".join(ROLE_WORDS[role] for role in roles)


def why_withheld(one: StatementGap, results: SurveyResults | None) -> str:
    """Why there is no figure for a statement; empty where there is one, or no survey."""
    if results is None or one.result is None or one.result.withheld is None:
        return ""
    return results.why_withheld(one.result.withheld)


def statement_words(one: StatementGap, results: SurveyResults | None) -> str:
    """What is known of a statement in one line: the share that agrees, what was judged, or why nothing is."""
    figure = one.result.figure if one.result else None
    withheld = why_withheld(one, results)
    if one.verdict is Verdict.NOT_APPLICABLE:
        return "Judged not to apply here."
    if figure is not None:
        said = f"{figure.share} of {figure.answered} agree"
        if one.source is ExperienceSource.SURVEY:
            return f"{said}: {'experienced' if one.experienced else 'not experienced'}."
        said += ": whether this is enough would show that all said the same."
    else:
        said = withheld
    if one.source is ExperienceSource.JUDGEMENT:
        judged = f"Judged by the group: {'experienced' if one.experienced else 'not experienced'}."
        return f"{said} {judged}".strip()
    return said or "Nobody was asked, and nothing was judged."


def behind_words(stage: StageGap) -> str:
    """What makes claim and experience of a stage differ, by name; empty where they do not."""
    behind = names(stage.behind)
    if not behind:
        return ""
    if stage.verdict is Verdict.CLAIMED_ONLY:
        return f"Not experienced: {behind}."
    return f"Not claimed, as these do not count yet: {behind}."
