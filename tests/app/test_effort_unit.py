"""The unit of effort: named once in Settings, it stands beside every number, on screen and in exports."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

from tests.app.driver import ROWANBANK, as_read, downloaded, open_page, said, sample_id, says, told

# A number of effort in another unit, or in none. How long something is overdue is in days, whatever the unit.
_BARE = re.compile(r"(?<!Overdue by )\b[\d.]+ days?\b|effort (of )?\d|gained for [\d.]+(?![\d.]| hours?\b)")


def _named(database: str, name: str) -> AppTest:
    at = open_page("settings", assessment=sample_id(database, ROWANBANK))
    at.session_state["section"] = "Rules"
    return at.run().text_input(key="effort_unit_name").set_value(name).run()


def _labels(at: AppTest) -> list[str]:
    fields = [*at.number_input, *at.slider, *at.selectbox, *at.toggle]
    return [as_read(one.label) for one in fields] + [str(o) for one in at.selectbox for o in one.options]


def test_it_stands_on_every_page_and_in_every_export(database: str) -> None:
    at = _named(database, "hours")
    assert says(at, "1 hour, 2.5 hours")
    id_ = sample_id(database, ROWANBANK)
    at = open_page("what_if", assessment=id_, lever="Target")
    views = {"Target": at.button_group(key=f"target-{id_}-everywhere").set_value("accomplished").run()}
    for lever in ("Try", "Budget"):
        views[lever] = open_page("what_if", assessment=id_, lever=lever)
    exports = []
    for shown in ("board", "table", "roadmap"):
        views[shown] = open_page("action_plan", assessment=id_, plan=shown)
        exports.append(downloaded("csv").decode("utf-8-sig"))
    for name, page in views.items():
        words = " ".join([*map(as_read, said(page)), *map(as_read, told(page)), *_labels(page)])
        assert not _BARE.search(words), (name, _BARE.search(words))
        if name not in ("table",):
            assert "hour" in words, name
    assert all("Effort (hours)" in text for text in exports)


def test_what_is_no_unit_is_refused_and_a_change_can_be_undone(database: str) -> None:
    at = _named(database, "3 days")
    assert any("is a word on one line" in as_read(text) for text in [*told(at), *said(at)])
    at = _named(database, "hours")
    at = at.button(key="undo-effort_unit").click().run()
    assert at.text_input(key="effort_unit_name").value == "days"
