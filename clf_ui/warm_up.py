"""Opening the database while the first browser is still loading scripts, instead of after it has asked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from importlib import import_module

CHARTS_AFTER = 4.0  # seconds: the first page has no chart and goes first

LOG = logging.getLogger("clf")


def warm_up() -> None:
    """Start in the background: the database, and after a while the chart library."""
    _in_background(0, _open)
    _in_background(CHARTS_AFTER, _draw)


def _in_background(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, _quietly, [work])
    timer.daemon = True
    timer.start()


def _quietly(work: Callable[[], None]) -> None:
    """What goes wrong here goes wrong again on the page, which says so."""
    try:
        work()
    except Exception:
        LOG.debug("not warmed up", exc_info=True)


def _open() -> None:
    import_module("clf_ui.loaders").st_store()
    for name in ("view", "context_line", "overview", "welcome"):
        import_module(f"clf_ui.{name}")


def _draw() -> None:
    framework = import_module("clf_ui.loaders").st_framework()
    reports = import_module("clf_reports")
    for mode in reports.Mode:
        for compact in (False, True):
            reports.radar_spec(framework, mode, compact)
