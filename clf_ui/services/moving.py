"""From stage to stage: how many of the services shown moved between an earlier day and the one chosen."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from clf_model import Framework
from clf_model.score import moves

from .. import state
from ..clock import today_here
from ..shared.in_force import rules_in_force
from ..shared.many import standing
from ..wording import counted, long_date, plain
from .chosen import FINAL, Shown, on
from .heat import stage_words

_YEAR = timedelta(days=365)


def then_and_now(framework: Framework, shown: Shown) -> None:
    """For one capability a table from stage to stage, of those that were assessed anew in between."""
    capabilities = {one.id: one for one in framework.capabilities}
    state.keep_valid(state.CAPABILITY, list(capabilities))
    if not isinstance(state.value(state.SINCE), date):
        state.put(state.SINCE, (on() or today_here()) - _YEAR)
    with st.container(horizontal=True, key="services-since"):
        st.selectbox(
            "Capability",
            list(capabilities),
            format_func=lambda id_: capabilities[id_].short_name,
            key=state.CAPABILITY,
            on_change=state.write_address,
            width=320,
        )
        st.date_input(
            "Since",
            key=state.SINCE,
            persist_state="session",
            format="DD/MM/YYYY",
            on_change=state.write_address,
            width=150,
        )
    since: date = state.value(state.SINCE)
    row = list(capabilities).index(state.value(state.CAPABILITY))
    before, after, left_out = _pairs(shown, since, row)
    if not before:
        st.info(
            "None of the services shown has discussed this both then and since.", icon=":material/history:"
        )
        st.caption(plain(left_out))
        return
    words = stage_words(framework)
    table = moves(before, after, len(framework.stages))
    st.table(
        pd.DataFrame(
            [
                {
                    f"On {long_date(since)} ↓, now →": plain(words[index]),
                    **{plain(word): _number(number) for word, number in zip(words, line, strict=True)},
                }
                for index, line in enumerate(table)
            ]
        ),
        border="horizontal",
        hide_index=True,
        alt="How many services went from each stage to each stage",
    )
    rose = sum(new > old for old, new in zip(before, after, strict=True))
    fell = sum(new < old for old, new in zip(before, after, strict=True))
    st.markdown(
        f"Of {counted(len(before), 'service')}, {rose} moved on, {fell} fell back and "
        f"{len(before) - rose - fell} stand where they stood."
    )
    st.caption(plain(left_out))


def _number(number: int) -> str:
    return str(number) if number else "–"


def _pairs(shown: Shown, since: date, row: int) -> tuple[list[int], list[int], str]:
    """The stages then and now of the services that have both, and why the others are not among them."""
    then = standing(since, rules_in_force(), final=state.value(state.COUNTED) == FINAL)
    place_then = {one.service_id: place for place, one in enumerate(then.found)}
    now = shown.standing
    before, after = [], []
    newer, undiscussed, came_later = 0, 0, 0
    for place in shown.places:
        one = now.found[place]
        earlier = place_then.get(one.service_id)
        if earlier is None:
            came_later += 1
        elif then.found[earlier].id == one.id:
            newer += 1
        elif not (then.services.discussed[row, earlier] and now.services.discussed[row, place]):
            undiscussed += 1
        else:
            before.append(int(then.services.reached[row, earlier]))
            after.append(int(now.services.reached[row, place]))
    reasons = [
        f"{came_later} had no assessment then" if came_later else "",
        f"{newer} have no newer one since" if newer else "",
        f"{undiscussed} have not discussed it both times" if undiscussed else "",
    ]
    why = "; ".join(part for part in reasons if part)
    counts = f"{len(before)} of {counted(len(shown), 'service')} counted"
    return before, after, f"{counts}; {why}." if why else f"{counts}."
