"""Three-way merge of one action: what I changed, put onto what others changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from ..action import Action
from ..errors import ClfError

# A decision belongs together with why it was taken and when to look at it again; the rest stands on its own.
_PARTS = (
    ("title",),
    ("effort",),
    ("covers",),
    ("requires",),
    ("owner",),
    ("due",),
    ("measure",),
    ("status", "reason", "review_on"),
)


class ActionConflictError(ClfError):
    """Two people changed the same part of one action in different ways.

    `base` is the action that both started from, `mine` what this writer wants, `theirs` what is stored now;
    None where there is no such action. `fields` names what was changed differently, and is empty where one
    side deleted what the other changed, or both made an action of this id.
    """

    def __init__(
        self, base: Action | None, mine: Action | None, theirs: Action | None, fields: tuple[str, ...] = ()
    ) -> None:
        self.base, self.mine, self.theirs, self.fields = base, mine, theirs, fields
        super().__init__(
            "Someone else has changed this action meanwhile. Look at both versions and choose one."
        )

    def settled(self, *, mine: bool) -> Action | None:
        """The action once somebody chose: with `mine`, or with theirs, in what both sides changed.

        What only this writer changed goes in either way. Where one side deleted it, that or the other's
        version is chosen as a whole.
        """
        if self.base is None or self.mine is None or self.theirs is None:
            return self.mine if mine else self.theirs
        kept = () if mine else self.fields
        changes = {
            field: getattr(self.mine, field)
            for fields in _PARTS
            for field in fields
            if field not in kept and attrgetter(*fields)(self.mine) != attrgetter(*fields)(self.base)
        }
        return replace(self.theirs, **changes)


def merge_action(base: Action | None, mine: Action | None, theirs: Action | None) -> Action | None:
    """The action with both sides' changes since `base`, part by part; None stands for no action.

    Status, reason and review date come from one side as a whole. Raises `ActionConflictError` where a part
    was changed differently on both sides, or one side deleted what the other changed.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if base is None or mine is None or theirs is None:
        raise ActionConflictError(base, mine, theirs)
    taken: dict[str, object] = {}
    conflicting: list[str] = []
    for fields in _PARTS:
        part = attrgetter(*fields)
        if part(mine) in (part(base), part(theirs)):
            continue
        if part(theirs) != part(base):
            conflicting += fields
        taken |= {field: getattr(mine, field) for field in fields}
    if conflicting:
        raise ActionConflictError(base, mine, theirs, tuple(conflicting))
    # `replace` is typed by the fields' names, which come from `_PARTS` here.
    return replace(theirs, **taken)  # type: ignore[arg-type]
