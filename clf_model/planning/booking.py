"""Effort put into months that hold so much each: from a month on, or back from a day that is fixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import count

from ..action import Action
from .exact_numbers import exact

_YEAR = 12

Booked = dict[int, Fraction]
"""By month, counted from 0, the effort that is spent in it."""


class _Months:
    """How much every month still holds; those before `first` hold nothing."""

    def __init__(self, capacity: Fraction, first: int) -> None:
        self._capacity = capacity
        self._first = first
        self._full_before = first
        self._spent: Booked = {}

    def forwards(self, effort: Fraction, earliest: int) -> Booked:
        """Effort in the first months with room, from the earliest on; no effort has a place there as well."""
        start = max(earliest, self._full_before)
        found = self._book(effort, count(start)) or {start: Fraction(0)}
        while self._room(self._full_before) == 0:
            self._full_before += 1
        return found

    def backwards(self, effort: Fraction, earliest: int, last: int) -> Booked:
        """Effort that has to be spent by the end of a month, as late as there is room.

        What the months from the earliest on have no room for is spent in the last one all the same.
        """
        found = self._book(effort, iter(range(last, max(earliest, self._first) - 1, -1)))
        left = effort - sum(found.values())
        if left or not found:
            found[last] = found.get(last, Fraction(0)) + left
            self._spent[last] = self._spent.get(last, Fraction(0)) + left
        return found

    def _book(self, effort: Fraction, months: Iterator[int]) -> Booked:
        found: Booked = {}
        while effort:
            month = next(months, None)
            if month is None:
                break
            part = min(effort, self._room(month))
            if part:
                found[month] = part
                self._spent[month] = self._spent.get(month, Fraction(0)) + part
                effort -= part
        return found

    def _room(self, month: int) -> Fraction:
        if month < self._first:
            return Fraction(0)
        return max(Fraction(0), self._capacity - self._spent.get(month, Fraction(0)))


class Calendar:
    """Where actions come to stand, in months since `base`; `booked` and `finish` say so by action id.

    There is time from the month `first` on, `per_month` of effort each. `requires` names the actions that
    come first, of those in question.
    """

    def __init__(
        self,
        per_month: Fraction,
        first: date,
        day: date,
        actions: Mapping[str, Action],
        requires: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.day = day
        self.base = min(month_number(first), month_number(day))
        self.first = month_number(first) - self.base
        self.booked: dict[str, Booked] = {}
        self.finish: dict[str, int] = {}
        self._ends: dict[str, date] = {}
        self._months = _Months(per_month, self.first)
        self._actions, self._requires = actions, requires

    def book(self, effort: Fraction, earliest: int = 0) -> Booked:
        """Book effort in the first months with room, from the earliest on."""
        return self._months.forwards(effort, earliest)

    def book_actions(self, order: Sequence[str]) -> None:
        """Book all actions: what is due and what that waits for from its end back, then what is left.

        `order` has every action, each after what comes first.
        """
        self._ends = self._last_days(order)
        limits = self._limits(order)
        earliest = self._earliest(order)
        place = {id_: n for n, id_ in enumerate(order)}
        waiting = dict.fromkeys(limits, 0)
        for id_ in limits:
            for other in self._requires[id_]:
                if other in waiting:
                    waiting[other] += 1
        while waiting:
            # What waits for an action is booked before it, so that it is finished no later than that.
            id_ = max((i for i, n in waiting.items() if not n), key=lambda i: (limits[i], place[i]))
            del waiting[id_]
            self._book_back(id_, earliest[id_], limits[id_])
            for other in self._requires[id_]:
                if other in waiting:
                    waiting[other] -= 1
                    if self._due(other) is None:
                        limits[other] = min(limits[other], self._last_work(id_))
        for id_ in order:
            if id_ not in self.finish:
                start = max((self.finish[other] for other in self._requires[id_]), default=0)
                self.booked[id_] = self.book(exact(self._actions[id_].effort), start)
                self.finish[id_] = max(self.booked[id_])

    def is_due_before(self, id_: str, other: str) -> bool:
        """Whether an action is due, or wanted by something due, on an earlier day than another one.

        What is overdue is due today. Work is booked by the month; two days in it may contradict.
        """
        end, begin = self._ends.get(id_), self._due_day(other)
        return end is not None and begin is not None and end < begin

    def _due_day(self, id_: str) -> date | None:
        due = self._actions[id_].due if id_ in self._actions else None
        return None if due is None else max(due, self.day)

    def _last_days(self, order: Sequence[str]) -> dict[str, date]:
        """The day on which what is due has to be finished, and what has no date where that waits for it."""
        ends = {id_: due for id_ in order if (due := self._due_day(id_)) is not None}
        for id_ in reversed(order):
            for other in self._requires[id_]:
                if id_ in ends and self._due_day(other) is None:
                    ends[other] = min(ends.get(other, ends[id_]), ends[id_])
        return ends

    def _book_back(self, id_: str, earliest: int, limit: int) -> None:
        effort, due = exact(self._actions[id_].effort), self._due(id_)
        last = limit
        if due == limit and self._ends[id_].day == 1 and limit > max(earliest, self.first):
            last -= 1  # no day of the month is left to work in
        found = self._months.backwards(effort, min(earliest, last), last)
        if due is not None:
            found.setdefault(due, Fraction(0))  # it stands at its date, though all work on it comes before
        self.booked[id_], self.finish[id_] = found, max(found)

    def _last_work(self, id_: str) -> int:
        """The month in which an action is worked on last; that may be before the one in which it stands."""
        return max((month for month, effort in self.booked[id_].items() if effort), default=self.finish[id_])

    def _due(self, id_: str) -> int | None:
        """The month in which an action has to be finished; that of today for what is overdue."""
        due = self._actions[id_].due
        return None if due is None else max(month_number(due), month_number(self.day)) - self.base

    def _limits(self, order: Sequence[str]) -> dict[str, int]:
        """By when what is due has to be finished, and what has no date where that waits for it."""
        limits = {id_: due for id_ in order if (due := self._due(id_)) is not None}
        for id_ in reversed(order):
            for other in self._requires[id_]:
                if id_ in limits and self._due(other) is None:
                    limits[other] = min(limits.get(other, limits[id_]), limits[id_])
        return limits

    def _earliest(self, order: Sequence[str]) -> dict[str, int]:
        """Before which month an action is not finished, because what comes first is due then."""
        found: dict[str, int] = {}
        for id_ in order:
            before = self._requires[id_]
            known = [due for due in map(self._due, before) if due is not None]
            found[id_] = max([*known, *(found[other] for other in before)], default=0)
        return found


def month_number(day: date) -> int:
    """A day's month, counted through all years."""
    return day.year * _YEAR + day.month - 1


def first_of(number: int) -> date:
    """The first day of a month that is counted through all years."""
    return date(number // _YEAR, number % _YEAR + 1, 1)
