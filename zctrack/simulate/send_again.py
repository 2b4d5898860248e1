"""Rows that were sent back come again (改正重报): corrected, in the form of their round."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.analysis.standing import DateLike, day
from zctrack.formats.files import write_bytes
from zctrack.notice import Notice
from zctrack.simulate.answers import answer
from zctrack.simulate.cells import Typed
from zctrack.simulate.fill import asked_of, file_name, gives
from zctrack.simulate.form_file import Blank, open_form
from zctrack.simulate.settings import settings, stream
from zctrack.simulate.truth import Truth, table_of

__all__ = ["send_again"]


def send_again(
    forms: Sequence[str | os.PathLike[str]],
    notice: Notice,
    truth: Truth,
    *,
    arrives: DateLike,
    out: str | os.PathLike[str],
    seed: int = 2020,
) -> Truth:
    """Send the rows again that were sent back, corrected, in the form of their round.

    Parameters
    ----------
    forms : sequence of path
        The forms of one round or several, as they were sent out.
    notice : Notice
        The notice.
    truth : Truth
        Of those rounds. What arrived in an earlier round than `arrives` has been sent back.
    arrives : str, date or Timestamp
        The round in which the corrected rows lie in the inbox.
    out : path
        That round's inbox.
    seed : int
        Of the simulation.

    Returns
    -------
    Truth
        What was typed now; `states` is empty.

    Raises
    ------
    FormatError
        If a file is no form.
    """
    when = day(arrives, "arrives")
    states = {(row["round"], row["item"]): row for row in truth.states.to_dict("records")}
    known = truth.typed[truth.typed["item"].notna() & (truth.typed["arrives"] < when)]
    back = known[known["fate"] == "rejected"]
    settled = known[known["fate"] == "taken"]
    units = set(back["unit"])
    typed: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    every = asked_of(notice)
    for path in forms:
        # A form bears its unit's name: those of the others need not be opened.
        named = any(unit in Path(path).stem for unit in units)
        blank = open_form(Path(path)) if named else None
        if blank is None:
            continue
        items = _of(back, blank) - _of(settled, blank)
        if not items:
            continue
        rng = stream(seed, blank.unit, str(blank.as_of.date()), "again")
        answers = {
            row.item: answer(
                row,
                states[blank.as_of, row.item],
                rng,
                asked=blank.as_of,
                figures=gives(row, blank.unit, seed),
                faults=False,
            )
            for row in every.get(blank.unit, ())
            if row.item in items
        }
        # After whatever else the bureau filled of this round.
        filled = blank.as_of + pd.Timedelta(days=int(settings()["bureau"]["late_by_days"][1]) + 5)
        head = Typed(filled.to_pydatetime(), "date")
        content, told = blank.fill(answers, rng=rng, filled_on=head, untidy=False)
        name = file_name(Path(path), "改正重报")
        write_bytes(Path(out) / name, content)
        about = {"round": blank.as_of, "arrives": when, "file": name, "unit": blank.unit}
        typed += [{**row, **about, "filled_on": filled} for row in told]
        files.append(about | {"kind": "again"})
    return Truth(table_of("typed", typed), truth.states.iloc[:0], table_of("files", files))


def _of(rows: pd.DataFrame, blank: Blank) -> set[str]:
    """Give the items of a table's rows that are of one form."""
    own = rows[(rows["unit"] == blank.unit) & (rows["round"] == blank.as_of)]
    return set(own["item"])
