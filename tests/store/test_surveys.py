"""Worker surveys: answers saved as they go, and results by the model's one door."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from threading import Barrier

import pytest

from clf_model.assessment import Assessment
from clf_model.errors import MismatchError, UnknownIdError
from clf_model.framework import Framework
from clf_model.voices import Answer, Response, Role, SurveyResults, VoicesError, Vote, Withheld, published
from clf_store import (
    NotAskedError,
    NotFoundError,
    NotOwnerError,
    NotRespondingError,
    OpenedSurvey,
    Store,
    StoreError,
    SurveyClosedError,
    Surveys,
    UnknownCodeError,
    UnknownLinkError,
)
from tests.store.rooms import AT, FRAMEWORK, STRANGER, Room, everything

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 3, 12), date(2026, 3, 20)
STATEMENTS = ("a.W1", "a.W2", "a.W3", "b.W1", "b.W2", "b.W3")
AGREE, STRONGLY, NEITHER, DISAGREE = Answer.AGREE, Answer.AGREE_STRONGLY, Answer.NEITHER, Answer.DISAGREE


@pytest.fixture
def draft(store: Store) -> int:
    return store.add(Assessment("rooms", "Rowanbank", FIRST), FRAMEWORK, who="ann", at=AT)


@pytest.fixture
def opened(store: Store, draft: int) -> OpenedSurvey:
    return open_survey(store.surveys, draft)


def open_survey(surveys: Surveys, draft: int, statements: tuple[str, ...] | None = None) -> OpenedSurvey:
    return surveys.open(draft, FRAMEWORK, statements, title="Spring", opens_on=FIRST, closes_on=LAST, at=AT)


def respond(
    surveys: Surveys, opened: OpenedSurvey, answers: list[Answer], role: Role | None = None
) -> list[str]:
    """One respondent for each answer to a.W1; their tokens."""
    tokens = []
    for answer in answers:
        place = surveys.begin(str(opened.link), on=FIRST, role=role)
        surveys.answer(place.survey_id, place.token, "a.W1", answer, on=FIRST)
        tokens.append(place.token)
    return tokens


def results(surveys: Surveys, survey_id: int, on: date = LAST) -> SurveyResults:
    return published(surveys.results(survey_id, on=on), FRAMEWORK)


def test_a_survey_asks_all_worker_statements_or_those_chosen_in_the_frameworks_order(
    store: Store, draft: int, opened: OpenedSurvey
) -> None:
    info = store.surveys.load(opened.survey_id)
    assert info.statement_ids == STATEMENTS
    assert (info.title, info.assessment_id, info.opens_on, info.closes_on) == ("Spring", draft, FIRST, LAST)
    assert (info.sealed, info.imported) == (False, False)
    some = open_survey(store.surveys, draft, ("b.W2", "a.W3"))
    assert store.surveys.load(some.survey_id).statement_ids == ("a.W3", "b.W2")
    assert [one.id for one in store.surveys.of_assessment(draft)] == [some.survey_id, opened.survey_id]


def test_a_survey_that_fits_nothing_is_refused(
    store: Store, url: str, draft: int, framework: Framework
) -> None:
    before = everything(url)
    with pytest.raises(UnknownIdError, match=r"a\.O1"):
        open_survey(store.surveys, draft, ("a.O1",))
    with pytest.raises(VoicesError, match="asks nothing"):
        open_survey(store.surveys, draft, ())
    with pytest.raises(VoicesError, match="before it opens"):
        store.surveys.open(draft, FRAMEWORK, title="No", opens_on=LAST, closes_on=FIRST, at=AT)
    with pytest.raises(MismatchError):
        store.surveys.open(draft, framework, title="No", opens_on=FIRST, closes_on=LAST, at=AT)
    with pytest.raises(NotFoundError):
        open_survey(store.surveys, 99)
    assert everything(url) == before


def test_answers_are_saved_as_they_go_and_changed_in_place(
    store: Store, url: str, opened: OpenedSurvey
) -> None:
    surveys = store.surveys
    place = surveys.begin(str(opened.link), on=FIRST, role=Role.EMPLOYEE)
    assert surveys.respondents(opened.survey_id) == 0  # who has answered nothing is no respondent yet
    for answer in (AGREE, DISAGREE):
        surveys.answer(opened.survey_id, place.token, "a.W1", answer, on=FIRST)
    surveys.answer(opened.survey_id, place.token, "b.W3", Answer.DONT_KNOW, on=LAST)
    own = surveys.own_answers(opened.survey_id, place.token)
    assert own == Response({"a.W1": DISAGREE, "b.W3": Answer.DONT_KNOW}, Role.EMPLOYEE)
    again = surveys.begin(str(opened.link), on=LAST, token=place.token)
    assert again == place
    surveys.set_role(opened.survey_id, place.token, None, on=LAST)
    assert surveys.own_answers(opened.survey_id, place.token).role is None
    assert surveys.respondents(opened.survey_id) == 1
    assert len(everything(url)["answer"]) == 2
    assert place.token not in repr(everything(url)) + repr(place)


def test_answers_are_taken_from_the_first_day_to_the_last(store: Store, opened: OpenedSurvey) -> None:
    surveys, link = store.surveys, str(opened.link)
    for day in (FIRST - DAY, LAST + DAY):
        with pytest.raises(SurveyClosedError):
            surveys.begin(link, on=day)
    place = surveys.begin(link, on=FIRST)
    for day in (FIRST - DAY, LAST + DAY):
        with pytest.raises(SurveyClosedError):
            surveys.answer(opened.survey_id, place.token, "a.W1", AGREE, on=day)
        with pytest.raises(SurveyClosedError):
            surveys.set_role(opened.survey_id, place.token, Role.CARER, on=day)
    surveys.answer(opened.survey_id, place.token, "a.W1", AGREE, on=LAST)
    info = surveys.of_link(link)
    assert [info.takes_answers(day) for day in (FIRST - DAY, FIRST, LAST, LAST + DAY)] == [
        False,
        True,
        True,
        False,
    ]


def test_requests_that_are_nobodys_business_write_nothing(
    store: Store, url: str, draft: int, opened: OpenedSurvey
) -> None:
    surveys = store.surveys
    (token,) = respond(surveys, opened, [AGREE])
    other = open_survey(surveys, draft, ("a.W1",))
    before = everything(url)
    for wrong in (STRANGER, opened.owner, "", "ü\udc80"):
        with pytest.raises(NotRespondingError, match="has not begun the survey, or the survey is over"):
            surveys.answer(opened.survey_id, wrong, "a.W1", AGREE, on=FIRST)
        with pytest.raises(NotRespondingError):
            surveys.own_answers(opened.survey_id, wrong)
        with pytest.raises(NotRespondingError):
            surveys.set_role(opened.survey_id, wrong, Role.CARER, on=FIRST)
    with pytest.raises(NotRespondingError):
        surveys.answer(other.survey_id, token, "a.W1", AGREE, on=FIRST)
    for statement in ("a.O1", "nothing"):
        with pytest.raises(NotAskedError, match=f"{statement} is not among this survey's statements"):
            surveys.answer(opened.survey_id, token, statement, AGREE, on=FIRST)
    with pytest.raises(ValueError, match="rather"):
        surveys.answer(opened.survey_id, token, "a.W1", "rather", on=FIRST)  # type: ignore[arg-type]
    with pytest.raises(UnknownLinkError):
        surveys.begin(STRANGER, on=FIRST)
    with pytest.raises(UnknownLinkError):
        surveys.of_link(STRANGER)
    with pytest.raises(StoreError, match="22"):
        surveys.begin(str(opened.link), on=FIRST, token="short")
    for wrong in (STRANGER, token, ""):
        with pytest.raises(NotOwnerError):
            surveys.close(opened.survey_id, wrong, on=FIRST)
        with pytest.raises(NotOwnerError):
            surveys.delete(opened.survey_id, wrong)
        with pytest.raises(NotOwnerError):
            surveys.link(opened.survey_id, wrong)
        with pytest.raises(NotOwnerError):
            surveys.set_dates(opened.survey_id, wrong, opens_on=FIRST, closes_on=LAST, on=FIRST)
    assert everything(url) == before
    assert surveys.link(opened.survey_id, opened.owner) == opened.link
    assert opened.owner not in repr(opened)


def test_results_are_withheld_until_the_survey_is_over_and_then_shown(
    store: Store, opened: OpenedSurvey
) -> None:
    """Of six, four agree, one does not know and one disagrees: four of the five with an opinion."""
    surveys = store.surveys
    respond(surveys, opened, [AGREE, STRONGLY, AGREE, AGREE, DISAGREE, Answer.DONT_KNOW])
    assert results(surveys, opened.survey_id).withheld is Withheld.OPEN
    assert surveys.results(opened.survey_id, on=LAST).respondents == 6
    surveys.close(opened.survey_id, opened.owner, on=FIRST)
    surveys.close(opened.survey_id, opened.owner, on=FIRST)
    shown = results(surveys, opened.survey_id)
    assert shown.respondents == 6
    figure = shown.statement("a.W1").figure
    assert figure is not None
    assert figure.answered == 5
    assert (figure.share.low, figure.share.high) == (Fraction(4, 5), Fraction(1))  # all or all but one
    assert shown.statement("a.W2").withheld is Withheld.TOO_FEW


def test_fewer_than_five_respondents_show_nothing(store: Store, opened: OpenedSurvey) -> None:
    respond(store.surveys, opened, [AGREE] * 4)
    store.surveys.close(opened.survey_id, opened.owner, on=FIRST)
    shown = results(store.surveys, opened.survey_id)
    assert (shown.withheld, shown.respondents) == (Withheld.TOO_FEW, None)


def test_a_statement_that_was_not_asked_is_told_as_such(store: Store, draft: int) -> None:
    opened = open_survey(store.surveys, draft, ("a.W1",))
    respond(store.surveys, opened, [AGREE, DISAGREE] * 3)
    store.surveys.close(opened.survey_id, opened.owner, on=FIRST)
    assert results(store.surveys, opened.survey_id).statement("a.W2").withheld is Withheld.NOT_ASKED


@pytest.mark.parametrize("by_date", [True, False])
def test_once_over_a_survey_takes_no_answer_and_no_later_date(
    store: Store, url: str, opened: OpenedSurvey, by_date: bool
) -> None:
    """After its last day, or once somebody closed it; and no phone finds its answers again."""
    surveys = store.surveys
    tokens = respond(surveys, opened, [AGREE] * 6)
    if by_date:
        assert not surveys.load(opened.survey_id).sealed
        with pytest.raises(SurveyClosedError):
            surveys.set_dates(
                opened.survey_id, opened.owner, opens_on=FIRST, closes_on=LAST + 9 * DAY, on=LAST + DAY
            )
        assert results(surveys, opened.survey_id, LAST + DAY).respondents == 6
    else:
        surveys.close(opened.survey_id, opened.owner, on=FIRST)
    assert surveys.load(opened.survey_id).sealed
    before = everything(url)
    with pytest.raises(SurveyClosedError):
        surveys.answer(opened.survey_id, tokens[0], "a.W1", DISAGREE, on=LAST)
    with pytest.raises(SurveyClosedError):
        surveys.begin(str(opened.link), on=LAST)
    with pytest.raises(SurveyClosedError):
        surveys.set_dates(opened.survey_id, opened.owner, opens_on=FIRST, closes_on=LAST, on=FIRST)
    with pytest.raises(NotRespondingError):
        surveys.own_answers(opened.survey_id, tokens[0])
    assert everything(url) == before
    assert before["answer"] == before["respondent"] == []  # counted, and gone


def test_the_dates_of_a_survey_can_be_moved_while_it_runs(store: Store, opened: OpenedSurvey) -> None:
    surveys, later = store.surveys, LAST + 7 * DAY
    surveys.set_dates(opened.survey_id, opened.owner, opens_on=FIRST, closes_on=later, on=LAST)
    surveys.begin(str(opened.link), on=later)
    with pytest.raises(VoicesError):
        surveys.set_dates(opened.survey_id, opened.owner, opens_on=later, closes_on=FIRST, on=LAST)


def test_an_answer_that_meets_the_end_is_counted_or_refused(store: Store, url: str, draft: int) -> None:
    second = Store.open(url)
    for _ in range(4):
        opened = open_survey(store.surveys, draft)
        tokens = [store.surveys.begin(str(opened.link), on=FIRST).token for _ in range(16)]
        start = Barrier(17)

        def answer(token: str, opened: OpenedSurvey = opened, start: Barrier = start) -> bool:
            start.wait()
            try:
                second.surveys.answer(opened.survey_id, token, "a.W1", AGREE, on=FIRST)
            except (SurveyClosedError, NotRespondingError):
                return False
            return True

        with ThreadPoolExecutor(16) as pool:
            saved = pool.map(answer, tokens)
            start.wait()
            store.surveys.close(opened.survey_id, opened.owner, on=FIRST)
            closed_with = store.surveys.respondents(opened.survey_id)
            assert closed_with == list(saved).count(True)
        assert store.surveys.respondents(opened.survey_id) == closed_with
    second.close()


def imported(surveys: Surveys, draft: int, responses: list[Response], **more: object) -> OpenedSurvey:
    return surveys.add_imported(
        draft,
        FRAMEWORK,
        responses,
        title="Forms",
        opens_on=FIRST,
        closes_on=LAST,
        at=AT,
        **more,  # type: ignore[arg-type]
    )


def test_the_rule_by_which_answers_were_read_stays_with_them(store: Store, draft: int) -> None:
    rule = "Answers were numbers from 1 (disagree) to 7 (agree); from 5 on they count as agreeing."
    read, plain = (
        imported(store.surveys, draft, [Response({"a.W1": Answer.AGREE})], reading=reading).survey_id
        for reading in (rule, None)
    )
    assert [store.surveys.load(one).reading for one in (read, plain)] == [rule, None]


def test_imported_answers_are_a_closed_survey_of_their_own(store: Store, draft: int) -> None:
    """Six employees and five who named no role; on a.W1 half of the first and four of the others agree."""
    employees = [Response({"a.W1": answer}, Role.EMPLOYEE) for answer in [AGREE] * 3 + [NEITHER] * 3]
    others = [Response({"a.W1": answer, "a.W3": AGREE}) for answer in [STRONGLY] * 4 + [DISAGREE]]
    opened = imported(store.surveys, draft, employees + others)
    info = store.surveys.load(opened.survey_id)
    assert (info.sealed, info.imported, info.statement_ids) == (True, True, ("a.W1", "a.W3"))
    shown = results(store.surveys, opened.survey_id)
    figure = shown.statement("a.W1")
    assert figure.figure is not None
    assert figure.figure.share.low == figure.figure.share.high == Fraction(7, 11)
    assert {roles: one.share.low for roles, one in figure.groups.items()} == {
        (Role.EMPLOYEE,): Fraction(1, 2),
        (None,): Fraction(4, 5),
    }
    with pytest.raises(UnknownLinkError):
        store.surveys.link(opened.survey_id, opened.owner)


def test_an_import_is_taken_whole_or_not_at_all_and_replaces_an_earlier_one(
    store: Store, url: str, draft: int
) -> None:
    surveys = store.surveys
    first = imported(surveys, draft, [Response({"a.W1": AGREE})] * 5)
    before = everything(url)
    with pytest.raises(UnknownIdError, match=r"a\.O1"):
        imported(
            surveys,
            draft,
            [Response({"a.W1": AGREE}), Response({"a.O1": AGREE})],
            replaces=first.survey_id,
            owner=first.owner,
        )
    with pytest.raises(NotOwnerError):
        imported(surveys, draft, [Response({"a.W1": AGREE})], replaces=first.survey_id)
    with pytest.raises(VoicesError):
        imported(surveys, draft, [])
    assert everything(url) == before
    second = imported(
        surveys, draft, [Response({"a.W2": AGREE})] * 6, replaces=first.survey_id, owner=first.owner
    )
    assert [one.id for one in surveys.of_assessment(draft)] == [second.survey_id]
    assert surveys.respondents(second.survey_id) == 6


def test_a_survey_is_removed_with_its_answers(store: Store, url: str, opened: OpenedSurvey) -> None:
    respond(store.surveys, opened, [AGREE] * 3)
    store.surveys.delete(opened.survey_id, opened.owner)
    with pytest.raises(NotFoundError):
        store.surveys.load(opened.survey_id)
    rows = everything(url)
    assert rows["survey_statement"] == rows["respondent"] == rows["answer"] == []


def test_a_backup_holds_no_single_vote_or_answer_not_even_a_deleted_one(
    store: Store, url: str, opened: OpenedSurvey, tmp_path: Path
) -> None:
    if not url.startswith("sqlite"):  # backed up with its own tools, by its administrator
        with pytest.raises(StoreError, match="pg_dump"):
            store.backup(tmp_path / "copy.sqlite3")
        return
    role = Role.PERSON_USING_SERVICES
    respond(store.surveys, opened, [STRONGLY], role)
    room = Room(store)
    room.judge()
    room.vote("a.O1", [Vote.PARTLY] * 5)
    target = tmp_path / "copy.sqlite3"
    store.backup(target)
    content = target.read_bytes()
    with closing(sqlite3.connect(target)) as copy:
        for table in ("vote", "participant", "answer", "respondent", "guess"):
            assert copy.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        schema = "".join(text for (text,) in copy.execute("SELECT sql FROM sqlite_master") if text)
    for word in ("agree_strongly", role.value):
        assert content.count(word.encode()) == schema.count(word)
    assert len(everything(url)["vote"]) == 5
    again = Store.open(f"sqlite:///{target}")
    assert again.workshops.load(room.id) == room.workshops.load(room.id)
    door, lead = room.opened.door, room.workshops.lead(room.id, room.boss)
    assert not any(again.workshops.is_facilitator(room.id, one) for one in (room.boss, lead))
    with pytest.raises(UnknownCodeError):
        again.workshops.door_of_wall(room.id, door.wall, at=AT)
    for secret in (door.code.replace("-", ""), door.link):
        assert secret.encode() not in content
    assert again.surveys.load(opened.survey_id) == store.surveys.load(opened.survey_id)
    again.close()


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (FIRST + DAY, (FIRST, FIRST + DAY)),
        (LAST, (FIRST, LAST)),
        (LAST + 9 * DAY, (FIRST, LAST)),  # it took no answer after its last day
        (FIRST - DAY, (FIRST - DAY, FIRST - DAY)),  # before it has begun
    ],
)
def test_a_survey_that_was_closed_has_its_last_day_then(
    store: Store, opened: OpenedSurvey, on: date, days: tuple[date, date]
) -> None:
    store.surveys.close(opened.survey_id, opened.owner, on=on)
    store.surveys.close(opened.survey_id, opened.owner, on=on - DAY)  # it is closed already
    found = store.surveys.load(opened.survey_id)
    assert (found.opens_on, found.closes_on, found.sealed) == (*days, True)
