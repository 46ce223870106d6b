"""A survey's results as those of another edition of its framework: by the statements that say the same."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from ..editions import EditionChanges
from ..framework import Indicator, Perspective
from .results import StatementResult, SurveyResults, Withheld


def results_in_edition(
    results: SurveyResults, changes: EditionChanges
) -> tuple[SurveyResults, tuple[Indicator, ...]]:
    """The results, of a survey of the old edition, under the new one's ids, and the statements left out.

    A statement that was reworded was not asked as it stands now; one that is gone, or is no worker statement
    any longer, has no place.
    """
    found = {
        after.id: replace(results.statements[before.id], statement_id=after.id)
        for before, after in (*changes.same, *changes.moved)
        if before.id in results.statements and after.perspective is Perspective.WORKER
    }
    taken = {before.id for before, after in (*changes.same, *changes.moved) if after.id in found}
    statements = {
        one.id: found.get(one.id, StatementResult(one.id, withheld=Withheld.NOT_ASKED))
        for one in changes.new.indicators
        if one.perspective is Perspective.WORKER
    }
    left_out = tuple(
        changes.old.indicator(id_)
        for id_, result in results.statements.items()
        if id_ not in taken and result.withheld is not Withheld.NOT_ASKED
    )
    return replace(results, statements=MappingProxyType(statements)), left_out
