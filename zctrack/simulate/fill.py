"""One round (一轮报送): the forms that were sent out come back as bureaus send them.

Some bureaus never answer, some a round later, some twice; some send their own table instead of the
form. What each sent, and what is true of it, is kept in the round's `Truth`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from zctrack.actuals.form_rows import Row, answering, rows
from zctrack.analysis.standing import DateLike, day
from zctrack.errors import OptionError
from zctrack.formats.files import write_bytes, write_text
from zctrack.notice import Notice
from zctrack.simulate.answers import Answer, answer, mistyped
from zctrack.simulate.cells import Typed
from zctrack.simulate.form_file import Blank, open_form
from zctrack.simulate.own_table import own_table
from zctrack.simulate.reality import reality
from zctrack.simulate.settings import chance, pick, settings, stream
from zctrack.simulate.truth import Truth, table_of

__all__ = ["asked_of", "file_name", "fill", "gives", "later"]

States = Mapping[str, Mapping[Any, Any]]


def later(out: str | os.PathLike[str]) -> Path:
    """Name the folder for what comes a round later: beside the inbox.

    Examples
    --------
    >>> later("a/inbox").name
    'inbox-late'
    """
    return Path(out).with_name(Path(out).name + "-late")


def fill(
    forms: Sequence[str | os.PathLike[str]],
    notice: Notice,
    *,
    as_of: DateLike,
    out: str | os.PathLike[str],
    seed: int = 2020,
    closed: Collection[str] = (),
    since: DateLike | None = None,
    next_round: DateLike | None = None,
) -> Truth:
    """Fill the forms of one round as bureaus would, and write what they send.

    Parameters
    ----------
    forms : sequence of path
        What ``zctrack forms`` wrote; summaries are passed by.
    notice : Notice
        The notice that they ask about.
    as_of : str, date or Timestamp
        The day that they ask about.
    out : path
        The inbox. What comes a round later lies beside it (see `later`).
    seed : int
        Of the simulation. The same forms and seed give the same bytes, whatever else is filled.
    closed : collection of str
        Items that were closed out: nobody reports them any more.
    since : str, date or Timestamp, optional
        The day of the round before: what ended by then was reported then. Without it everything
        is reported.
    next_round : str, date or Timestamp, optional
        When late files arrive; by default a quarter later.

    Returns
    -------
    Truth
        Of this round; nothing of it lies in the inbox.

    Raises
    ------
    OptionError
        If a form asks about another day or another notice.
    FormatError
        If a file is no form.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.actuals.forms import write_forms
    >>> from zctrack.datasets import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sent = write_forms(load(), as_of="2020-09-30", out=f"{folder}/forms", simulated=True)
    ...     truth = fill(sent[:3], load(), as_of="2020-09-30", out=f"{folder}/inbox")
    >>> set(truth.files["round"].astype(str)), truth.states["item"].is_unique
    ({'2020-09-30'}, True)
    """
    asked = day(as_of, "as_of")
    after = asked + pd.offsets.MonthEnd(3) if next_round is None else day(next_round, "next_round")
    states = reality(notice, as_of=asked, seed=seed)
    past = None if since is None else day(since, "since")
    known: dict[str, Mapping[Any, Any]] = {
        str(row["item"]): row
        for row in states.to_dict("records")
        if row["item"] not in closed and (past is None or row["day"] > past)
    }
    desk = _Desk(notice, asked, after, Path(out), seed, known)
    for path in forms:
        blank = open_form(Path(path))
        if blank is not None:
            desk.bureau(blank)
    return Truth(table_of("typed", desk.typed), states, table_of("files", desk.files))


class _Desk:
    """Where one round's answers are written."""

    def __init__(
        self,
        notice: Notice,
        asked: pd.Timestamp,
        after: pd.Timestamp,
        out: Path,
        seed: int,
        states: States,
    ) -> None:
        self.notice, self.asked, self.after = notice, asked, after
        self.out, self.seed, self.states = out, seed, states
        self.asked_of = asked_of(notice)
        self.typed: list[dict[str, Any]] = []
        self.files: list[dict[str, Any]] = []

    def bureau(self, blank: Blank) -> None:
        """Let one bureau answer in its way."""
        if blank.as_of != self.asked or blank.notice != self.notice.key:
            raise OptionError(
                f"the form asks about {blank.as_of.date()} of {blank.notice}, "
                f"not about {self.asked.date()} of {self.notice.key}",
                where=str(blank.path),
                todo="Give the forms of one round.",
            )
        how = settings()["bureau"]
        nature = stream(self.seed, blank.unit)
        silent, own = chance(nature, how["silent"]), chance(nature, how["own_table"])
        layout = pick(nature, settings()["own"]["layouts"])
        rng = stream(self.seed, blank.unit, str(self.asked.date()))
        late, twice = chance(rng, how["late"]), chance(rng, how["second_version"])
        copy, letter = chance(rng, how["sent_twice"]), chance(rng, how["unreadable_beside"])
        undated = chance(rng, how["no_day_of_filling"])
        asked = [row for row in self.asked_of.get(blank.unit, ()) if row.item in self.states]
        if silent or not asked:
            self.files.append({"round": self.asked, "unit": blank.unit, "kind": "none"})
        elif own:
            self._own(blank, asked, layout, rng)
        else:
            lag = how["late_by_days"] if late else how["fills_in_days"]
            filled = self.asked + pd.Timedelta(days=int(rng.integers(lag[0], lag[1] + 1)))
            twice &= not late
            self._form(blank, asked, filled, rng, late=late, dated=twice or not undated,
                       faults=True, slips=twice, copy=copy and not late)  # fmt: skip
            if twice:
                wait = int(rng.integers(*how["second_after_days"]))
                again = open_form(blank.path)
                assert again is not None
                self._form(again, asked, filled + pd.Timedelta(days=wait), rng, late=False,
                           dated=True, faults=False, slips=False, copy=False)  # fmt: skip
        if letter and not silent:
            name = f"{blank.unit}_{self.asked.date()}_便函_{settings()['mark']}.txt"
            text = settings()["words"]["letter"].format(unit=blank.unit)
            write_text(self.out / name, text + "\n")
            self._listed(blank.unit, "letter", name, self.asked)
            self.typed.append(
                {"round": self.asked, "arrives": self.asked, "file": name, "unit": blank.unit,
                 "way": "text", "mistake": "letter", "fate": "rejected", "reason": "not_a_form"}
            )  # fmt: skip

    def _form(
        self,
        blank: Blank,
        asked: Sequence[Row],
        filled: pd.Timestamp,
        rng: np.random.Generator,
        *,
        late: bool,
        dated: bool,
        faults: bool,
        slips: bool,
        copy: bool,
    ) -> None:
        how = settings()["bureau"]
        answers: dict[str, Answer] = {}
        for row in asked:
            empty = chance(rng, how["left_empty"])
            one = answer(
                row,
                self.states[row.item],
                rng,
                asked=self.asked,
                figures=gives(row, blank.unit, self.seed),
                faults=faults,
            )
            if slips and chance(rng, how["slips_to_mend"]):
                one = mistyped(one, row, self.states[row.item], rng)
            if not (empty and faults):
                answers[row.item] = one
        head = _filled(filled, rng) if dated else None
        content, told = blank.fill(answers, rng=rng, filled_on=head, untidy=faults)
        name = file_name(blank.path, None if faults else "更正")
        arrives = self.after if late else self.asked
        folder = later(self.out) if late else self.out
        write_bytes(folder / name, content)
        kind = "late" if late else "form" if faults else "second"
        self._listed(blank.unit, kind, name, arrives)
        about = {"round": self.asked, "arrives": arrives, "file": name, "unit": blank.unit}
        about["filled_on"] = filled if dated else None
        self.typed += [{**row, **about} for row in told]
        if copy:
            other = file_name(blank.path, "副本")
            write_bytes(folder / other, content)
            self._listed(blank.unit, "copy", other, arrives)

    def _own(
        self, blank: Blank, asked: Sequence[Row], layout: str, rng: np.random.Generator
    ) -> None:
        tasks: dict[str, list[Row]] = {}
        for row in asked:
            tasks.setdefault(row.task, []).append(row)
        content, told = own_table(
            blank.unit, tasks, self.states, as_of=self.asked, layout=layout, rng=rng
        )
        name = f"{blank.unit}_{self.asked.date()}_进展情况_{settings()['mark']}.{layout}"
        write_bytes(self.out / name, content)
        self._listed(blank.unit, "own", name, self.asked)
        about = {"round": self.asked, "arrives": self.asked, "file": name, "unit": blank.unit}
        self.typed += [{**row, **about} for row in told]

    def _listed(self, unit: str, kind: str, file: str, arrives: pd.Timestamp) -> None:
        about = {"round": self.asked, "arrives": arrives, "unit": unit}
        self.files.append(about | {"kind": kind, "file": file})


def asked_of(notice: Notice) -> dict[str, list[Row]]:
    """Give the rows of each bureau's form.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> [row.item for row in asked_of(load())["区水利局"]]
    ['M14.4.q1']
    """
    of: dict[str, list[Row]] = {}
    for row in rows(notice, list(notice.tasks["task"])):
        of.setdefault(row.task, []).append(row)
    return {
        unit: [row for task in tasks for row in of[task]]
        for unit, tasks in answering(notice).items()
    }


def gives(row: Row, unit: str, seed: int) -> bool:
    """Say whether a bureau gives the figure of a row: the first one named does, others may."""
    share = float(settings()["bureau"]["joint_figure"])
    return row.units[:1] == (unit,) or chance(stream(seed, unit, row.item), share)


def file_name(path: Path, addition: str | None) -> str:
    """Name what comes back: as the form was named, with the mark and what is added to it."""
    mark = settings()["mark"] + (f"_{addition}" if addition else "")
    return f"{path.stem}_{mark}.xlsx"


def _filled(day_: pd.Timestamp, rng: np.random.Generator) -> Typed:
    """Type the day of filling as people do."""
    return pick(
        rng,
        [
            Typed(day_.to_pydatetime(), "date"),
            Typed(f"{day_.year}年{day_.month}月{day_.day}日"),
            Typed(f"{day_.year}.{day_.month}.{day_.day}"),
            Typed(f"{day_.month}月{day_.day}日"),
        ],
    )
