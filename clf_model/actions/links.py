"""How actions depend on each other and on a framework: each requirement exists, and none goes in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..action import Action
from ..errors import CycleError, UnknownIdError
from ..framework import Framework


def cycles(requires: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Circles of requirements, each as the ids in turn with the first repeated at the end.

    At least one of every group that require each other; none where there is an order to do all of them in.
    Ids that are required but not described are passed over.
    """
    finished: set[str] = set()
    for start in requires:
        # A walk in depth with a stack of its own: a chain may be longer than Python recurses.
        path: dict[str, Iterator[str]] = {}
        if start not in finished:
            path[start] = iter(requires[start])
        while path:
            here = next(reversed(path))
            for id_ in path[here]:
                if id_ in path:
                    walked = list(path)
                    yield (*walked[walked.index(id_) :], id_)
                elif id_ in requires and id_ not in finished:
                    path[id_] = iter(requires[id_])
                    break
            else:
                finished.add(here)
                del path[here]


def prerequisites_first(ids: Iterable[str], requires: Mapping[str, Sequence[str]]) -> list[str]:
    """These actions and all that has to come before them, in an order in which they can be done.

    `requires` has every action in question, and no circle.
    """
    order: dict[str, None] = {}
    for start in ids:
        path = {start: iter(requires[start])}
        while path:
            here = next(reversed(path))
            following = next((id_ for id_ in path[here] if id_ not in order), None)
            if following is None:
                order[here] = None
                del path[here]
            else:
                path[following] = iter(requires[following])
    return list(order)


def check_actions(framework: Framework, actions: Mapping[str, Action]) -> None:
    """See that actions cover indicators of the framework, require actions that exist, and have an order.

    Raises `UnknownIdError` and `CycleError`.
    """
    for action in actions.values():
        for id_ in action.covers:
            framework.indicator(id_)
        for id_ in action.requires:
            if id_ not in actions:
                raise UnknownIdError("action", id_, actions)
    for cycle in cycles({id_: action.requires for id_, action in actions.items()}):
        raise CycleError(cycle)
