"""Two people on one assessment at the same time, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from clf_model import Assessment, Judgement, load_framework
from clf_store import EventKind, Store
from tests.browser.conftest import ROOT, AppServer, NewPage, StartServer
from tests.browser.judging import answer, result, undo
from tests.browser.places import becomes, settled
from tests.worded import worded

CAPABILITY = "planning"


@pytest.fixture(scope="module")
def assessment_id(store: Store) -> int:
    """An assessment in which nothing has been discussed."""
    framework = load_framework(ROOT / "framework.yaml")
    assessment = Assessment(framework.id, "Lochside Care", date(2026, 3, 2))
    return store.add(assessment, framework, who="test", at=datetime.now(UTC))


@pytest.fixture(scope="module")
def running(server: StartServer, database_url: str, assessment_id: int) -> Iterator[AppServer]:
    """The app on that database."""
    with server(database_url=database_url) as app:
        yield app


@pytest.fixture
def pages(running: AppServer, new_page: NewPage, assessment_id: int) -> tuple[Page, Page]:
    """Two people who see the same list."""
    first, second = new_page(), new_page()
    for page in (first, second):
        page.goto(f"{running.url}/checklist?assessment={assessment_id}&capability={CAPABILITY}")
        expect(page.locator(".st-key-result")).to_be_visible()
        settled(page)
    return first, second


def test_judgements_of_different_indicators_are_both_kept(
    pages: tuple[Page, Page], store: Store, assessment_id: int
) -> None:
    first, second = pages
    answer(first, "2.1.O1", "Met").click()
    expect(result(first)).to_contain_text("1 of 16 indicators discussed")
    answer(second, "2.1.O2", "Partly").click()
    expect(result(second)).to_contain_text("2 of 16 indicators discussed")

    # The second sees the first one's answer by now; nobody is asked anything.
    expect(answer(second, "2.1.O1", "Met")).to_be_checked()
    expect(_conflict(second)).to_have_count(0)
    assert _judgements(store, assessment_id, "2.1.O1", "2.1.O2") == [Judgement.MET, Judgement.PARTLY]

    # The first has not seen the second's yet: a judgement beside it neither loses nor hides it.
    answer(first, "2.1.O3", "Not yet").click()
    expect(result(first)).to_contain_text("3 of 16 indicators discussed")
    expect(answer(first, "2.1.O2", "Partly")).to_be_checked()
    assert _judgements(store, assessment_id, "2.1.O1", "2.1.O2", "2.1.O3") == [
        Judgement.MET,
        Judgement.PARTLY,
        Judgement.NOT_MET,
    ]


@pytest.mark.parametrize(
    ("indicator_id", "button", "kept", "word", "changes"),
    [
        ("2.2.O1", "Keep Met", Judgement.MET, "Met", 1),
        ("2.2.O2", "Use Partly", Judgement.PARTLY, "Partly", 2),
    ],
)
def test_the_second_writer_of_one_indicator_sees_both_values_and_chooses(
    indicator_id: str,
    button: str,
    kept: Judgement,
    word: str,
    changes: int,
    pages: tuple[Page, Page],
    store: Store,
    assessment_id: int,
) -> None:
    first, second = pages
    answer(first, indicator_id, "Met").click()
    becomes(first, lambda: _judgements(store, assessment_id, indicator_id), [Judgement.MET])
    answer(second, indicator_id, "Partly").click()

    question = _conflict(second)
    expect(question).to_contain_text(
        "Someone else judged this Met while you chose Partly here. Met is what is saved."
    )
    expect(answer(second, indicator_id, "Met")).to_be_checked()
    assert _judgements(store, assessment_id, indicator_id) == [Judgement.MET]

    second.get_by_role("button", name=button, exact=True).click()
    expect(question).to_have_count(0)
    expect(answer(second, indicator_id, word)).to_be_checked()
    assert _judgements(store, assessment_id, indicator_id) == [kept]
    written = [
        event
        for event in store.events(assessment_id)
        if event.kind is EventKind.CHANGED and indicator_id in event.after
    ]
    assert len(written) == changes

    first.reload()
    expect(answer(first, indicator_id, word)).to_be_checked()
    expect(_conflict(first)).to_have_count(0)


def test_undo_takes_back_what_this_browser_did_and_leaves_the_other_one_alone(
    pages: tuple[Page, Page], store: Store, assessment_id: int
) -> None:
    first, second = pages
    answer(first, "2.3.O1", "Met").click()
    becomes(first, lambda: _judgements(store, assessment_id, "2.3.O1"), [Judgement.MET])
    answer(second, "2.3.O2", "Met").click()
    becomes(second, lambda: _judgements(store, assessment_id, "2.3.O2"), [Judgement.MET])

    undo(first).click()
    expect(first.locator(".st-key-status-line")).to_contain_text(worded("Undone: 2.3.O1 Met → Not discussed"))
    assert _judgements(store, assessment_id, "2.3.O1", "2.3.O2") == [None, Judgement.MET]
    expect(answer(first, "2.3.O2", "Met")).to_be_checked()


def test_what_someone_else_deleted_is_named_and_no_other_lies_under_the_same_finger(
    running: AppServer, page: Page, store: Store
) -> None:
    framework = load_framework(ROOT / "framework.yaml")
    gone = store.add(
        Assessment(framework.id, "Hillfoot Care", date(2026, 3, 2)),
        framework,
        who="test",
        at=datetime.now(UTC),
    )
    page.goto(f"{running.url}/checklist?assessment={gone}&capability={CAPABILITY}")
    expect(result(page)).to_contain_text("0 of 16 indicators discussed")
    settled(page)
    store.delete(gone, who="someone else", at=datetime.now(UTC))
    answer(page, "2.1.O1", "Met").click()
    expect(page.get_by_role("alert")).to_contain_text("is not there any more")
    expect(page.get_by_role("combobox", name="Assessment")).to_have_value("")
    expect(answer(page, "2.1.O1", "Met")).to_have_count(0)
    expect(page.get_by_text("error")).to_have_count(0)


def _conflict(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has_text="Someone else judged this")


def _judgements(store: Store, assessment_id: int, *indicator_ids: str) -> list[Judgement | None]:
    assessment = store.load(assessment_id).assessment
    return [assessment.judgement(id_) for id_ in indicator_ids]
