"""The two pages that are compared: the full Checklist, and a bare Streamlit page with the same widgets.

Both show the framework's first capability with every indicator met. A round clicks the one organisation's
indicator of a stage that decides, from Met to Not yet or back, so that the stage shown changes every time;
the stages take turns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from clf_model import (
    Assessment,
    Framework,
    Indicator,
    Judgement,
    Perspective,
    Record,
    load_framework,
    profile,
)
from clf_reports.charts.radar import radar_data, radar_spec
from clf_reports.look.series import reached_series
from clf_reports.look.theme import Mode
from clf_store import Store
from clf_ui.shared.assessment_names import assessment_name, service_name
from clf_ui.wording import JUDGEMENTS, marks
from tests.browser.conftest import AppServer

ROOT = Path(__file__).resolve().parent.parent.parent
BARE_SCRIPT = Path(__file__).with_name("bare_checklist.py")
BARE_MATERIAL = "CLF_BENCH_PAGE"
MET, NOT_YET = JUDGEMENTS[Judgement.MET], JUDGEMENTS[Judgement.NOT_MET]
BASELINE = (
    "`tests/bench/bare_checklist.py`, a plain script without fragments, callbacks, store or navigation: the "
    "same indicators' texts, segmented controls with labels, popovers, select boxes and buttons in the same "
    "columns, a progress bar, the same chart with a constant specification and swapped data, and the stage "
    "from a plain loop over the widgets' values; same `.streamlit/config.toml`, a server of its own"
)


@dataclass(frozen=True, slots=True)
class Click:
    """One judgement: which indicator, and the segment to click."""

    indicator_id: str
    segment: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Both servers with the addresses of the two pages, and what to click on either."""

    app: AppServer
    bare: AppServer
    query: str
    deciding: tuple[str, ...]

    @property
    def urls(self) -> tuple[str, str]:
        """The addresses of the Checklist and of the bare page."""
        return f"{self.app.url}/checklist?{self.query}", self.bare.url

    def click(self, turn: int) -> Click:
        """The judgement of a round; every second one takes back the one before."""
        indicator_id = self.deciding[turn // 2 % len(self.deciding)]
        return Click(indicator_id, MET if turn % 2 else NOT_YET)


@contextmanager
def pages() -> Iterator[Pages]:
    """Start both servers on new data, and stop them at the end."""
    framework = load_framework(ROOT / "framework.yaml")
    assessment = _everything_met(framework)
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'clf.sqlite3'}"
        store = Store.open(url)
        at = datetime.now(UTC)
        assessment_id = store.add(assessment, framework, who="bench", at=at)
        service = store.load(assessment_id).info
        store.close()
        material = folder / "page.json"
        shown = f"{service_name(service)} · {assessment_name(service)}"
        material.write_text(json.dumps(_material(framework, assessment, shown)), encoding="utf-8")
        with (
            AppServer(url, folder / "app.log") as app,
            AppServer(url, folder / "bare.log", str(BARE_SCRIPT), {BARE_MATERIAL: str(material)}) as bare,
        ):
            app.start()
            bare.start()
            query = f"assessment={assessment_id}&capability={framework.capabilities[0].id}"
            yield Pages(app, bare, query, tuple(i.id for i in _deciding(framework)))


def _everything_met(framework: Framework) -> Assessment:
    met = Record(judgement=Judgement.MET)
    return Assessment(
        framework_id=framework.id,
        organisation="Bench",
        assessed_on=date(2026, 1, 1),
        records={indicator.id: met for indicator in framework.capabilities[0].indicators},
    )


def _deciding(framework: Framework) -> tuple[Indicator, ...]:
    first = framework.capabilities[0].id
    return tuple(framework.cell(first, stage.id, Perspective.ORGANISATION)[0] for stage in framework.stages)


def _material(framework: Framework, assessment: Assessment, shown: str) -> dict[str, Any]:
    """What the bare page shows: texts, and the chart's specification with its rows for every stage."""
    capability = framework.capabilities[0]
    levels = [assessment]
    for decides in reversed(_deciding(framework)):
        levels.append(assessment.with_records({decides.id: Record(judgement=Judgement.NOT_MET)}))
    return {
        "assessment": shown,
        "capabilities": [f"{c.short_name} {marks(0, len(framework.stages))}" for c in framework.capabilities],
        "capability": {"name": capability.name, "statement": capability.statement},
        "stages": [
            {
                "name": stage.name,
                "columns": [
                    {"lead": p.lead, "indicators": _texts(framework.cell(capability.id, stage.id, p))}
                    for p in Perspective
                ],
            }
            for stage in framework.stages
        ],
        "judgements": list(JUDGEMENTS.values()),
        "met": MET,
        "spec": radar_spec(framework, Mode.LIGHT, compact=True),
        "rows": [
            radar_data(
                framework, [reached_series(profile(framework, level))], capability.id, compact=True
            ).to_dict("list")
            for level in reversed(levels)
        ],
    }


def _texts(indicators: Sequence[Indicator]) -> list[dict[str, str]]:
    return [{"id": indicator.id, "text": indicator.text} for indicator in indicators]
