"""A clean stop, by Ctrl+C or SIGTERM: what is under way is ended and kept, and the database is closed.

uvicorn, which serves, takes both signals, says goodbye to the browsers, and then ends the application's
lifespan. After a SIGTERM it ends the process with no further word, so nothing may be left to `atexit`; that
is for a second Ctrl+C, which makes it leave the lifespan out.
"""

from __future__ import annotations

import asyncio
import atexit
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from .floods import give_way

GOODBYE = 3  # seconds for a request under way, such as a download; then the stop goes on without it


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """What is there while the application is served: at its end the database is closed."""
    atexit.register(close)
    _wait_at_most(GOODBYE)
    give_way()
    try:
        yield
    finally:
        await asyncio.to_thread(close)


def close() -> None:
    """Close the database, where it was opened; a second time does nothing."""
    loaders = sys.modules.get("clf_ui.shared.loaders")  # it may not be there yet
    if loaders is not None and hasattr(loaders, "close_stores"):
        loaders.close_stores()


def _wait_at_most(seconds: int) -> None:
    """Have the server wait no longer for requests under way, which it does for ever by default.

    Streamlit makes the server and has no setting for that; but the server itself takes the signals.
    """
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    config = getattr(server, "config", None)
    if config is not None and hasattr(config, "timeout_graceful_shutdown"):
        config.timeout_graceful_shutdown = seconds
