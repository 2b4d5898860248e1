"""How a notice stands on a day (进度): all tables of the follow-up, made once for everybody.

The command, the bulletin and the notebooks take their tables from here, so that the same fact in
two places is the same call.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from zctrack.analysis import progress, ranking, review, targets
from zctrack.analysis.items import Every
from zctrack.analysis.standing import SIMULATED, DateLike, day
from zctrack.analysis.trajectory import Yardstick, rules
from zctrack.errors import TableError
from zctrack.notice import Notice

__all__ = ["Standing"]


@dataclass(frozen=True)
class Standing:
    """A notice, what was reported of it, and the day on which it is looked at.

    Each table is made when it is first asked for.

    Parameters
    ----------
    notice : Notice
        The notice.
    actuals : pandas.DataFrame
        What stood by that day: `read_actuals`, or ``Ledger.actuals()``. Rows of other notices are
        left out.
    as_of : str, date or Timestamp
        The day.
    since : str, date or Timestamp, optional
        Reports are awaited from the first full period after that day; else the day of issue.
    every : {"month", "quarter"}, optional
        How often; else as ``status.toml`` says.
    entries, changes : pandas.DataFrame, optional
        As for `analysis.progress.items`.
    yardstick : {"nature", "year"}
        Which path is expected.
    accepted : collection of str
        Slips whose reason the office accepts.

    Raises
    ------
    TableError
        If the actuals are all of other notices.
    OptionError
        If a day is no date.

    Examples
    --------
    >>> from zctrack.datasets import load, load_actuals
    >>> standing = Standing(load(), load_actuals("simulated"), "2020-11-30")
    >>> standing.simulated, len(standing.items)
    (True, 102)
    """

    notice: Notice
    actuals: pd.DataFrame
    as_of: DateLike
    since: DateLike | None = None
    every: Every | None = None
    entries: pd.DataFrame | None = None
    changes: pd.DataFrame | None = None
    yardstick: Yardstick = "nature"
    accepted: Collection[str] = ()

    @property
    def today(self) -> pd.Timestamp:
        """The day."""
        return day(self.as_of, "as_of")

    @functools.cached_property
    def reported(self) -> pd.DataFrame:
        """The actuals of this notice."""
        if "notice" not in self.actuals.columns or self.actuals.empty:
            return self.actuals
        own = self.actuals[self.actuals["notice"] == self.notice.key]
        if own.empty:
            others = ", ".join(sorted(set(self.actuals["notice"])))
            raise TableError(
                f"the reports are of {others}, none of {self.notice.key}",
                todo="Give the notice that they belong to.",
            )
        return own.reset_index(drop=True)

    @property
    def simulated(self) -> bool:
        """Whether the reports are made up."""
        return bool((self.reported["source"] == SIMULATED).any())

    @functools.cached_property
    def progress(self) -> pd.DataFrame:
        """The table ``progress``: one row a target."""
        n = self.notice
        return targets.track(
            n.targets,
            self.reported,
            as_of=self.today,
            tasks=n.tasks,
            deadlines=n.deadlines,
            yardstick=self.yardstick,
        )

    @functools.cached_property
    def forecast(self) -> pd.DataFrame:
        """The table ``targets.forecast``: paces, and forecasts with their intervals."""
        n = self.notice
        return targets.forecast(n.targets, self.reported, as_of=self.today, deadlines=n.deadlines)

    @functools.cached_property
    def tasks(self) -> pd.DataFrame:
        """The table ``progress.tasks``: the tasks without a number."""
        n = self.notice
        return progress.tasks(
            n.tasks, n.deadlines, n.products, self.reported, as_of=self.today, targets=n.targets
        )

    @functools.cached_property
    def items(self) -> pd.DataFrame:
        """The table ``progress.items``: every matter that can be closed out."""
        return self._items(self.today)

    def _items(self, on: pd.Timestamp) -> pd.DataFrame:
        n = self.notice
        return progress.items(
            n.targets,
            n.tasks,
            n.deadlines,
            n.products,
            self.reported,
            as_of=on,
            assignments=n.assignments,
            since=n.issued if self.since is None else self.since,
            every=self.every,
            entries=self.entries,
            changes=self.changes,
            yardstick=self.yardstick,
        )

    @functools.cached_property
    def classes(self) -> pd.DataFrame:
        """The table ``progress.classes``: counts by the offices' five classes."""
        return progress.classes(self.items)

    @functools.cached_property
    def by_unit(self) -> pd.DataFrame:
        """The table ``progress.by_unit``."""
        return progress.by_unit(self.items, self.notice.assignments)

    @functools.cached_property
    def findings(self) -> pd.DataFrame:
        """The table ``progress.findings``: what in the reports is to be asked about."""
        n = self.notice
        return progress.findings(
            n.targets, self.reported, as_of=self.today, tasks=n.tasks, deadlines=n.deadlines
        )

    @functools.cached_property
    def due(self) -> pd.DataFrame:
        """The table ``review.due``: the review list of the day."""
        return self._due(self.items, self.today)

    def _due(self, items: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
        n = self.notice
        return review.due(n.deadlines, items, as_of=on, assignments=n.assignments)

    @functools.cached_property
    def slips(self) -> pd.DataFrame:
        """The table ``review.slips``: the register, carried on through the reviews up to the day.

        There is a review at the end of each month (or quarter) from the first whose reports were
        awaited, and on the day itself.
        """
        register = None
        for on in self.reviews:
            items = self.items if on == self.today else self._items(on)
            due = self.due if on == self.today else self._due(items, on)
            register = review.slips(due, items, as_of=on, before=register, accepted=self.accepted)
        assert register is not None  # the day itself is a review
        return register

    @property
    def reviews(self) -> list[pd.Timestamp]:
        """The days of the reviews, the day itself last."""
        begin = self.notice.issued if self.since is None else self.since
        if begin is None:
            return [self.today]
        step = {"month": "ME", "quarter": "QE"}[self.every or rules()["reporting"]["every"]]
        first = day(begin, "since")
        ends = pd.date_range(first, self.today, freq=step)
        return [*(end for end in ends if first < end < self.today), self.today]

    @functools.cached_property
    def bands(self) -> pd.DataFrame:
        """The table ``ranking.bands``."""
        return ranking.bands(self.items, self.notice.assignments, as_of=self.today)
