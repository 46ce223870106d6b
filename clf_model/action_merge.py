"""Three-way merge of one action: what I changed, put onto what others changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from .action import Action
from .errors import ClfError

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
