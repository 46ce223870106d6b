"""A room for tests of the running dashboard: a workshop that judges, and participants who are in."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

from streamlit.proto.WidgetStates_pb2 import WidgetState

from clf_model import load_framework
from clf_ui.shared.quick_taps import TOO_SOON
from tests.browser.conftest import ROOT, AppServer
from tests.server.client import Session
from tests.server.lead import Lead

CAPABILITY = "feedback"
READING = 1.2 * TOO_SOON  # seconds: who answers sooner is not believed to have read


@dataclass(slots=True)
class Room:
    """A workshop on one capability under way; whoever joins is asked its first question."""

    app: AppServer
    lead: Lead
    link: str
    opened: list[Session] = field(default_factory=list)

    def phone(self) -> Session:
        """Somebody who has joined, and has the first question on the screen."""
        return self.first_question(self.visit(self.link))

    def first_question(self, session: Session) -> Session:
        """Name no role, and wait until nobody can say that it was not read."""
        session.press("Continue")
        session.wait(READING)
        return session

    def visit(self, url: str, cookie: str | None = None) -> Session:
        """A browser that has not been here before, or that has this cookie."""
        session = Session(url, cookie=cookie or f"clf_seat={secrets.token_urlsafe(16)}")
        self.opened.append(session)
        return session

    def facilitate_elsewhere(self) -> Session:
        """The facilitator's address, opened in somebody else's browser."""
        return self.visit(self.lead.session.url)

    def content(self) -> set[str]:
        """Every row of the database, as SQL."""
        return content(self.app)

    def close(self) -> None:
        """Close every tab."""
        for session in (self.lead.session, *self.opened):
            session.close()


def content(app: AppServer) -> set[str]:
    """Every row of a dashboard's database, as SQL."""
    with closing(sqlite3.connect(app.database_url.removeprefix("sqlite:///"))) as connection:
        return set(connection.iterdump())


def open_room(app: AppServer, *, judge: bool = True, ticket: str = "") -> Room:
    """A new workshop that judges, or waits; in room mode `ticket` is the cookie of who may open one."""
    lead = Lead(app, load_framework(ROOT / "framework.yaml"), [CAPABILITY], ticket=ticket)
    link = lead.open()
    if judge:
        lead.judge()
    return Room(app, lead, link)


def votes(rows: set[str]) -> set[str]:
    """Of these rows, the votes."""
    return {row for row in rows if row.startswith('INSERT INTO "vote"')}


def pressed(widget_id: str) -> WidgetState:
    """What a browser sends of a pressed button."""
    return WidgetState(id=widget_id, trigger_value=True)
