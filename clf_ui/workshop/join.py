"""The Join page: the way in, and then what is asked.

An answer or a look costs little: the answer is one transaction, the phone's own votes one query, and the
questions are read again only when the facilitator has done something.
"""

from __future__ import annotations

import streamlit as st

from clf_model import RecordError
from clf_store import NotFoundError, NotSeatedError

from .. import state
from ..clock import now
from ..shared import visitor
from ..shared.callbacks import guarded, told
from ..shared.errors import fragment
from ..shared.loaders import st_room, st_store
from ..shared.polling import every
from .join_questions import OwnVotes, asked_in, has_something_left, questions, refusal

# Seconds between two looks at whether the facilitator has done something: by a phone with nothing left to
# answer, and by one that is asked something, which looks with every answer besides.
WAITING, ASKED = 3.0, 8.0


def take_part() -> None:
    """The whole page: what is asked now, or the way in."""
    _enter_by_address()
    workshop_id = state.value(state.WORKSHOP)
    own = _own_votes(workshop_id)
    with st.container(key="join"):
        if own is not None:
            _ask(workshop_id, own)
        elif _is_over(workshop_id):
            st.header("The workshop is over", anchor=False)
            st.write("Thank you for taking part. You can close this page.")
        else:
            _way_in()


def _enter_by_address() -> None:
    """Somebody came by the link: take their seat, and keep the workshop in the address instead of it."""
    entry = state.value(state.ENTRY)
    if entry:
        state.forget(state.ENTRY)
        state.put(state.WORKSHOP, None)
        _join(entry)


def _own_votes(workshop_id: int | None) -> OwnVotes | None:
    """What this phone has answered; None where it has no seat."""
    if workshop_id is None:
        return None
    try:
        return st_store().workshops.own_votes(workshop_id, visitor.seat())
    except NotSeatedError:
        return None


def _is_over(workshop_id: int | None) -> bool:
    try:
        return workshop_id is not None and st_room(workshop_id).workshop.closed
    except NotFoundError:
        return False


def _ask(workshop_id: int, own: OwnVotes) -> None:
    is_asked = has_something_left(asked_in(st_room(workshop_id)), own)
    fragment(run_every=every(ASKED if is_asked else WAITING))(questions)(workshop_id, is_asked)


@told
def _join(entry: str) -> None:
    seat = st_store().workshops.join(entry, address=visitor.address(), at=now(), token=visitor.seat())
    state.put(state.WORKSHOP, seat.workshop_id)
    state.place.put(None)


@guarded
def _join_by_code() -> None:
    entry = (state.value(state.JOIN_CODE) or "").strip()
    if not entry:
        raise RecordError("Type the code that is on the screen.")
    _join(entry)
    state.write_address()


def _way_in() -> None:
    """The field for the code on the screen."""
    st.header("Join the workshop", anchor=False)
    refusal()
    with st.form("join-form", border=False, enter_to_submit=True):
        st.text_input(
            "Code on the screen",
            key=state.JOIN_CODE,
            placeholder="K7M4-QX92",
            autocomplete="off",
        )
        st.form_submit_button("Join", type="primary", width="stretch", on_click=_join_by_code)
    st.caption("No name, no login. Nobody can see who answered what.")
