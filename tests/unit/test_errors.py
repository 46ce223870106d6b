"""Errors that know what they are about by ids: on screen names stand in their place, and no id is left."""

from __future__ import annotations

import pytest

from clf_model import CycleError
from clf_model.errors import Kind, NamingError
from clf_store import EditConflictError, Phase, RequirementError, UndoConflictError
from clf_store.workshops.errors import NotAskedError, NotInWorkshopError, PhaseError, RoundClosedError

OF_CAPABILITY, OF_INDICATOR, OF_ACTION = Kind.CAPABILITY, Kind.INDICATOR, Kind.ACTION
# Each with the ids in it, and what they are.
ERRORS: list[tuple[NamingError, dict[str, Kind]]] = [
    (PhaseError("learning-culture", Phase.REVEALED, "reveal"), {"learning-culture": OF_CAPABILITY}),
    (NotInWorkshopError("1.1.O1"), {"1.1.O1": OF_INDICATOR}),
    (NotInWorkshopError("learning-culture", OF_CAPABILITY), {"learning-culture": OF_CAPABILITY}),
    (NotAskedError("1.1.W1"), {"1.1.W1": OF_INDICATOR}),
    (RoundClosedError("1.1.O1", 2), {"1.1.O1": OF_INDICATOR}),
    (EditConflictError({"1.1.O1": None, "1.1.O2": None}), {"1.1.O1": OF_INDICATOR, "1.1.O2": OF_INDICATOR}),  # type: ignore[dict-item]
    (RequirementError(("forum", "paper"), circle=False), {"forum": OF_ACTION, "paper": OF_ACTION}),
    (RequirementError(("forum", "paper", "forum"), circle=True), {"forum": OF_ACTION, "paper": OF_ACTION}),
    (UndoConflictError("undo", ("1.1.O1",), ("forum",)), {"1.1.O1": OF_INDICATOR, "forum": OF_ACTION}),
    (CycleError(("forum", "paper", "forum")), {"forum": OF_ACTION, "paper": OF_ACTION}),
]


@pytest.mark.parametrize(("error", "ids"), ERRORS, ids=lambda one: type(one).__name__)
def test_an_error_says_by_name_what_it_is_about(error: NamingError, ids: dict[str, Kind]) -> None:
    asked: dict[str, Kind] = {}

    def name_of(kind: Kind, id_: str) -> str:
        asked[id_] = kind
        return f"<{len(asked)}>"

    text = error.said(name_of)
    assert asked == ids
    assert not any(id_ in text for id_ in ids)
    assert all(id_ in str(error) for id_ in ids)


def test_no_error_that_knows_ids_is_left_out() -> None:
    def below(kind: type[NamingError]) -> set[type[NamingError]]:
        return {kind, *(one for child in kind.__subclasses__() for one in below(child))}

    assert {type(error) for error, _ in ERRORS} == below(NamingError) - {NamingError}
