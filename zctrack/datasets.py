"""What comes with zctrack (随附数据): the one file that knows where data/ is."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

import pandas as pd

from zctrack.errors import OptionError
from zctrack.notice import Notice
from zctrack.parse import parse

__all__ = [
    "JUDGED_ON",
    "KEY",
    "LOOKED_UNTIL",
    "REGION",
    "SIMULATED_ON",
    "load",
    "load_actuals",
    "names",
]

KEY = "zhoucun-2020-27"
REGION = "山东省淄博市周村区"
# The end of the notice's year, on which its targets are judged, and the day up to which published
# figures were looked for (data/actuals/README.md).
JUDGED_ON = "2020-12-31"
LOOKED_UNTIL = "2026-11-23"
# A day inside the simulated year on which some targets are reached and others still run.
SIMULATED_ON = "2020-11-30"
_ACTUALS = ("published", "simulated")


def _notice() -> Traversable:
    return resources.files("zctrack.data") / "notices" / KEY


def names() -> pd.DataFrame:
    """Short names, English names and protocol order of the bundled notice (names.csv).

    Returns
    -------
    pandas.DataFrame
        One row per party, chapter, measure, target and for the notice: key, type, name, kind,
        short, order, en, en_short, note. All text but `order`, an integer.

    Examples
    --------
    >>> names().query("key == 'C1'").type.item()
    'chapter'
    """
    with (_notice() / "names.csv").open("rb") as file:
        table = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])
    return table.astype({"order": "int64"})


def load() -> Notice:
    """Read the bundled notice, 周政发〔2020〕27号.

    The Zhoucun District government's measures of 25 August 2020 for carrying out the State
    Council's 2020 Government Work Report: 11 chapters, 33 measures, 81 tasks by its own count.

    Returns
    -------
    Notice
        Its `names` are those of `names`.

    Examples
    --------
    >>> notice = load()
    >>> notice.number, len(notice.tasks)
    ('周政发〔2020〕27号', 81)
    """
    text = (_notice() / "text.txt").read_bytes().decode("utf-8")
    return parse(text, region=REGION, names=names(), key=KEY)


def load_actuals(which: Literal["published", "simulated"] = "published") -> pd.DataFrame:
    """Figures about the bundled notice's targets.

    Parameters
    ----------
    which : {"published", "simulated"}
        ``"published"``: what was found in published sources, each with its page. ``"simulated"``: a
        made-up year for demonstration; its `source` says so in every row.

    Returns
    -------
    pandas.DataFrame
        The table ``actuals`` of the dictionary, see ``describe("actuals")``.

    Raises
    ------
    OptionError
        If there are no such figures.

    Examples
    --------
    >>> set(load_actuals("published").notice)
    {'zhoucun-2020-27'}
    """
    from zctrack.actuals.read import read_actuals

    if which not in _ACTUALS:
        raise OptionError(
            f"there are no figures named {which!r}", todo=f"Use one of: {', '.join(_ACTUALS)}."
        )
    file = resources.files("zctrack.data") / "actuals" / f"{which}.csv"
    with resources.as_file(file) as path:
        return read_actuals(path)
