"""What the tests of the pages share: opening a page, reading what it says, and the database behind its back.

Widgets are found by their key: `at.button(key="undo")`. A callback that redraws fragments only leaves just
these in AppTest's tree, as a browser would receive them; `settled` draws the whole page after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
import pyarrow as pa
import pytest
import yaml
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, ElementTree, Widget

from clf_model import (
    Action,
    Assessment,
    Evidence,
    Framework,
    Judgement,
    Record,
    Scenario,
    load_assessment,
    load_framework,
)
from clf_store import Store, Stored
from clf_ui import clock
from clf_ui.shared import config

FRAME = config.ROOT / "clf_ui" / "shell" / "frame.py"
GARDEN = config.ROOT / "tests" / "data" / "garden.yaml"
SAMPLES = sorted(file.stem for file in config.samples_folder().glob("*.yaml"))
ROWANBANK = "rowanbank-care-home-2026-09"
PAGES = (
    "overview",
    "services",
    "checklist",
    "evidence",
    "profile",
    "say_do_gap",
    "history",
    "what_if",
    "action_plan",
    "facilitate",
    "report",
    "framework",
    "settings",
)
ABOUT_AN_ASSESSMENT = tuple(name for name in PAGES if name not in ("framework", "services"))
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FAILED = "Something went wrong"
MARKUP = "<img src=x onerror=alert(1)> ![x](http://example.org/x.png) :red[x] $x$"
"""Text that a person may write, with everything in it that must not act."""

_ALIVE = ("<img src=x onerror", "![x](http", ":red[x]", "$x$", "http://example", r"http\:\/\/example")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WAY = re.compile(r"\[([^\[\]]*)\]\(checklist\?[^()\s]*\)")
browser_of: WeakKeyDictionary[AppTest, str] = WeakKeyDictionary()
"""The browser, by its name, that a tab belongs to: undo and the log tell people apart by it."""
downloads: dict[str, Callable[[], bytes | str]] = {}
"""What the download buttons of the last runs would make, by the file's name; the last one drawn is last."""


@cache
def framework(file: Path = config.ROOT / "framework.yaml") -> Framework:
    """The framework of a file, by default the CLF itself."""
    return load_framework(file)


def open_page(name: str, *, browser: str = "local", zone: str | None = None, **query: object) -> AppTest:
    """A new tab that opens a page by its link, with `query` in the address, as `assessment=3`.

    `zone` is the time zone that its browser says it is in.
    """
    at = AppTest.from_file(FRAME, default_timeout=30)
    if zone:
        at.context["timezone"] = zone
    browser_of[at] = browser
    if name != "overview":
        at.run()  # before a first run AppTest knows no page whose address is not its file's name
        at.switch_page(f"../../pages/{name}.py")
    at.query_params.clear()
    for parameter, content in query.items():
        listed = isinstance(content, list)
        at.query_params[parameter] = [str(one) for one in content] if listed else str(content)
    return at.run()


def at_moment(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From now on the dashboard's clock stands at this moment."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls.fromtimestamp(moment.timestamp(), tz)

    monkeypatch.setattr(clock, "datetime", Stopped)


def go_to(at: AppTest, name: str) -> AppTest:
    """The same tab on another page, reached by the navigation, whose addresses say nothing of a view."""
    at.switch_page(f"../../pages/{name}.py")
    at.query_params.clear()
    return at.run()


def settled(widget: Widget | AppTest) -> AppTest:
    """Send what was done, then draw the whole page anew."""
    return widget.run().run()


def _typed(cells: Mapping[str, object]) -> dict[str, object]:
    """What is written into cells of a row as the browser sends it: a number is the text that was typed."""
    return {name: str(one) if isinstance(one, int | float) else one for name, one in cells.items()}


def write_cells(at: AppTest, key: str, rows: Mapping[int, Mapping[str, object]]) -> AppTest:
    """Write this into cells of a table; the browser sends all that was written so far."""
    edits = {"edited_rows": {str(row): _typed(cells) for row, cells in rows.items()}}
    return _send(at, key, json.dumps({**edits, "added_rows": [], "deleted_rows": []}))


def choose_point(at: AppTest, key: str, selection: str, **fields: object) -> AppTest:
    """Choose a point of a chart by the fields of its selection."""
    return _send(at, key, json.dumps({"selection": {selection: [fields]}}))


def press_in_row(at: AppTest, key: str, column: str, row: int) -> AppTest:
    """Press the button in a row of a table."""
    found = next(node for node in at._tree if getattr(node, "key", None) == key)
    states = at._tree.get_widget_states()
    pressed = states.widgets.add(id=found.proto.button_click_widgets[column])
    pressed.string_trigger_value.data = json.dumps({"row": row, "label": column})
    return at._run(states)


def _send(at: AppTest, key: str, content: str) -> AppTest:
    """Run with what the browser sends for a widget that AppTest has no class for."""
    found = next(node for node in at._tree if getattr(node, "key", None) == key)
    states = at._tree.get_widget_states()
    states.widgets.add(id=found.proto.id, string_value=content)
    return at._run(states)


def check(at: AppTest) -> None:
    """Nothing failed in the last run: no traceback, no message of the error boundary, no live HTML."""
    assert not at.exception, [(one.message, one.stack_trace) for one in at.exception]
    failures = [one.value for one in (*at.error, *at.warning) if one.value.startswith(FAILED)]
    assert not failures, f"{failures}; the captured log says where"
    allowed = [e.proto.body for kind in ("markdown", "caption") for e in at.get(kind) if e.proto.allow_html]
    assert not allowed, f"HTML is let through: {allowed}"


def read_as_markdown(at: AppTest) -> Iterator[str]:
    """Every text on the page that the browser reads as Markdown, as it is sent.

    Table cells and headers belong to it; the cells of a dataframe and the options of a selectbox do not.
    """
    for node in at._tree:
        if isinstance(node, ElementTree):
            continue
        proto = node.proto
        if isinstance(node, Block):
            label = getattr(node, "label", "") or getattr(getattr(proto, "popover", None), "label", "")
            yield label if isinstance(label, str) else ""
            continue
        for name in ("body", "label", "help", "text"):
            content = getattr(proto, name, "")
            if isinstance(content, str):
                yield content
        if node.type == "button_group":
            yield from (option.content for option in proto.options)
        if node.type == "radio":
            yield from proto.options
        if node.type == "table":
            yield from (str(name) for name in node.value.columns)
            yield from (str(cell) for row in node.value.itertuples(index=False) for cell in row)


def alive(at: AppTest) -> list[str]:
    """The texts in which a part of `MARKUP` would act."""
    return [text for text in read_as_markdown(at) if any(part in text for part in _ALIVE)]


def as_read(text: str) -> str:
    """A Markdown text as a person sees it, as far as escaped characters and links to indicators go."""
    return _ESCAPED.sub(r"\1", _WAY.sub(r"\1", text)).replace("\u2060", "")


def said(at: AppTest, key: str | None = None) -> list[str]:
    """The texts on the page, or in the container of this key, as a person sees them."""
    nodes = at._tree if key is None else at.get_by_key(key)
    kinds = ("markdown", "caption", "header", "subheader", "warning", "error", "info", "success", "alert")
    return [as_read(node.proto.body) for node in nodes if getattr(node, "type", "") in kinds]


def says(at: AppTest, text: str, key: str | None = None) -> bool:
    """Whether a text on the page, or in the container of this key, contains this."""
    return any(text in one for one in said(at, key))


def progress(at: AppTest) -> list[str]:
    """The words over the bars of progress on the page."""
    return [bar.proto.text for bar in at.get("progress")]


def told(at: AppTest) -> list[str]:
    """What the line under the navigation says was refused."""
    return [as_read(one.value) for one in at.warning]


def shows(at: AppTest, key: str) -> bool:
    """Whether the page has a widget or container of this key."""
    return any(getattr(node, "key", None) == key for node in at._tree if node is not at._tree)


def keys(at: AppTest, start: str) -> list[str]:
    """The keys on the page that start with this, in the order on screen, without that start."""
    found = [getattr(node, "key", None) or "" for node in at._tree if node is not at._tree]
    return [key.removeprefix(start) for key in dict.fromkeys(found) if key.startswith(start)]


def links(at: AppTest) -> dict[str, tuple[str, str]]:
    """Label, page and address of every link on the page."""
    return {as_read(one.label): (one.proto.page, one.proto.query_string) for one in at.page_link}


def edit_cells(at: AppTest, key: str, cells: Mapping[int, Mapping[str, object]]) -> AppTest:
    """Write into cells of an editable table, by row and column; AppTest itself only reads one."""
    (proto,) = (node.proto for node in at.get("dataframe") if key in node.proto.id)
    states = at._tree.get_widget_states()
    rows = {str(row): _typed(written) for row, written in cells.items()}
    written = json.dumps({"edited_rows": rows, "added_rows": [], "deleted_rows": []})
    states.widgets.add(id=proto.id, string_value=written)
    return at._run(states)


def submit(at: AppTest, form: str, label: str) -> Widget:
    """The button that sends a form."""
    return at.button(key=f"FormSubmitter:{form}-{label}")


def table(at: AppTest) -> pd.DataFrame:
    """The only table on the page, with escaped characters as a person sees them."""
    (found,) = at.table
    frame = found.value.map(lambda cell: as_read(cell) if isinstance(cell, str) else cell)
    return frame.rename(columns=as_read)


def chart_rows(at: AppTest, column: str = "layer") -> pd.DataFrame:
    """The data of the only chart on the page whose data has this column."""
    frames = []
    for chart in at.get("vega_lite_chart"):
        proto = chart.proto
        data = proto.data.data if proto.HasField("data") else proto.datasets[0].data.data
        frames.append(pa.ipc.open_stream(data).read_pandas())
    (found,) = (frame for frame in frames if column in frame)
    return found


def levels(at: AppTest) -> dict[str, list[int]]:
    """The stages, as numbers from 0, that each series of the radar shows."""
    points = chart_rows(at, "series").query("layer == 'point'").sort_values("order")
    return {name: [int(level) for level in group["radius"]] for name, group in points.groupby("series")}


def downloaded(ending: str, of: str = "") -> bytes:
    """What the last download button for such a file gives, made as the server makes it: in another thread.

    `of` is how the file's name begins.
    """
    make = [make for name, make in downloads.items() if name.startswith(of) and name.endswith(f".{ending}")][
        -1
    ]
    with ThreadPoolExecutor(max_workers=1) as pool:
        made = pool.submit(make).result()
    return made.encode() if isinstance(made, str) else made


@contextmanager
def store(url: str) -> Iterator[Store]:
    """A second store on the same database, as another process has it."""
    opened = Store.open(url)
    try:
        yield opened
    finally:
        opened.close()


def own(
    url: str,
    records: Mapping[str, Record] | None = None,
    *,
    organisation: str = "Birchbank",
    unit: str | None = None,
    title: str | None = None,
    assessed_on: date = date(2026, 2, 1),
    final: bool = False,
    file: Path = config.ROOT / "framework.yaml",
    actions: Iterable[Action] = (),
) -> int:
    """Put an assessment of one's own into the database; its id."""
    made_with = framework(file)
    assessment = Assessment(
        made_with.id,
        organisation,
        assessed_on,
        unit=unit,
        title=title,
        records=records or {},
        actions={one.id: one for one in actions},
    )
    with store(url) as opened:
        added = opened.add(assessment, made_with, who="somebody", at=AT)
        if final:
            opened.finalise(added, who="somebody", at=AT)
    return added


def stored(url: str, assessment_id: int) -> Stored:
    """An assessment as the database has it now."""
    with store(url) as opened:
        return opened.load(assessment_id)


def record(url: str, assessment_id: int, indicator_id: str) -> Record:
    """What the database has on one indicator now."""
    return stored(url, assessment_id).assessment.record(indicator_id)


def everything(url: str, framework_id: str = "clf") -> list[Stored]:
    """All that the database holds for a framework."""
    with store(url) as opened:
        return [opened.load(info.id) for info in opened.assessments(framework_id)]


def scenarios(url: str, assessment_id: int) -> list[Scenario]:
    """The scenarios of an assessment as the database has them now."""
    with store(url) as opened:
        return [Scenario(found.name, found.changes) for found in opened.scenarios(assessment_id)]


def sample_file(name: str) -> Path:
    """The file of a delivered sample."""
    return config.samples_folder() / f"{name}.yaml"


@cache
def sample(name: str) -> Assessment:
    """A delivered sample by its file's name, as `tarbrae-befriending-2026-10`."""
    return load_assessment(sample_file(name), framework())


@cache
def sample_yaml(name: str) -> dict[str, dict[str, Any]]:
    """The judgements of a sample, read by a plain YAML parser: id to record, short forms written out."""
    content = yaml.safe_load(sample_file(name).read_text(encoding="utf-8"))["judgements"]
    return {id_: one if isinstance(one, dict) else {"judgement": one} for id_, one in content.items()}


def sample_id(url: str, name: str) -> int:
    """The id under which a sample is in the database."""
    wanted = sample(name)
    with store(url) as opened:
        return next(
            info.id
            for info in opened.assessments("clf")
            if (info.organisation, info.assessed_on) == (wanted.organisation, wanted.assessed_on)
        )


def met(*notes: str) -> Record:
    """Met, with an evidence entry for each note."""
    return Record(Judgement.MET, evidence=tuple(Evidence(note) for note in notes))


def all_met(*, but: Mapping[str, Record] | None = None) -> dict[str, Record]:
    """Every indicator of the CLF met and shown, except these."""
    return {i.id: met("Seen") for i in framework().indicators} | dict(but or {})
