"""The Overview: where a service stands, what keeps it there, and the ways to begin."""

from __future__ import annotations

from datetime import date

import pytest

from clf_model import Judgement, Record
from tests.app import driver
from tests.app.driver import open_page, own, says, submit

CARDS = ["learning-culture", "planning", "access", "feedback", "dignity", "wellbeing"]
WORDS = ["Not yet engaged", "Engaged", "Established", "Accomplished", "Exemplary"]
DOTS = ["○○○○", "●○○○", "●●○○", "●●●○", "●●●●"]


def _stages(at: driver.AppTest) -> dict[str, str]:
    """The stage line of every card, in the order on screen."""
    keys = [b.key for b in at.container if (b.key or "").startswith("card-")]
    return {key.removeprefix("card-"): driver.texts_in(at, key)[0].removeprefix("#### ") for key in keys}


# From the table "Reached stages" in sample_evidence/README.md.
@pytest.mark.parametrize(
    ("sample", "reached"),
    [
        ("rowanbank-care-home-2025-03", [1, 0, 1, 1, 0, 0]),
        ("rowanbank-care-home-2026-09", [2, 1, 3, 1, 2, 0]),
        ("glenmore-home-care-2026-06", [1, 3, 3, 2, 3, 1]),
        ("tarbrae-befriending-2026-10", [0, 0, 0, 0, 0, 2]),
        ("ardwhin-supported-living-2026-08", [4, 4, 3, 4, 3, 4]),
        ("whinfield-housing-support-2026-11", [0, 0, 0, 0, 0, 0]),
    ],
)
def test_six_cards_in_framework_order_name_the_stages_reached(
    database: str, sample: str, reached: list[int]
) -> None:
    at = open_page("overview", database_url=database, assessment=driver.sample_id(database, sample))
    assert _stages(at) == {
        card: f"{DOTS[index]} {WORDS[index]}" for card, index in zip(CARDS, reached, strict=True)
    }
    assert list(_stages(at)) == CARDS
