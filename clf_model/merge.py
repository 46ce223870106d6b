"""Three-way merge of one indicator's record: what I changed, put onto what others changed meanwhile."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher

from .assessment import Evidence, Former, Judgement, Record
from .errors import ClfError

_Group = tuple[Judgement | None, bool, str | None, Former | None]


class ConflictError(ClfError):
    """Two people changed the same part of one record in different ways.

    `base` is the record that both started from, `mine` what this writer wants, `theirs` what is stored now.
    """

    def __init__(self, base: Record, mine: Record, theirs: Record) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        super().__init__(
            "Someone else has changed this indicator meanwhile. Look at both versions and choose one."
        )


def merge(base: Record, mine: Record, theirs: Record) -> Record:
    """The record with both sides' changes since `base`.

    Judgement, equivalent, reason and what was judged formerly belong together: they come from one side as a
    whole. Effort stands on its own. Evidence is additive: theirs, without the entries that I removed, with
    those that I added; an edited entry keeps its place where it is still there. Raises `ConflictError` where
    the judgement with its reason, or the effort, was changed differently on both sides.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    judged = theirs if _group(mine) in (_group(base), _group(theirs)) else mine
    estimated = theirs if mine.effort in (base.effort, theirs.effort) else mine
    if (judged is mine and _group(theirs) != _group(base)) or (
        estimated is mine and theirs.effort != base.effort
    ):
        raise ConflictError(base, mine, theirs)
    return replace(
        judged,
        effort=estimated.effort,
        evidence=_merge_evidence(base.evidence, mine.evidence, theirs.evidence),
    )


def _group(record: Record) -> _Group:
    return record.judgement, record.equivalent, record.reason, record.former


def _merge_evidence(
    base: tuple[Evidence, ...], mine: tuple[Evidence, ...], theirs: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    merged = list(theirs)
    # What both removed or both added counts once, so that a repeated request changes nothing.
    removed = (Counter(base) - Counter(mine)) - (Counter(base) - Counter(theirs))
    added = (Counter(mine) - Counter(base)) - (Counter(theirs) - Counter(base))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, base, mine, autojunk=False).get_opcodes():
        for old, new in zip(base[i1:i2], mine[j1:j2], strict=False):
            if tag == "replace" and removed[old] > 0 and added[new] > 0:
                merged[merged.index(old)] = new
                removed[old] -= 1
                added[new] -= 1
    for old in removed.elements():
        merged.remove(old)
    # From the back, each new entry goes before the one that follows it in mine, or last.
    place = len(merged)
    for entry in reversed(mine):
        if added[entry] > 0:
            merged.insert(place, entry)
            added[entry] -= 1
        elif entry in merged:
            place = merged.index(entry)
    return tuple(merged)
