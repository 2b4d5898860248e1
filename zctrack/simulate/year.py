"""The simulated year (模拟年度): 2020-09 to 2021-06, round by round, as an office would run it.

Each quarter: forms go out, come back, are collected; what is sent back comes corrected with the
next round, late files too; what bureaus' own tables say is proposed, confirmed and collected;
finished items are checked and closed out. Between the quarters the office calls.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from zctrack.actuals.collect import Collected, collect
from zctrack.actuals.forms import write_forms
from zctrack.actuals.ledger import Ledger
from zctrack.actuals.proposals import write_each
from zctrack.actuals.rejects import write_rejects
from zctrack.notice import Notice
from zctrack.simulate.confirm import confirm
from zctrack.simulate.fill import fill, later
from zctrack.simulate.office import change_target, check, dispatch
from zctrack.simulate.send_again import send_again
from zctrack.simulate.settings import settings
from zctrack.simulate.truth import Truth

__all__ = ["Year", "year"]


@dataclass(slots=True)
class Year:
    """What a simulated year left.

    Parameters
    ----------
    truth : Truth
        Of all rounds.
    collected : list of Collected
        Each collection, in order: the inbox of a round, then its confirmed proposals.
    """

    truth: Truth
    collected: list[Collected] = field(default_factory=list)

    @property
    def rejects(self) -> pd.DataFrame:
        """All that was set aside."""
        return pd.concat([one.rejects for one in self.collected], ignore_index=True)

    @property
    def proposals(self) -> pd.DataFrame:
        """All that was proposed."""
        every = [table for one in self.collected for table in one.proposals.values()]
        return pd.concat(every, ignore_index=True) if every else pd.DataFrame()


def year(
    notice: Notice,
    *,
    out: str | os.PathLike[str],
    ledger: Ledger,
    seed: int = 2020,
    rounds: Sequence[str] | None = None,
) -> Year:
    """Play a year of the follow-up into a ledger.

    Parameters
    ----------
    notice : Notice
        The notice.
    out : path
        Folder for everything that is sent and comes back: a folder a round.
    ledger : Ledger
        An empty one.
    seed : int
        Of the simulation. The same seed gives the same files and the same ledger.
    rounds : sequence of str, optional
        The ends of the quarters; else those of ``year.toml``, with its calls between them.

    Returns
    -------
    Year
        Its truth, and every collection.

    Raises
    ------
    LedgerError
        If the ledger cannot be written.
    FileError
        If a file cannot be written.
    """
    how = settings()["year"]
    days = [pd.Timestamp(day) for day in rounds or how["rounds"]]
    calls = [pd.Timestamp(day) for day in how["calls"] if days[0] < pd.Timestamp(day) < days[-1]]
    play = _Play(notice, Path(out), ledger, seed)
    days.append(pd.Timestamp(how["last_collection"]) if rounds is None else days[-1] + _days(62))
    for at, when in enumerate(days[:-1]):
        for call in (c for c in calls if at and days[at - 1] < c < when):
            play.call(call)
        play.round(when, days[at - 1] if at else None, days[at + 1])
    play.last(days[-1])
    return Year(Truth.of(play.truths), play.collected)


class _Play:
    """The office's desk over the year."""

    def __init__(self, notice: Notice, out: Path, ledger: Ledger, seed: int) -> None:
        self.notice, self.out, self.ledger, self.seed = notice, out, ledger, seed
        self.truths: list[Truth] = []
        self.collected: list[Collected] = []
        self.closed: dict[str, pd.Timestamp] = {}
        self.forms: list[Path] = []
        self.late: Path | None = None
        self.changed = False

    def call(self, when: pd.Timestamp) -> None:
        """Call the bureaus with most targets at a month's end."""
        change = settings()["change"]
        day = pd.Timestamp(change["on"])
        if (
            not self.changed
            and day <= when
            and change["item"] in set(self.notice.targets["quantity"])
        ):
            entry = change_target(self.notice, change["item"], change["value"], on=day)
            self.ledger.append(entry, entered_on=day)
            self.changed = True
        rows, truth = dispatch(self.notice, as_of=when, seed=self.seed, closed=list(self.closed))
        self.ledger.append(rows, entered_on=when + _days(settings()["year"]["called"]))
        self.truths.append(truth)

    def round(self, when: pd.Timestamp, before: pd.Timestamp | None, after: pd.Timestamp) -> None:
        """Play one quarter: forms, answers, collection, proposals, checks."""
        home = self.out / str(when.date())
        inbox = home / "inbox"
        self._arrived(inbox, when)
        stood = self.ledger.actuals(as_of=when)
        sent = write_forms(
            self.notice, as_of=when, out=home / "forms", actuals=stood, simulated=True
        )
        truth = fill(
            sent,
            self.notice,
            as_of=when,
            out=inbox,
            seed=self.seed,
            closed=self.closed,
            since=before,
            next_round=after,
        )
        self.forms += sent
        self.late = later(inbox)
        self._collect(home, inbox, when, truth)
        self._check(truth, when)
        states = truth.states.assign(
            closed_on=pd.to_datetime(truth.states["item"].map(self.closed)).astype("datetime64[s]")
        )
        self.truths.append(Truth(truth.typed, states, truth.files))

    def last(self, when: pd.Timestamp) -> None:
        """Collect what came after the last round."""
        home = self.out / str(when.date())
        self._arrived(home / "inbox", when)
        if (home / "inbox").is_dir():
            self._take(home, home / "inbox", when)

    def _arrived(self, inbox: Path, when: pd.Timestamp) -> None:
        """Put the late files and the corrected rows of the round before into an inbox."""
        if self.late is None:
            return
        for path in sorted(self.late.glob("*")):
            inbox.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, inbox / path.name)
        known = Truth.of(self.truths)
        again = send_again(self.forms, self.notice, known, arrives=when, out=inbox, seed=self.seed)
        self.truths.append(again)

    def _collect(self, home: Path, inbox: Path, when: pd.Timestamp, truth: Truth) -> None:
        how = settings()["year"]
        done = self._take(home, inbox, when + _days(how["collected"]))
        asked = write_each(done.proposals, home / "proposals", self.notice)
        confirmed = [confirm(path, truth, home / "confirmed" / path.name) for path in asked]
        if confirmed:
            self._take(home / "confirmed", home / "confirmed", when + _days(how["confirmed"]))

    def _take(self, home: Path, inbox: Path, day: pd.Timestamp) -> Collected:
        done = collect([inbox], self.notice, self.ledger, entered_on=day)
        if len(done.rejects):
            made_up = set(done.files.loc[done.files["simulated"], "file"])
            write_rejects(done.rejects, home / "rejects", simulated=made_up)
        self.collected.append(done)
        return done

    def _check(self, truth: Truth, when: pd.Timestamp) -> None:
        day = when + _days(settings()["year"]["checked"])
        reported = self.ledger.actuals(as_of=when)
        rows = check(
            self.notice, truth.states, reported, on=day, seed=self.seed, closed=list(self.closed)
        )
        self.ledger.append(rows, entered_on=day)
        self.closed |= dict.fromkeys(rows["item"].astype(str), day)


def _days(count: int) -> pd.Timedelta:
    return pd.Timedelta(days=int(count))
