"""Opening the database while the first browser is still loading scripts, instead of after it has asked."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from importlib import import_module

PATIENCE = 60.0  # seconds that a page waits for it
# Seconds after which sending files to the browser, which takes many small steps, comes between; usually 5 ms.
GIVES_WAY = 0.0002

LOG = logging.getLogger("clf")
_done = threading.Event()
_done.set()


def warm_up() -> None:
    """Import what the first page needs and open the database, in the background."""
    _done.clear()
    threading.Thread(target=_open, name="warm-up", daemon=True).start()


def finished() -> None:
    """Wait until it is done: two threads that import the same modules at once can see half of one."""
    _done.wait(PATIENCE)


def _open() -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(GIVES_WAY)
    try:
        # Streamlit loads the first two for the logo.
        names = (
            "numpy",
            "PIL.Image",
            "clf_ui.shared.view",
            "clf_ui.shell.show_page",
            "clf_ui.overview.page",
            "clf_ui.assessments.welcome",
        )
        for name in names:
            import_module(name)
        import_module("clf_ui.shared.loaders").st_store()
    except Exception:
        # What goes wrong here goes wrong again on the page, which says so.
        LOG.debug("not warmed up", exc_info=True)
    finally:
        sys.setswitchinterval(usual)
        gc.freeze()  # what there is by now is looked through no more, which would stop a full room
        _done.set()
    _read_ahead()


def _read_ahead() -> None:
    """What takes longer with many services, while the first page is looked at."""
    try:
        import_module("clf_ui.shared.many").read_ahead()
    except Exception:
        LOG.debug("not read ahead", exc_info=True)
