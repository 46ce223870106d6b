"""The server's time for one judgement, save included, beside one rerun of the bare page.

Run with `python -m tests.bench.server_bench`.
"""

from __future__ import annotations

from tests.bench.checklist_pages import BASELINE, Click, pages
from tests.bench.figures import Figure, alternate
from tests.server.client import Session

GOAL = 1.5
WARM = 6


def measure(clicks: int = 60) -> Figure:
    """Judge turn by turn on both pages, with one session each."""
    with pages() as served:
        app_url, bare_url = served.urls
        with Session(app_url) as app, Session(bare_url) as bare:
            ours, theirs = alternate(
                clicks,
                lambda turn: _judged(app, served.click(turn)),
                lambda turn: _judged(bare, served.click(turn)),
                warm=WARM,
            )
    return Figure(
        "Server time of one judgement, save included",
        GOAL,
        "full Checklist of the first capability; a WebSocket client sends what a browser sends and waits for "
        "the message that the last script run has finished; every answer is checked for a changed stage",
        BASELINE,
        ours,
        theirs,
    )


def _judged(session: Session, click: Click) -> float:
    before = _stage(session.texts)
    seconds = session.choose(f"{click.indicator_id} ", click.segment)
    if _stage(session.texts) == before:
        raise AssertionError(f"{click.indicator_id} {click.segment} did not move the stage from {before}")
    return seconds


def _stage(texts: list[str]) -> str:
    return next(text for text in texts if text.startswith(("●", "○")))


if __name__ == "__main__":
    print(measure())
