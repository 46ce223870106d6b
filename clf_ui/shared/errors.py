"""The one place where errors become messages that a person can act on."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from clf_model import Action, ClfError, DataError, Framework, Problem, UnknownIdError, named
from clf_model.errors import Kind, NamingError
from clf_model.text import titled
from clf_store import NotFoundError, StoreError, UnknownEditionError, WorkshopRunsError

from .. import state
from ..wording import plain
from .config import ROOT
from .in_force import moment_for_everyone
from .loaders import framework_of, st_framework, st_room, st_stored

LOG = logging.getLogger("clf")
SHOWN = 20
PLACES = 4
OURS = tuple(str(ROOT / folder) for folder in ("clf_", "pages"))
UNEXPECTED = (
    "Something went wrong on this page. Everything you judged before is saved. "
    "Reload the page; if it happens again, the server's log says where."
)
_LOGGED = (NotFoundError, StoreError, UnknownEditionError, UnknownIdError)
"""The errors with words for a person that may still be a fault of the program or of the server."""

Given = ParamSpec("Given")


def in_words(error: ClfError) -> str:
    """What an error says to a person: by names, and with the hour where that is the installation's."""
    if isinstance(error, WorkshopRunsError):
        return f"{error} It does on {moment_for_everyone(error.expires_at)}."
    return error.said(_name) if isinstance(error, NamingError) else str(error)


def _name(kind: Kind, id_: str) -> str:
    """What people know by this id in the workshop or assessment in view; the id where it is not there."""
    if kind is Kind.ACTION:
        action = _actions_in_view().get(id_)
        return titled(action.title) if action else id_
    framework = _framework_in_view()
    if kind is Kind.INDICATOR:
        return named(framework.indicator(id_)) if framework.has_indicator(id_) else id_
    return next((one.short_name for one in framework.capabilities if one.id == id_), id_)


def _framework_in_view() -> Framework:
    workshop, assessment = state.value(state.WORKSHOP), state.value(state.ASSESSMENT)
    try:
        if workshop is not None:
            return st_room(workshop).framework
        if assessment is not None:
            return framework_of(assessment)
    except ClfError:  # it is gone, or not for whoever looks
        LOG.debug("nothing in view to name things by")
    return st_framework()


def _actions_in_view() -> Mapping[str, Action]:
    try:
        return st_stored(state.value(state.ASSESSMENT)).assessment.actions
    except ClfError:
        return {}


def tell(error: Exception) -> str:
    """What to say to the person; what is more than a refusal leaves one line in the log.

    The line has the kind of error and its place, and nothing that people wrote, as a statement's parameters.
    """
    if isinstance(error, ClfError) and not isinstance(error, _LOGGED):
        return _words(error)
    LOG.error("%s at %s", _kind(error), _place(error))
    LOG.debug("the whole of it", exc_info=error)
    return _words(error) if isinstance(error, ClfError) else UNEXPECTED


def _words(error: ClfError) -> str:
    """`in_words`, or plainly where the names that it looks up cannot be read either."""
    try:
        return in_words(error)
    except Exception:
        return str(error)


def _kind(error: BaseException) -> str:
    """The kinds of an error and of those that it came of."""
    name = type(error).__name__
    cause = error.__cause__
    return f"{name} of {_kind(cause)}" if cause else name


def _place(error: Exception) -> str:
    """Where in this program an error came up, the innermost place first."""
    frames = traceback.extract_tb(error.__traceback__)
    within = [(Path(one.filename), one.lineno) for one in frames if one.filename.startswith(OURS)]
    ours = [f"{file.relative_to(ROOT)}:{line}" for file, line in within]
    return ", ".join(ours[: -PLACES - 1 : -1]) or "an unknown place"


def show(error: Exception) -> None:
    """Say on the screen what went wrong."""
    st.error(plain(tell(error)), icon=":material/error:")


@contextmanager
def boundary() -> Iterator[None]:
    """Show an error in words instead of a traceback; what was saved before it stays saved."""
    try:
        yield
    except (RerunException, StopException):
        raise
    except DataError as error:
        show_problems(error.problems)
    except Exception as error:
        show(error)


def fragment(
    *, key: str | None = None, run_every: float | None = None
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Make a function a part of a page that is drawn again by itself; an error there is told in its place."""

    def decorate(part: Callable[Given, None]) -> Callable[Given, None]:
        @wraps(part)
        def told(*args: Given.args, **kwargs: Given.kwargs) -> None:
            with boundary():
                part(*args, **kwargs)

        return st.fragment(told, key=key, run_every=run_every)

    return decorate


def close_dialog_or_say() -> None:
    """The form of a dialog was sent: close it, or say in it what is wrong and keep what was typed."""
    notice = state.notice()
    if notice is None or not notice.is_problem:
        st.rerun()
    state.drop_notice()
    st.warning(plain(notice.text), icon=":material/warning:")


def show_problems(problems: Iterable[Problem]) -> None:
    """Every problem of a file with its place and remedy; the first ones where there are very many."""
    listed = list(problems)
    lines = [f"- {plain(_sentence(problem))}" for problem in listed[:SHOWN]]
    if len(listed) > SHOWN:
        lines.append(f"- and {len(listed) - SHOWN} more")
    st.error("The file cannot be used:\n\n" + "\n".join(lines), icon=":material/error:")


def _sentence(problem: Problem) -> str:
    line = f", line {problem.line}" if problem.line else ""
    return f"{problem.file}{line}: {problem.message} {problem.remedy}"
