"""Two editions of one framework: what differs, and an assessment carried over from one to the other.

The rule is the domain's section 1a: an indicator is the same where id and text agree, moved where its text
stands under another id or in another place, reworded where its id has another text, else added or removed.
White space and a final full stop make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from .action import Action
from .assessment import Assessment, Former, Record, Removed
from .errors import ClfError, MismatchError
from .framework import Framework, Indicator, Stage


class OtherFrameworkError(ClfError):
    """Two frameworks have different ids: they are no editions of one."""

    def __init__(self, old: Framework, new: Framework) -> None:
        super().__init__(
            f"'{old.id}' and '{new.id}' are two frameworks, not two editions of one. "
            f"Name two files with the same 'id:'."
        )


@dataclass(frozen=True, slots=True)
class Renamed:
    """A stage or capability with another name under the same id."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StageChanges:
    """How the stages differ: ids, in the order of their edition; `reordered` looks at those that stay."""

    added: tuple[Stage, ...]
    removed: tuple[Stage, ...]
    renamed: tuple[Renamed, ...]
    reordered: bool


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """What differs between an old and a new edition.

    `same` pairs indicators that stay, `moved` those whose text stands elsewhere, `reworded` those whose id
    has another text: each the old one and the new one. Everything is in the order of its edition, pairs in
    that of the old one. `renamed` are capabilities.
    """

    old: Framework
    new: Framework
    stages: StageChanges
    renamed: tuple[Renamed, ...]
    same: tuple[tuple[Indicator, Indicator], ...]
    moved: tuple[tuple[Indicator, Indicator], ...]
    reworded: tuple[tuple[Indicator, Indicator], ...]
    added: tuple[Indicator, ...]
    removed: tuple[Indicator, ...]

    @property
    def successors(self) -> Mapping[str, str]:
        """By the id of each old indicator that stays in some way its id in the new edition."""
        pairs = (*self.same, *self.moved, *self.reworded)
        return MappingProxyType({before.id: after.id for before, after in pairs})


def edition_changes(old: Framework, new: Framework) -> EditionChanges:
    """What differs between two editions. Raises `OtherFrameworkError` where they are two frameworks."""
    if old.id != new.id:
        raise OtherFrameworkError(old, new)
    stayed = [(i, new.indicator(i.id)) for i in old.indicators if new.has_indicator(i.id)]
    agreeing = [(before, after) for before, after in stayed if _say_the_same(before, after)]
    elsewhere = _by_text(
        _without(old.indicators, (before.id for before, _ in agreeing)),
        _without(new.indicators, (after.id for _, after in agreeing)),
    )
    found_anew = {after.id for _, after in elsewhere}
    gone = {before.id for before, _ in elsewhere}
    reworded = [
        (before, after)
        for before, after in stayed
        if not _say_the_same(before, after) and before.id not in gone and after.id not in found_anew
    ]
    pairs = [*agreeing, *elsewhere, *reworded]
    position = {indicator.id: place for place, indicator in enumerate(old.indicators)}
    moved = [*elsewhere, *(pair for pair in agreeing if not _stand_together(*pair))]
    return EditionChanges(
        old=old,
        new=new,
        stages=_stage_changes(old, new),
        renamed=_renamed({c.id: c.name for c in old.capabilities}, {c.id: c.name for c in new.capabilities}),
        same=tuple(pair for pair in agreeing if _stand_together(*pair)),
        moved=tuple(sorted(moved, key=lambda pair: position[pair[0].id])),
        reworded=tuple(reworded),
        added=tuple(_without(new.indicators, (after.id for _, after in pairs))),
        removed=tuple(_without(old.indicators, (before.id for before, _ in pairs))),
    )


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """An assessment of the new edition, and what became of the old one's records.

    `moved` and `reworded` are the pairs of the editions of which something was recorded, `removed` what was
    recorded of indicators that are gone; `uncovered` names by action the removed ids that it covered.
    """

    assessment: Assessment
    moved: tuple[tuple[Indicator, Indicator], ...]
    reworded: tuple[tuple[Indicator, Indicator], ...]
    removed: tuple[Removed, ...]
    uncovered: Mapping[str, tuple[str, ...]]


def carry_over(assessment: Assessment, old: Framework, new: Framework) -> CarriedOver:
    """The assessment, made with the old edition, as one of the new.

    What is the same or moved keeps everything. What is reworded keeps effort and evidence, and its judgement
    as what was judged formerly: it counts as not discussed. What was removed goes to `Assessment.removed`.

    Raises `OtherFrameworkError`, `MismatchError` for an assessment of another framework, and `UnknownIdError`
    where it has an indicator that the old edition has not.
    """
    changes = edition_changes(old, new)
    if assessment.framework_id != old.id:
        raise MismatchError(assessment.framework_id, old.id)
    reworded = {before.id for before, _ in changes.reworded}
    records: dict[str, Record] = {}
    removed: list[Removed] = []
    for id_, record in assessment:
        indicator = old.indicator(id_)
        successor = changes.successors.get(id_)
        if successor is None:
            removed.append(Removed(id_, indicator.text, old.edition, record))
        else:
            records[successor] = formerly(record, indicator.text) if id_ in reworded else record
    actions, uncovered = _covering(assessment.actions, changes.successors)
    return CarriedOver(
        replace(assessment, records=records, actions=actions, removed=(*assessment.removed, *removed)),
        tuple(pair for pair in changes.moved if pair[0].id in assessment.records),
        tuple(pair for pair in changes.reworded if pair[0].id in assessment.records),
        tuple(removed),
        MappingProxyType(uncovered),
    )


def formerly(record: Record, text: str) -> Record:
    """A record whose indicator said `text` when it was judged: it waits to be judged anew.

    One that waits already keeps what was judged first.
    """
    if record.judgement is None:
        return record
    former = Former(text, record.judgement, record.equivalent, record.reason)
    return replace(record, judgement=None, equivalent=False, reason=None, former=former)


def words_of(text: str) -> str:
    """What counts of a text when two editions are compared: white space and a final full stop do not."""
    return " ".join(text.split()).removesuffix(".").rstrip()


def _say_the_same(before: Indicator, after: Indicator) -> bool:
    return words_of(before.text) == words_of(after.text)


def _place(indicator: Indicator) -> tuple[str, str, str]:
    return indicator.perspective, indicator.capability_id, indicator.stage_id


def _stand_together(before: Indicator, after: Indicator) -> bool:
    return _place(before) == _place(after)


_NEARNESS: tuple[Callable[[Indicator], tuple[str, ...]], ...] = (
    lambda indicator: _place(indicator),
    lambda indicator: _place(indicator)[:2],
    lambda indicator: _place(indicator)[:1],
    lambda indicator: (),
)


def _by_text(before: Iterable[Indicator], after: Iterable[Indicator]) -> list[tuple[Indicator, Indicator]]:
    """Pairs of the same text; where a text comes more than once, the nearest first, then in order."""
    pairs = []
    old, new = list(before), list(after)
    for near in _NEARNESS:
        waiting: dict[tuple[str, ...], list[Indicator]] = {}
        for indicator in new:
            waiting.setdefault((words_of(indicator.text), *near(indicator)), []).append(indicator)
        for indicator in old:
            if found := waiting.get((words_of(indicator.text), *near(indicator))):
                pairs.append((indicator, found.pop(0)))
        old = _without(old, (one.id for one, _ in pairs))
        new = _without(new, (other.id for _, other in pairs))
    return pairs


def _without(indicators: Iterable[Indicator], ids: Iterable[str]) -> list[Indicator]:
    taken = set(ids)
    return [indicator for indicator in indicators if indicator.id not in taken]


def _stage_changes(old: Framework, new: Framework) -> StageChanges:
    before, after = {s.id: s for s in old.stages}, {s.id: s for s in new.stages}
    places = [new.stage_index(id_) for id_ in before if id_ in after]
    return StageChanges(
        added=tuple(stage for id_, stage in after.items() if id_ not in before),
        removed=tuple(stage for id_, stage in before.items() if id_ not in after),
        renamed=_renamed({s.id: s.name for s in old.stages}, {s.id: s.name for s in new.stages}),
        reordered=any(left > right for left, right in pairwise(places)),
    )


def _renamed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Renamed, ...]:
    return tuple(
        Renamed(id_, name, after[id_])
        for id_, name in before.items()
        if id_ in after and words_of(name) != words_of(after[id_])
    )


def _covering(
    actions: Mapping[str, Action], successors: Mapping[str, str]
) -> tuple[dict[str, Action], dict[str, tuple[str, ...]]]:
    """Actions that cover the successors of what they covered, and by action what has none."""
    carried = {
        id_: replace(action, covers=tuple(successors[c] for c in action.covers if c in successors))
        for id_, action in actions.items()
    }
    lost = {id_: tuple(c for c in one.covers if c not in successors) for id_, one in actions.items()}
    return carried, {id_: ids for id_, ids in lost.items() if ids}
