"""A facilitator, who opens and leads a workshop through the page alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

from clf_model import Assessment, Framework
from clf_store import Store
from tests.browser.conftest import AppServer
from tests.server.client import Session

REVEALS = {"Reveal", "Reveal now"}


class Lead:
    """The facilitator's screen, and through it the workshop."""

    def __init__(
        self, app: AppServer, framework: Framework, capabilities: Sequence[str], *, ticket: str = ""
    ) -> None:
        self._capabilities = capabilities
        self._names = {c.id: c.short_name for c in framework.capabilities}
        self.session = Session(
            f"{app.url}/facilitate?assessment={_new_assessment(app, framework)}",
            cookie=f"clf_seat={secrets.token_urlsafe(16)}; {ticket}",
        )

    def open(self) -> str:
        """Open a workshop on the capabilities; returns the address that the QR code leads to."""
        screen = self.session.screen
        wanted = screen.value(screen.widget("Capabilities to take"))
        wanted.string_array_value.data[:] = [self._names[id_] for id_ in self._capabilities]
        self.session.press("Open the workshop")
        link = next(text for text in screen.texts if "/j/" in text)
        return link.replace("/j/", "/join?code=")

    @property
    def projector(self) -> str:
        """The address of the projector, as the button on the facilitator's screen has it."""
        return self.session.screen.link("Projector")

    @property
    def workshop_id(self) -> int:
        """The workshop in the address."""
        return int(self.session.url.rpartition("workshop=")[2].partition("&")[0])

    def judge(self) -> None:
        """Let people judge every capability; the last one stays in view."""
        for id_ in self._capabilities:
            self._look_at(id_)
            self.session.press(f"Let people judge {self._names[id_]}")

    def reveal(self) -> None:
        """Reveal every capability, also where it asks because phones are under way."""
        for id_ in self._capabilities:
            self._look_at(id_)
            # A look that comes in between makes the server drop what it has not sent yet, and then draws it.
            self.session.wait(reached=lambda screen: bool(REVEALS & screen.buttons.keys()))
            (label,) = REVEALS & self.session.screen.buttons.keys()
            self.session.press(label)

    def _look_at(self, capability_id: str) -> None:
        shown = self.session.screen.widget("Capability")
        name = self._names[capability_id]
        options = [option.content for option in shown.element.button_group.options]
        self.session.choose("Capability", next(option for option in options if option.startswith(name)))


def _new_assessment(app: AppServer, framework: Framework) -> int:
    """An assessment without judgements, so that nothing is out of question as not applicable."""
    at = datetime.now(UTC)
    empty = Assessment(framework_id=framework.id, organisation="Bench", assessed_on=at.date(), records={})
    with closing(Store.open(app.database_url)) as store:
        return store.add(empty, framework, who="bench", at=at)
