"""What one more participant costs the server in memory, once everybody has joined and answered everything.

It is measured by `python -m tests.bench --only room`.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from clf_model import load_framework
from tests.bench.figures import Value
from tests.bench.phone import Phone
from tests.bench.room import CAPABILITIES, asked_indicators, people
from tests.browser.conftest import ROOT, AppServer
from tests.server.lead import Lead

PHONES = 101
AT_ONCE = 100  # phones that join and answer at the same time
READING = 2.0  # seconds between two answers, on average; in the room under load it is 5
SETTLING = 10.0  # seconds after the last answer until memory is read
KIB = 1024
GOAL = 110  # KiB
SERVERS = 3


def measure(phones: int = PHONES) -> Value:
    """Memory with one who has joined and answered everything, and with all of them, on a few servers."""
    each = statistics.median(_each(phones) for _ in range(SERVERS))
    return Value(
        "Memory for each participant beyond the first",
        f"≤ {GOAL} KiB",
        f"{each:.0f} KiB",
        each <= GOAL,
        f"median of {SERVERS} new servers: resident heap and stacks of its process, as the kernel tells it, "
        f"when all has been quiet for {SETTLING:g} seconds, with {phones} phones that have joined at once, "
        f"answered 22 indicators, one every {READING:g} seconds on average, and stay connected, less with "
        f"one, by {phones - 1}; Python collects its garbage when it likes",
    )


def _each(phones: int) -> float:
    """KiB that one more participant takes on a new server."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with AppServer(f"sqlite:///{folder / 'clf.sqlite3'}", folder / "log.txt") as app:
            app.start()
            framework = load_framework(ROOT / "framework.yaml")
            lead = Lead(app, framework, CAPABILITIES)
            link = lead.open()
            lead.judge()
            everybody = people(phones, link, len(asked_indicators(framework)), READING, steady=True)
            _take_part(everybody[0])
            before = _resident(app)
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(_take_part, everybody[1:]))
            after = _resident(app)
            for phone in everybody:
                phone.close()
            lead.session.close()
    return (after - before) / (phones - 1) / KIB


def _take_part(phone: Phone) -> None:
    phone.join()
    phone.answer_all()


def _resident(app: AppServer) -> int:
    """Bytes of heap and stacks that the server's process has resident, when all is quiet.

    Not files, whose share depends on who else has them in memory.
    """
    time.sleep(SETTLING)
    assert app.process is not None
    rollup = Path(f"/proc/{app.process.pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = dict(line.split(":", 1) for line in rollup.splitlines()[1:])
    return int(sizes["Anonymous"].split()[0]) * KIB
