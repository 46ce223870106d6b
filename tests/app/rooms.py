"""A room for tests: a workshop opened through the page, and phones that vote straight into the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from clf_model.voices import Vote
from clf_store import Door, Workshop
from tests.app.driver import ROWANBANK, open_page, sample_id, store, submit

CAPABILITY = "planning"
FACILITATOR = "facilitator"


def opened(database: str, *capabilities: str) -> AppTest:
    """The facilitator's tab right after a workshop on Rowanbank was opened, by default on one capability."""
    aid = sample_id(database, ROWANBANK)
    at = open_page("facilitate", browser=FACILITATOR, assessment=aid)
    at.button_group(key=f"facilitate-capabilities-{aid}").set_value(list(capabilities or (CAPABILITY,)))
    at.text_input(key=f"facilitate-title-{aid}").set_value("Spring room")
    return submit(at, "open-workshop", "Open the workshop").click().run()


def workshop(database: str) -> Workshop:
    """The newest workshop on Rowanbank."""
    with store(database) as opened_store:
        return opened_store.workshops.of_assessment(sample_id(database, ROWANBANK))[0]


def door(database: str, at: AppTest) -> Door:
    """How people get in, as the link to the projector on the facilitator's screen tells it."""
    (projector,) = [one.proto.url for one in at.get("link_button") if "/projector" in one.proto.url]
    query = parse_qs(urlsplit(projector).query)
    with store(database) as opened_store:
        return opened_store.workshops.door_of_wall(
            int(query["workshop"][0]), query["wall"][0], at=datetime.now(UTC)
        )


def vote(database: str, door_: Door, votes: Mapping[str, list[Vote]], *, round_: int = 1) -> None:
    """As many phones as there are votes on an indicator join and give theirs."""
    phones = max(len(given) for given in votes.values())
    with store(database) as opened_store:
        for number in range(phones):
            seat = opened_store.workshops.join(
                door_.link, address=None, at=datetime.now(UTC), token=f"phone-{number:016d}"
            )
            for id_, given in votes.items():
                if number < len(given):
                    opened_store.workshops.vote(seat.workshop_id, seat.token, id_, round_, given[number])
