"""What is chosen above the services: which assessments count, and which services are shown, in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import streamlit as st

from clf_model import Framework

from .. import state
from ..shared.callbacks import guarded
from ..shared.in_force import rules_in_force
from ..shared.many import Many, Standing, all_services, standing
from ..wording import long_date

NAME, LATEST = "name", "latest"
DRAFTS, FINAL = "drafts", "final"
COUNTED = {DRAFTS: "Drafts too", FINAL: "Final ones only"}


@dataclass(frozen=True, slots=True)
class Shown:
    """The services that the choices leave, in their order: places in `standing`."""

    standing: Standing
    places: np.ndarray[tuple[int], np.dtype[np.int64]]
    narrowed: bool

    def __len__(self) -> int:
        return len(self.places)


def choices(framework: Framework) -> Shown:
    """Draw the choices, and find what they leave."""
    many = all_services()
    kinds = _label_options(many)
    state.keep_all_valid(state.SERVICE_LABELS, list(kinds))
    state.keep_valid(state.COUNTED, list(COUNTED))
    orders = {NAME: "Name", LATEST: "Assessed last"}
    orders |= {one.id: f"Lowest in {one.short_name}" for one in framework.capabilities}
    state.keep_valid(state.ORDER, list(orders))
    state.keep_text(state.SERVICE_FIND)
    with st.container(horizontal=True, key="services-choices", vertical_alignment="bottom"):
        st.text_input(
            "Find",
            key=state.SERVICE_FIND,
            persist_state="session",
            type="search",
            placeholder="Part of a name or label",
            live=True,
            on_change=begin_anew,
            width=210,
        )
        if kinds:
            st.multiselect(
                "Labels",
                kinds,
                format_func=kinds.__getitem__,
                key=state.SERVICE_LABELS,
                persist_state="session",
                on_change=begin_anew,
                placeholder="All",
                width=200,
            )
        st.selectbox(
            "In the order of",
            list(orders),
            format_func=orders.__getitem__,
            key=state.ORDER,
            persist_state="session",
            on_change=begin_anew,
            width=230,
        )
        st.date_input(
            "As of",
            value=state.value(state.ON),
            key=state.ON,
            persist_state="session",
            format="DD/MM/YYYY",
            on_change=begin_anew,
            help="Of each service its latest assessment up to this day; without a day the latest of all",
            width=150,
        )
        st.segmented_control(
            "What counts",
            list(COUNTED),
            format_func=COUNTED.__getitem__,
            key=state.COUNTED,
            persist_state="session",
            required=True,
            on_change=begin_anew,
        )
    found = standing(on() or date.max, rules_in_force(), final=state.value(state.COUNTED) == FINAL)
    return _shown(found, framework)


def on() -> date | None:
    """The day that was chosen; None for the latest of all."""
    chosen = state.value(state.ON)
    return chosen if isinstance(chosen, date) else None


@guarded
def begin_anew() -> None:
    """Another choice: its first page."""
    state.put(state.PAGE, 1)
    state.write_address()


def _label_options(many: Many) -> Mapping[str, str]:
    """Every label that any service has, as Region: North."""
    found = {(name, value) for labels in many.labels.values() for name, value in labels.items()}
    return {label(name, value): label(name, value) for name, value in sorted(found)}


def label(name: str, value: str) -> str:
    """A label in words."""
    return f"{name}: {value}"


def _shown(found: Standing, framework: Framework) -> Shown:
    words = (state.value(state.SERVICE_FIND) or "").casefold().split()
    wanted = state.value(state.SERVICE_LABELS)
    places = np.arange(len(found.found))
    if wanted:
        places = places[
            [_carries(found.many.labels_of(found.found[place]), wanted) for place in places.tolist()]
        ]
    if words:
        places = places[[_named(found, place, words) for place in places.tolist()]]
    return Shown(found, _ordered(found, places, framework), bool(words or wanted))


def _carries(labels: Mapping[str, str], wanted: Sequence[str]) -> bool:
    """Whether these labels have one of the wanted of every name."""
    held = {label(name, value) for name, value in labels.items()}
    names: dict[str, bool] = {}
    for one in wanted:
        name = one.partition(":")[0]
        names[name] = names.get(name, False) or one in held
    return all(names.values())


def _named(found: Standing, place: int, words: Sequence[str]) -> bool:
    labels = found.many.labels_of(found.found[place])
    text = " ".join((found.names[place], *labels.values())).casefold()
    return all(word in text for word in words)


def _ordered(
    found: Standing, places: np.ndarray[tuple[int], np.dtype[np.int64]], framework: Framework
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """By name, as they come; or by date, or by a capability, where nobody has discussed it last."""
    order = state.value(state.ORDER)
    if order == LATEST:
        days = np.array([-found.found[place].assessed_on.toordinal() for place in places], np.int64)
        return places[np.argsort(days, kind="stable")]
    rows = [one.id for one in framework.capabilities]
    if order not in rows:
        return places
    row = rows.index(order)
    services = found.services
    stands = np.where(services.discussed[row], services.progress[row], np.inf)[places]
    return places[np.argsort(stands, kind="stable")]


def what_counts(shown: Shown) -> str:
    """How many of how many are shown, by which assessments, and why others are not among them."""
    found = shown.standing
    every = len(found.found) + found.uncounted
    noun = "service" if every == 1 else "services"
    first = f"{len(shown):,} of {every:,} {noun}, each by its latest assessment"
    if state.value(state.COUNTED) == FINAL:
        first += " that is final"
    if day := on():
        first += f" up to {long_date(day)}"
    drafts = sum(not found.found[place].final for place in shown.places.tolist())
    hidden = len(found.found) - len(shown)
    reasons = (
        (drafts, "of these are drafts" if drafts > 1 else "of these is a draft"),
        (hidden, "not shown by what is chosen above"),
        (found.uncounted, "left out, with no such assessment"),
        (
            found.other_edition,
            "made with another edition of the framework: what that does not ask in the same words counts as "
            "not discussed",
        ),
    )
    return ". ".join([first, *(f"{number:,} {why}" for number, why in reasons if number)]) + "."
