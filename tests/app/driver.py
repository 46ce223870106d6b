"""What the tests of the pages share: opening a page, and making and reading assessments behind its back.

Widgets are found by their key: `at.button(key="undo")`. The submit button of a form has the key that `submit`
gives. In AppTest every action runs the whole page, fragments too; what only a fragment does belongs into a
browser test. What was typed stays in the browser of a real form until it is sent; here it is sent along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from clf_model import Assessment, Evidence, Framework, Judgement, Record, load_assessment, load_framework
from clf_store import Store, Stored
from clf_ui import settings
from clf_ui.server import BROWSER_COOKIE

FRAME = settings.ROOT / "clf_ui" / "frame.py"
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FAILED = "Something went wrong"
_framework: dict[Path, Framework] = {}


def framework(file: Path | None = None) -> Framework:
    """The framework of a file, by default the CLF itself."""
    file = file or settings.ROOT / "framework.yaml"
    if file not in _framework:
        _framework[file] = load_framework(file)
    return _framework[file]


def open_page(name: str, *, database_url: str, browser: str | None = None, **query: object) -> AppTest:
    """A new tab that asks a server for a page, with `query` in the address, as `assessment=3`.

    `name` is the page's file, `database_url` the one in the environment (the fixture `database` gives both).
    `browser` tells people apart, for undo and the log.
    """
    assert settings.database_url() == database_url, "the app would open another database"
    at = AppTest.from_file(FRAME, default_timeout=30)
    if browser:
        at.context = {"cookies": {BROWSER_COOKIE: browser}}
    if name == "what_if":
        at.run()  # before a first run AppTest knows no page whose address is not its file's name
    at.query_params.clear()
    for parameter, content in query.items():
        at.query_params[parameter] = (
            [str(one) for one in content] if isinstance(content, list) else str(content)
        )
    if name != "overview":
        at.switch_page(f"../pages/{name}.py")
    return at.run()


def check(at: AppTest) -> None:
    """Nothing failed in the last run: no traceback, no message of the error boundary, no unsafe HTML."""
    assert not at.exception, [one.stack_trace for one in at.exception]
    failures = [one.value for one in at.error if one.value.startswith(FAILED)]
    assert not failures, f"{failures}; the captured log has the traceback"
    unsafe = [body for body, allowed in _bodies(at) if allowed]
    assert not unsafe, f"unsafe HTML: {unsafe}"


def _bodies(at: AppTest) -> Iterator[tuple[str, bool]]:
    """Every text that is read as Markdown, with whether HTML in it is let through."""
    for kind in ("markdown", "caption"):
        for element in at.get(kind):
            yield element.proto.body, element.proto.allow_html
    for element in (*at.header, *at.subheader, *at.title):
        yield element.value, False
    for element in (*at.warning, *at.error, *at.info, *at.success):
        yield element.value, False


def texts(at: AppTest) -> list[str]:
    """The body of every text on the page, as sent to the browser."""
    return [body for body, _ in _bodies(at)]


def says(at: AppTest, text: str) -> bool:
    """Whether a text on the page contains this."""
    return any(text in body for body in texts(at))


def warnings_of(at: AppTest) -> list[str]:
    """The warnings on the page."""
    return [one.value for one in at.warning]


def has_key(at: AppTest, key: str) -> bool:
    """Whether the page shows a widget or container of this key."""
    try:
        at.get_by_key(key)
    except KeyError:
        return False
    return True


def texts_in(at: AppTest, key: str) -> list[str]:
    """The bodies of the texts inside the container of this key."""
    block = at.get_by_key(key)
    return [e.proto.body for e in block if type(e).__name__ in ("Markdown", "Caption")]


def submit(form: str, label: str) -> str:
    """The key of the button `label` that sends the form of this key."""
    return f"FormSubmitter:{form}-{label}"


def told(at: AppTest) -> bool:
    """Whether the line under the navigation says that something was refused."""
    return bool(at.warning)


@contextmanager
def store(database_url: str) -> Iterator[Store]:
    """A second store on the same database, as another process has it."""
    opened = Store.open(database_url)
    try:
        yield opened
    finally:
        opened.close()


def own(
    database_url: str,
    records: Mapping[str, Record] | None = None,
    *,
    organisation: str = "Birchbank",
    unit: str | None = None,
    title: str | None = None,
    assessed_on: date = date(2026, 2, 1),
    final: bool = False,
    framework_file: Path | None = None,
) -> int:
    """An assessment of one's own in the database; its id."""
    made_with = framework(framework_file)
    assessment = Assessment(
        made_with.id, organisation, assessed_on, unit=unit, title=title, records=records or {}
    )
    with store(database_url) as opened:
        added = opened.add(assessment, made_with, who="somebody", at=AT)
        if final:
            opened.finalise(added, who="somebody", at=AT)
    return added


def stored(database_url: str, assessment_id: int) -> Stored:
    """An assessment as the database has it now."""
    with store(database_url) as opened:
        return opened.load(assessment_id)


def record(database_url: str, assessment_id: int, indicator_id: str) -> Record:
    """What the database now has on one indicator."""
    return stored(database_url, assessment_id).assessment.record(indicator_id)


def sample(name: str) -> Assessment:
    """A delivered sample by its file's name, as `tarbrae-befriending-2026-10`."""
    return load_assessment(settings.samples_folder() / f"{name}.yaml", framework())


def sample_id(database_url: str, name: str) -> int:
    """The id under which a sample is in the database."""
    wanted = sample(name)
    with store(database_url) as opened:
        return next(
            info.id
            for info in opened.assessments(wanted.framework_id)
            if (info.organisation, info.assessed_on) == (wanted.organisation, wanted.assessed_on)
        )


def met(*notes: str) -> Record:
    """Met, with an evidence entry for each note."""
    return Record(Judgement.MET, evidence=tuple(Evidence(note) for note in notes))
