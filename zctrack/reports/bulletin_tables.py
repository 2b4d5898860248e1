"""The tables of one bulletin (通报各表), from how things stand on its day and on the day before."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from zctrack.actuals import book
from zctrack.analysis import bulletin as analysis
from zctrack.analysis import ranking
from zctrack.analysis.standing import DateLike, day
from zctrack.errors import OptionError
from zctrack.reports.standing import Standing

__all__ = ["Bulletin"]


@dataclass(frozen=True)
class Bulletin:
    """The tables of one bulletin; each is made when it is first asked for.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on the day.
    before : str, date, Timestamp or pandas.DataFrame, optional
        The assessment before: its day, or its table ``ranking.bands`` as it was published. Without
        it, the last end of a quarter before the day, where that lies after the notice's issue.

    Examples
    --------
    >>> from zctrack.datasets import load, load_actuals
    >>> bulletin = Bulletin(Standing(load(), load_actuals("simulated"), "2020-12-31"))
    >>> bulletin.figures.set_index("figure").loc["items", "n"]
    np.int64(102)
    """

    standing: Standing
    before: DateLike | pd.DataFrame | None = None

    @functools.cached_property
    def figures(self) -> pd.DataFrame:
        """The table ``bulletin.figures``."""
        s = self.standing
        return analysis.figures(s.items, s.due, s.slips, s.by_unit, s.findings, as_of=s.today)

    @functools.cached_property
    def well(self) -> pd.DataFrame:
        """The table ``bulletin.well``."""
        return analysis.well(self.standing.by_unit)

    @functools.cached_property
    def annex(self) -> pd.DataFrame:
        """The table ``bulletin.annex``; of the ledger's entries where they are known."""
        s, n = self.standing, self.standing.notice
        reports = s.reported
        if s.entries is not None and "words" not in reports.columns:
            reports = s.entries
        return analysis.annex(s.items, n.tasks, n.quantities, reports, as_of=s.today)

    @functools.cached_property
    def lagging(self) -> pd.DataFrame:
        """The table ``bulletin.annex`` of what lags, gravest first."""
        return analysis.lagging(self.annex)

    @functools.cached_property
    def change(self) -> pd.DataFrame | None:
        """The table ``ranking.change``, where there is an assessment before."""
        earlier = self._before()
        return None if earlier is None else ranking.change(earlier, self.standing.bands)

    def _before(self) -> pd.DataFrame | None:
        if isinstance(self.before, pd.DataFrame):
            return self.before
        s = self.standing
        if self.before is None:
            last = s.today - pd.offsets.QuarterEnd()
            begin = s.notice.issued
            if begin is None or last <= pd.Timestamp(begin):
                return None
        else:
            last = day(self.before, "before")
            if last >= s.today:
                raise OptionError(
                    f"before={last:%Y-%m-%d} is not earlier than {s.today:%Y-%m-%d}",
                    todo="Give the day of the bulletin before.",
                )
        return self._known(last).bands

    def _known(self, on: pd.Timestamp) -> Standing:
        """Give how things stood on an earlier day: of a ledger, by what it knew then."""
        s = self.standing
        if s.entries is None:
            return Standing(s.notice, s.actuals, on, s.since, s.every)
        entries = s.entries[s.entries["entered_on"] <= on]
        stands = book.standing(entries)
        stands = stands[stands["kind"] != "change"]
        return Standing(s.notice, stands, on, s.since, s.every, entries=entries)
