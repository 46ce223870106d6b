"""A phone's own looks, asked for by the clock, beside what its person taps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bench.phone import shown_place
from tests.browser.conftest import AppServer
from tests.server.rooms import READING, Room, open_room, votes

ASKED = 10  # indicators of the organisation in the room's capability


@pytest.fixture
def room(app: AppServer) -> Iterator[Room]:
    """A workshop under way."""
    opened = open_room(app)
    yield opened
    opened.close()


def test_a_look_at_the_moment_of_a_tap_keeps_no_question_from_the_phone(room: Room) -> None:
    before = room.content()
    for _ in range(3):
        phone = room.phone()
        (look,) = phone.screen.timers
        for place in range(1, ASKED + 1):
            phone.send_press("Met")
            phone.send_rerun(look, is_auto_rerun=True)
            phone.wait(5, lambda screen, place=place: shown_place(screen) == place + 1)
            phone.wait(READING)
    assert len(votes(room.content() - before)) == 3 * ASKED
