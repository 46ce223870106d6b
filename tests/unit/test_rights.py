"""The table of rights: it names every verb of the store, and every call is held to it in room mode."""

from __future__ import annotations

import inspect
import re
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from clf_store import Demonstrations, Store, Surveys, Workshops
from clf_ui.access import rights, session
from clf_ui.access.mode import Mode, mode
from clf_ui.access.passphrase import DAY, Passphrase
from clf_ui.access.rights import TABLE, NotAllowedError, Right, guarded, wall
from clf_ui.access.session import Access, begin, carried

CLASSES = {"": Store, "workshops.": Workshops, "surveys.": Surveys, "demonstrations.": Demonstrations}
ROOT = Path(__file__).resolve().parents[2]
HELD = Passphrase.new()  # its key is made slowly, so once
# Calls that make a secret, or ask whether one is right, and so need none.
NO_SECRET = {"workshops.open", "workshops.is_facilitator", "demonstrations.begin"}
NO_SECRET |= {"surveys.open", "surveys.add_imported"}


def verbs() -> dict[str, inspect.Signature]:
    """Every public verb of the store with what it takes."""
    return {
        prefix + name: inspect.signature(function)
        for prefix, owner in CLASSES.items()
        for name, function in inspect.getmembers(owner, callable)
        if not name.startswith("_")
    }


def test_every_verb_of_the_store_has_a_right_and_nothing_else_has() -> None:
    assert verbs().keys() == TABLE.keys()


def test_what_takes_a_secret_is_the_leaders_or_the_owners() -> None:
    for verb, signature in verbs().items():
        for parameter, right in (("facilitator", Right.LEADER), ("owner", Right.OWNER)):
            takes_it = parameter in signature.parameters and verb not in NO_SECRET
            assert takes_it == (TABLE[verb] is right), verb


def test_the_documented_table_is_the_one_in_force() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)
    documented = {verb: right for right, cell in rows for verb in re.findall(r"`([\w.]+)`", cell)}
    assert documented == {verb: right.value for verb, right in TABLE.items()}


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> Passphrase:
    """Room mode with a passphrase; nobody has entered it."""
    monkeypatch.setattr(Access, "passphrase", HELD)
    return HELD


def store() -> Mock:
    return Mock()


def call(behind: Mock, verb: str, *args: object) -> object:
    found: object = guarded(behind)
    for name in verb.split("."):
        found = getattr(found, name)
    assert callable(found)
    return found(*args)


def called(behind: Mock, verb: str) -> bool:
    found = behind
    for name in verb.split("."):
        found = getattr(found, name)
    return bool(found.called)


def test_without_the_passphrase_only_what_is_anyones_reaches_the_store(passphrase: Passphrase) -> None:
    for verb, right in TABLE.items():
        behind = store()
        if right is Right.ANYONE:
            call(behind, verb, 1)
        else:
            with pytest.raises(NotAllowedError):
                call(behind, verb, 1)
        assert called(behind, verb) == (right is Right.ANYONE), verb


def test_with_it_all_reaches_the_store_but_what_the_program_does(
    passphrase: Passphrase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "ticket", lambda: passphrase.ticket(time.time()))
    for verb, right in TABLE.items():
        behind = store()
        if right is Right.PROGRAM:
            with pytest.raises(NotAllowedError):
                call(behind, verb, 1)
        else:
            call(behind, verb, 1)
        assert called(behind, verb) == (right is not Right.PROGRAM), verb


def test_a_verb_that_the_table_does_not_name_is_nobodys(passphrase: Passphrase) -> None:
    with pytest.raises(NotAllowedError):
        rights.need("workshops.something_new")


def test_a_wall_reads_the_assessment_of_its_workshop_and_no_other(passphrase: Passphrase) -> None:
    behind = store()
    with wall(7):
        call(behind, "load", 7)
        for verb, subject in (("load", 8), ("delete", 7)):
            with pytest.raises(NotAllowedError):
                call(behind, verb, subject)
    with pytest.raises(NotAllowedError):
        call(behind, "load", 7)


def test_a_download_is_made_with_the_right_of_the_run_that_drew_it(
    passphrase: Passphrase, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = store()
    make = carried(lambda: call(behind, "backup", Path("x")))
    with pytest.raises(NotAllowedError):
        make()
    with monkeypatch.context() as drawn:
        drawn.setattr(session, "ticket", lambda: passphrase.ticket(time.time()))
        make = carried(lambda: call(behind, "backup", Path("x")))
    make()
    assert behind.backup.called


def test_in_personal_mode_there_is_nothing_between_pages_and_store() -> None:
    behind = store()
    assert guarded(behind) is behind


def test_a_ticket_is_good_for_a_day_for_its_passphrase_and_only_whole() -> None:
    passphrase, other = Passphrase.new(), Passphrase.new()
    ticket = passphrase.ticket(1000.0)
    assert passphrase.admits(ticket, 1000.0 + DAY - 1)
    assert not passphrase.admits(ticket, 1000.0 + DAY)
    assert not other.admits(ticket, 1000.0)
    later = f"{10**9}{ticket[ticket.index('.') :]}"
    for forged in ("", ".", "..", "x.y.z", "\udcff.x.y", ticket[:-1], ticket + "0", later):
        assert not passphrase.admits(forged, 1000.0)


def test_a_passphrase_is_read_however_it_is_typed() -> None:
    passphrase = Passphrase.new()
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", passphrase.text)
    for typed in (passphrase.text.lower(), passphrase.text.replace("-", " "), f" {passphrase.text} "):
        assert passphrase.is_right(typed)
    for typed in ("", passphrase.text[:-1], passphrase.text + "A", "\udcff"):
        assert not passphrase.is_right(typed)


def test_what_the_room_can_reach_is_in_room_mode_unless_somebody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = {"localhost": "personal", "127.0.0.1": "personal", "::1": "personal", "0.0.0.0": "room"}
    expected |= {"": "room", "192.168.1.20": "room", "unix:///tmp/clf": "room"}
    monkeypatch.delenv("CLF_MODE", raising=False)
    for address, wanted in expected.items():
        monkeypatch.setattr("streamlit.get_option", lambda name, address=address: address)
        assert mode() == wanted
        for said in Mode:
            with monkeypatch.context() as set_:
                set_.setenv("CLF_MODE", said.value)
                assert mode() is said
    monkeypatch.setenv("CLF_MODE", "open")
    with pytest.raises(ValueError, match="room or personal"):
        mode()


def test_the_start_says_a_passphrase_it_made_and_not_one_that_was_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Access, "passphrase", None)
    monkeypatch.setenv("CLF_MODE", "room")
    monkeypatch.delenv("CLF_PASSPHRASE", raising=False)
    said = begin()
    assert Access.passphrase
    assert said
    assert Access.passphrase.text in said
    monkeypatch.setenv("CLF_PASSPHRASE", "green tea boat")
    assert "green tea" not in (begin() or "")
    monkeypatch.setenv("CLF_PASSPHRASE", "a b c d")
    with pytest.raises(ValueError, match="too short"):
        begin()
    monkeypatch.setenv("CLF_MODE", "personal")
    assert begin() is None
    assert Access.passphrase is None
