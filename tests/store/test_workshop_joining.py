"""How people get into a workshop, and how nobody guesses their way in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from clf_model.voices import Role, Vote
from clf_store import (
    NotFacilitatorError,
    Store,
    StoreError,
    TooManyGuessesError,
    UnknownCodeError,
    WorkshopClosedError,
)
from clf_store.sql import tokens
from clf_store.workshops import guesses
from tests.store.rooms import AT, FRAMEWORK, LATER, STRANGER, Room, everything

LOOK_ALIKES = ("0O", "1IL", "5S", "8B", "2Z", "UV")
NO_CODES = ["", "K7M4", "K7M4-QX9O", "K7M4QX92K", "' OR 1=1", "Ｋ７Ｍ４ＱＸ９２", "\0\udc80"]


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store, people=0)


def wrong_codes(room: Room, count: int) -> list[str]:
    """Codes of the right form, none of them the room's."""
    right = tokens.typed_code(room.opened.door.code)
    return [code for code in (tokens.new_code() for _ in range(count)) if code != right]


def evaluated(room: Room, code: str, address: str | None) -> bool:
    """Whether a wrong code was looked at, rather than turned away unseen."""
    try:
        room.workshops.join(code, address=address, at=AT)
    except UnknownCodeError:
        return True
    except TooManyGuessesError:
        return False
    raise AssertionError("a wrong code opened the door")


def test_a_code_has_eight_letters_of_which_no_two_look_alike() -> None:
    assert all(len(set(pair) & set(tokens.CODE_LETTERS)) <= 1 for pair in LOOK_ALIKES)
    assert len(set(tokens.CODE_LETTERS)) == len(tokens.CODE_LETTERS) == 27
    code = tokens.new_code()
    assert len(code) == 8
    assert set(code) <= set(tokens.CODE_LETTERS)
    assert tokens.shown_code("K7M4QX92") == "K7M4-QX92"
    assert len({tokens.new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["K7M4-QX92", "k7m4qx92", " k7m4 – qx92\n", "K 7 M 4 Q X 9 2"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert tokens.typed_code(typed) == "K7M4QX92"


@pytest.mark.parametrize("typed", NO_CODES)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert tokens.typed_code(typed) == ""


def test_of_what_is_typed_only_a_beginning_is_looked_at() -> None:
    assert tokens.typed_code("-" * 92 + "K7M4QX92") == "K7M4QX92"
    assert tokens.typed_code("-" * 93 + "K7M4QX92") == ""


def test_people_join_by_code_and_by_link_with_a_role_or_without(room: Room, url: str) -> None:
    seats = [
        room.workshops.join(f" {room.opened.door.code.lower()} ", address="192.0.2.1", at=AT),
        room.workshops.join(room.opened.door.link, address=None, at=AT, role=Role.CARER),
    ]
    assert {seat.workshop_id for seat in seats} == {room.id}
    assert len({seat.token for seat in seats}) == 2
    assert all(len(seat.token) == 22 for seat in seats)  # 16 bytes in Base64
    assert room.workshops.pulse(room.id, "a").here == 2
    assert everything(url)["guess"] == everything(url)["vote"] == []


def test_the_same_token_finds_its_seat_and_its_votes_again(room: Room) -> None:
    seat = room.workshops.join(room.opened.door.link, address=None, at=AT, role=Role.MANAGER)
    room.judge()
    room.workshops.vote(room.id, seat.token, "a.O1", 1, Vote.MET)
    again = room.workshops.join(room.opened.door.code, address=None, at=AT, token=seat.token)
    assert again == seat
    assert room.workshops.pulse(room.id, "a").here == 1
    assert room.workshops.own_votes(room.id, again.token) == {("a.O1", 1): Vote.MET}
    with pytest.raises(StoreError, match="22"):
        room.workshops.join(room.opened.door.link, address=None, at=AT, token="short")


def test_a_wrong_code_an_expired_one_and_one_of_a_closed_workshop_look_alike(
    store: Store, room: Room
) -> None:
    """The same message, and the same statements run."""
    closed = Room(store, people=0)
    closed_code = closed.opened.door.code
    closed.workshops.close(closed.id, closed.boss, FRAMEWORK, who="ann", at=AT)
    statements: list[list[str]] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        statements[-1].append(statement)

    messages = set()
    engine = store._database._engine
    event.listen(engine, "before_cursor_execute", note)
    for code, at in (
        (wrong_codes(room, 2)[0], AT),
        (room.opened.door.code, LATER),
        (closed_code, AT),
        ("no code", AT),
    ):
        statements.append([])
        with pytest.raises(UnknownCodeError) as raised:
            room.workshops.join(code, address="192.0.2.1", at=at)
        messages.add(str(raised.value))
    event.remove(engine, "before_cursor_execute", note)
    assert len(messages) == 1
    assert all(one == other for one, other in pairwise(statements))
    for link, at in ((STRANGER, AT), (room.opened.door.link, LATER), (closed.opened.door.link, AT)):
        with pytest.raises(UnknownCodeError):
            room.workshops.join(link, address=None, at=at)


def test_of_twenty_guesses_at_once_exactly_ten_are_looked_at(room: Room) -> None:
    with ThreadPoolExecutor(20) as pool:
        looked_at = list(pool.map(lambda code: evaluated(room, code, "192.0.2.1"), wrong_codes(room, 20)))
    assert looked_at.count(True) == guesses.PER_ADDRESS == 10
    with pytest.raises(TooManyGuessesError):
        room.workshops.join(room.opened.door.code, address="192.0.2.1", at=AT)


def test_ten_thousand_guesses_find_nothing_and_a_thousand_are_looked_at(room: Room, url: str) -> None:
    """By a guesser with a new address for every five; those of the room come in by the link all the while."""
    count = 10_000 if url.startswith("sqlite") else 2_000
    looked_at = [
        evaluated(room, tokens.new_code(), f"10.0.{number // 5 // 256}.{number // 5 % 256}")
        for number in range(count)
    ]
    assert looked_at.count(True) == guesses.IN_ALL == 1000
    assert room.workshops.pulse(room.id, "a").here == 0
    assert room.workshops.join(room.opened.door.link, address="10.0.0.0", at=AT).workshop_id == room.id


def test_a_guesser_locks_out_nobody_else_and_not_for_long(room: Room, url: str) -> None:
    for code in wrong_codes(room, 30):
        evaluated(room, code, "192.0.2.1")
    for address in ("192.0.2.2", "2001:db8::1", None):  # whoever is elsewhere
        room.workshops.join(room.opened.door.code, address=address, at=AT)
    room.workshops.join(room.opened.door.link, address="192.0.2.1", at=AT)  # and who scans the code here
    over = AT + guesses.WINDOW
    room.workshops.join(room.opened.door.code, address="192.0.2.1", at=over)
    assert room.workshops.pulse(room.id, "a").here == 5
    assert everything(url)["guess"] == []  # nothing is kept of addresses once they no longer count


def test_right_codes_never_count_however_many_come_from_one_address(room: Room) -> None:
    """A room behind one router is one address."""
    for number in range(30):
        if number % 10 == 0:
            assert evaluated(room, wrong_codes(room, 2)[0], "192.0.2.1")
        room.workshops.join(room.opened.door.code, address="192.0.2.1", at=AT)
    assert room.workshops.pulse(room.id, "a").here == 30


def test_an_address_is_kept_as_a_hash_and_one_customer_of_ipv6_is_one_address(room: Room, url: str) -> None:
    assert tokens.address_key("2001:db8:0:1::7") == tokens.address_key("2001:db8:0:1:ffff::1")
    assert tokens.address_key("2001:db8:0:1::7") != tokens.address_key("2001:db8:0:2::7")
    assert tokens.address_key("::ffff:192.0.2.1") == tokens.address_key("192.0.2.1")
    assert tokens.address_key(None) == tokens.address_key("") != tokens.address_key("nonsense\udc80")
    assert evaluated(room, wrong_codes(room, 2)[0], "192.0.2.77")
    assert "192.0.2.77" not in repr(everything(url))


def test_the_secret_that_leads_elsewhere_leads_one_workshop_only(store: Store, room: Room) -> None:
    again = room.workshops.open(
        room.draft, FRAMEWORK, ["a"], title="Next", expires_at=LATER, at=AT, facilitator=room.boss
    )
    lead = room.workshops.lead(room.id, room.boss)
    assert room.workshops.is_facilitator(room.id, lead)
    assert not room.workshops.is_facilitator(again.workshop_id, lead)
    room.workshops.judge(room.id, lead, "a")
    with pytest.raises(NotFacilitatorError):
        room.workshops.judge(again.workshop_id, lead, "a")
    for other in (room.opened.door.wall, room.opened.door.link, room.join()):
        with pytest.raises(NotFacilitatorError):
            room.workshops.lead(room.id, other)


def test_a_new_door_shuts_the_old_one_and_who_is_in_stays_in(room: Room) -> None:
    token = room.join()
    old = room.opened.door
    assert (
        room.workshops.door(room.id, room.boss)
        == old
        == room.workshops.door_of_wall(room.id, old.wall, at=AT)
    )
    later = LATER + timedelta(hours=1)
    new = room.workshops.renew_door(room.id, room.boss, expires_at=later)
    assert new.expires_at == later
    assert old.code != new.code
    for entry in (old.code, old.link):
        with pytest.raises(UnknownCodeError):
            room.workshops.join(entry, address=None, at=AT)
    assert room.workshops.door_of_wall(room.id, old.wall, at=AT) == new
    for wrong in (old.link, new.link, new.code, token, room.boss, "", "ü\udc80"):
        with pytest.raises(UnknownCodeError):
            room.workshops.door_of_wall(room.id, wrong, at=AT)
    for expired in (later, later + timedelta(days=1)):
        with pytest.raises(UnknownCodeError):
            room.workshops.door_of_wall(room.id, old.wall, at=expired)
    room.workshops.join(new.code, address=None, at=LATER)
    room.judge()
    room.workshops.vote(room.id, token, "a.O1", 1, Vote.MET)
    with pytest.raises(NotFacilitatorError):
        room.workshops.door(room.id, token)
    room.reveal()
    room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=AT)
    with pytest.raises(WorkshopClosedError):
        room.workshops.door(room.id, room.boss)
    with pytest.raises(UnknownCodeError):
        room.workshops.door_of_wall(room.id, old.wall, at=AT)


def test_wrong_links_are_turned_away_without_writing(store: Store, room: Room, url: str) -> None:
    before = everything(url)
    for _ in range(30):
        with pytest.raises(UnknownCodeError):
            room.workshops.join(tokens.new_token(), address="192.0.2.1", at=AT)
    assert everything(url) == before
    assert sa.inspect(store._database._engine).has_table("guess")
