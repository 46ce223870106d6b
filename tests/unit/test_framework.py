"""A framework as a value: look-ups, order, equality and the digest of its text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clf_model.errors import UnknownIdError
from clf_model.framework import Capability, Framework, Perspective
from tests.unit.strategies import build_framework, situation

ORGANISATION, WORKER = Perspective.ORGANISATION, Perspective.WORKER


@pytest.fixture
def framework() -> Framework:
    """Two capabilities, two stages; the second capability has no worker statement in its first stage."""
    return build_framework([[(2, 1), (1, 2)], [(1, 0), (1, 1)]])


def test_indicators_come_in_the_order_of_the_framework(framework: Framework) -> None:
    assert [i.id for i in framework.indicators] == [
        *("1.1.O1", "1.1.O2", "1.1.W1", "1.2.O1", "1.2.W1", "1.2.W2"),
        *("2.1.O1", "2.2.O1", "2.2.W1"),
    ]


def test_a_cell_holds_the_indicators_of_one_capability_stage_and_perspective(framework: Framework) -> None:
    assert [i.id for i in framework.cell("capability-1", "engaged", ORGANISATION)] == ["1.1.O1", "1.1.O2"]
    assert [i.id for i in framework.cell("capability-1", "established", WORKER)] == ["1.2.W1", "1.2.W2"]


def test_a_cell_without_indicators_is_empty(framework: Framework) -> None:
    assert framework.cell("capability-2", "engaged", WORKER) == ()


def test_the_letters_of_a_test_build_the_framework_they_show() -> None:
    written = situation("mp n", "- a", worker=["M mm", ". p"]).framework
    assert written == build_framework([[(2, 1), (1, 2)], [(1, 0), (1, 1)]])


def test_stages_count_from_one(framework: Framework) -> None:
    assert [framework.stage_index(s.id) for s in framework.stages] == [1, 2]
    assert framework.stage("established") is framework.stages[1]


def test_things_are_found_by_their_ids(framework: Framework) -> None:
    assert framework.indicator("1.2.W2").text == "does it"
    assert framework.indicator("1.2.W2").perspective is WORKER
    assert framework.capability("capability-2") is framework.capabilities[1]
    assert framework.has_indicator("2.1.O1")
    assert not framework.has_indicator("2.1.W1")


def test_an_unknown_indicator_is_named_together_with_the_known_ones(framework: Framework) -> None:
    with pytest.raises(
        UnknownIdError, match=r"There is no indicator '9\.9\.O9'\. Known: 1\.1\.O1, 1\.1\.O2"
    ) as e:
        framework.indicator("9.9.O9")
    assert (e.value.kind, e.value.id) == ("indicator", "9.9.O9")


def test_an_unknown_capability_is_named_together_with_the_known_ones(framework: Framework) -> None:
    with pytest.raises(UnknownIdError) as error:
        framework.capability("sailing")
    assert str(error.value) == "There is no capability 'sailing'. Known: capability-1, capability-2."


@pytest.mark.parametrize("look_up", ["stage", "stage_index"])
def test_an_unknown_stage_is_named_together_with_the_known_ones(framework: Framework, look_up: str) -> None:
    with pytest.raises(UnknownIdError) as error:
        getattr(framework, look_up)("novice")
    assert str(error.value) == "There is no stage 'novice'. Known: engaged, established."


def test_a_framework_knows_which_perspectives_it_has(framework: Framework) -> None:
    assert framework.has_perspective(ORGANISATION)
    assert framework.has_perspective(WORKER)
    assert not build_framework([[(1, 0)]]).has_perspective(WORKER)


def test_each_perspective_has_its_lead_from_the_source() -> None:
    assert ORGANISATION.lead == "If the organisation…"
    assert WORKER.lead == "Then the social service worker should…"


def test_equal_frameworks_have_the_same_digest(framework: Framework) -> None:
    again = build_framework([[(2, 1), (1, 2)], [(1, 0), (1, 1)]])
    assert framework == again
    assert framework.digest == again.digest
    assert len(framework.digest) == 64


def reworded(framework: Framework) -> Framework:
    first, *others = framework.capabilities
    indicator, *rest = first.indicators
    indicators = (replace(indicator, text="does it every week"), *rest)
    return replace(framework, capabilities=(replace(first, indicators=indicators), *others))


def restated(framework: Framework) -> Framework:
    first, *others = framework.capabilities
    return replace(framework, capabilities=(replace(first, statement="What it really means"), *others))


def redescribed(framework: Framework) -> Framework:
    first, *others = framework.stages
    return replace(framework, stages=(replace(first, descriptor="Something else"), *others))


@pytest.mark.parametrize("change", [reworded, restated, redescribed])
def test_any_other_wording_has_another_digest(framework: Framework, change: object) -> None:
    assert callable(change)
    changed = change(framework)
    assert changed != framework
    assert changed.digest != framework.digest


def test_another_edition_has_another_digest(framework: Framework) -> None:
    assert replace(framework, edition="2").digest != framework.digest


def test_a_framework_with_one_perspective_and_one_stage_is_a_framework() -> None:
    tiny = build_framework([[(1, 0)]])
    assert [i.id for i in tiny.indicators] == ["1.1.O1"]
    assert isinstance(tiny.capability("capability-1"), Capability)
