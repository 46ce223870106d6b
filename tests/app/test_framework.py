"""The Framework page: every word of the text within reach, a search, and a check of another file."""

from __future__ import annotations

import json

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from clf_ui.shared import config
from tests.app.driver import (
    GARDEN,
    MARKUP,
    downloaded,
    downloads,
    framework,
    go_to,
    open_page,
    said,
)

CONTENT = yaml.safe_load((config.ROOT / "framework.yaml").read_text(encoding="utf-8"))
TEXTS = {
    id_: text
    for capability in CONTENT["capabilities"]
    for stage in capability["indicators"].values()
    for perspective in stage.values()
    for id_, text in perspective.items()
}
"""Every indicator of the file, as a plain YAML parser reads it."""


def _found(at: AppTest) -> list[str]:
    """The ids that the page shows, in the order on screen."""
    bold = [text.split("**")[1] for text in said(at) if text.startswith("**") and text.count("**") == 2]
    return [word for word in bold if word in TEXTS]


def _search(words: str) -> AppTest:
    return open_page("framework").text_input(key="find").set_value(words).run()


# --- the text ---


@pytest.mark.usefixtures("empty_database")
def test_every_indicator_of_the_file_can_be_read_word_for_word() -> None:
    at = open_page("framework")
    read: list[str] = []
    for capability in CONTENT["capabilities"]:
        at.button_group(key="capability").set_value(capability["id"]).run()
        here = _found(at)
        for id_ in here:
            assert f"**{id_}** {' '.join(TEXTS[id_].split())}" in said(at)
        read += here
    assert sorted(read) == sorted(TEXTS)


@pytest.mark.usefixtures("empty_database")
def test_each_capability_shows_its_name_statement_stages_and_both_leads() -> None:
    at = open_page("framework")
    for capability in CONTENT["capabilities"]:
        at.button_group(key="capability").set_value(capability["id"]).run()
        shown = said(at)
        assert capability["name"] in shown
        assert " ".join(capability["statement"].split()) in shown
        assert [text for text in shown if text.startswith("##### ")] == 2 * [
            f"##### {stage['name']}" for stage in CONTENT["stages"]
        ]
        assert "**If the organisation…**" in shown
        assert "**Then the social service worker should…**" in shown


@pytest.mark.usefixtures("empty_database")
def test_title_source_and_what_each_stage_means_are_there() -> None:
    shown = said(open_page("framework"))
    assert CONTENT["title"] in shown
    assert f"Source: {CONTENT['source']}" in shown
    for stage in CONTENT["stages"]:
        assert f"**{stage['name']}**" in shown
        assert " ".join(stage["descriptor"].split()) in shown


@pytest.mark.usefixtures("empty_database")
def test_a_link_opens_a_capability() -> None:
    assert {id_[0] for id_ in _found(open_page("framework", capability="dignity"))} == {"5"}


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("capability", ["nonsense", "", "<script>"])
def test_an_unknown_capability_in_the_address_opens_the_first(capability: str) -> None:
    assert {id_[0] for id_ in _found(open_page("framework", capability=capability))} == {"1"}


# --- the search ---


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("word", ["carers", "CARERS", "research", "wellbeing"])
def test_the_search_finds_every_indicator_with_the_word(word: str) -> None:
    expected = [id_ for id_, text in TEXTS.items() if word.lower() in text.lower()]
    at = _search(word)
    assert _found(at) == expected
    assert f"{len(expected)} indicators found" in said(at)


@pytest.mark.usefixtures("empty_database")
def test_the_search_wants_all_words_in_any_order() -> None:
    at = _search("  autonomy   practise ")
    assert _found(at) == ["1.2.O3"]
    assert "1 indicator found" in said(at)
    assert "Learning culture, Established" in said(at)


@pytest.mark.usefixtures("empty_database")
def test_the_search_finds_an_indicator_by_its_id() -> None:
    assert _found(_search("6.4.O3")) == ["6.4.O3"]


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("words", ["xylophone", MARKUP[:100], "[", "\\", "*"])
def test_a_search_without_a_find_says_so(words: str) -> None:
    at = _search(words)
    assert _found(at) == []
    assert "0 indicators found" in said(at)


@pytest.mark.usefixtures("empty_database")
def test_an_emptied_search_shows_the_text_again() -> None:
    at = _search("carers")
    at.text_input(key="find").set_value("").run()
    assert {id_[0] for id_ in _found(at)} == {"1"}


@pytest.mark.usefixtures("empty_database")
def test_a_link_opens_a_search() -> None:
    at = _search("autonomy")
    again = open_page("framework", **{name: at.query_params[name] for name in at.query_params})
    assert _found(again) == _found(at) != []


def test_the_text_is_there_without_and_with_assessments(database: str) -> None:
    at = open_page("overview")
    assert config.database_url() == database
    assert len(_found(go_to(at, "framework"))) > 0


# --- the check of another file ---


def _check(name: str, content: bytes) -> AppTest:
    at = open_page("framework")
    at.session_state["framework-tabs"] = "Check another framework"
    at.run()
    return at.file_uploader(key="framework-file").upload(name, content, "application/yaml").run()


def _line(text: str, part: str) -> int:
    """The number of the only line that contains this."""
    (number,) = [n for n, line in enumerate(text.splitlines(), start=1) if part in line]
    return number


@pytest.mark.usefixtures("empty_database")
def test_a_sound_file_is_praised_with_what_is_in_it() -> None:
    at = _check("garden.yaml", GARDEN.read_bytes())
    content = yaml.safe_load(GARDEN.read_text(encoding="utf-8"))
    indicators = sum(
        len(ids) for c in content["capabilities"] for s in c["indicators"].values() for ids in s.values()
    )
    assert not at.error
    wanted = f"{content['title']} can be used: 9 capabilities, 3 stages, {indicators} indicators."
    assert any(wanted == text for text in said(at))


@pytest.mark.usefixtures("empty_database")
def test_checking_a_file_does_not_change_the_framework_in_use() -> None:
    at = _check("garden.yaml", GARDEN.read_bytes())
    assert CONTENT["title"] in said(at)
    assert CONTENT["title"] in said(open_page("framework"))


@pytest.mark.usefixtures("empty_database")
def test_every_problem_of_a_bad_file_is_named_with_its_line() -> None:
    text = GARDEN.read_text(encoding="utf-8")
    text = text.replace("short_name: Water", "shortname: Water")
    text = text.replace("3.1.O1: labels what it sows", "3.1.O1:")
    text = text.replace("4.3.O1: lends tools", "1.1.O1: lends tools")
    text = text.replace("title: Community", "titel: Community")
    at = _check("mine.yaml", text.encode())
    (error,) = [one for one in said(at) if one.startswith("The file cannot be used")]
    listed = [line for line in error.splitlines() if line.startswith("- ")]
    for part in ("shortname: Water", "3.1.O1:", "lends tools", "titel: Community"):
        place = f"mine.yaml, line {_line(text, part)}:"
        assert any(place in line for line in listed), f"{place} ({part}) is missing in {listed}"
    assert not at.success


@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"\x00\x01\x02",
        b"\xff\xfe\x00bad",
        b"- a\n- b\n",
        b"id: [",
        b"a: &x [1]\nb: *x\n",
        b"!!python/object/apply:os.system ['true']\n",
        f"id: '{MARKUP}'\n".encode(),
    ],
)
def test_a_file_that_is_no_framework_is_refused_in_words(content: bytes) -> None:
    at = _check("mine.yaml", content)
    assert any(one.startswith("The file cannot be used") and "- " in one for one in said(at))
    assert not at.success


@pytest.mark.usefixtures("empty_database")
def test_an_assessment_file_is_no_framework() -> None:
    at = _check("a.yaml", b"framework: clf\norganisation: X\nassessed_on: 2026-01-01\njudgements: {}\n")
    assert at.error
    assert not at.success


@pytest.mark.usefixtures("empty_database")
def test_of_very_many_problems_the_first_are_shown_and_the_rest_counted() -> None:
    text = GARDEN.read_text(encoding="utf-8") + "".join(f"unknown{n}: x\n" for n in range(40))
    at = _check("mine.yaml", text.encode())
    (error,) = [one for one in said(at) if one.startswith("The file cannot be used")]
    listed = [line for line in error.splitlines() if line.startswith("- ")]
    assert len(listed) == 21
    assert listed[-1] == "- and 20 more"


@pytest.mark.usefixtures("empty_database")
def test_the_schema_for_editors_is_the_one_of_this_framework_format() -> None:
    at = open_page("framework")
    at.session_state["framework-tabs"] = "Check another framework"
    at.run()
    kept = (config.ROOT / "framework.schema.json").read_text(encoding="utf-8")
    assert json.loads(downloaded("json")) == json.loads(kept)


def test_the_plain_reading_of_the_file_has_as_many_indicators_as_the_domain() -> None:
    assert list(TEXTS) == [i.id for i in framework().indicators]


# --- on paper ---


@pytest.mark.usefixtures("empty_database")
def test_sheets_are_printed_for_all_or_for_one_capability() -> None:
    at = open_page("framework")
    at.session_state["framework-tabs"] = "Print"
    at.run()
    assert b"1.1.O1" in _made("print-checklist.html")
    at.radio(key="blank-sheet").set_value("survey").run()
    at.selectbox(key="blank-capability").set_value("planning").run()
    found = _made("print-worker-survey-planning.html")
    assert b"2.1.W1" in found
    assert b"1.1.W1" not in found
    assert any("bring it in with Say–do gap" in text for text in said(at))


def _made(name: str) -> bytes:
    """What the download button of this file's name would make now."""
    made = downloads[name]()
    assert isinstance(made, bytes)
    return made
