"""The bulletin (督查专报、通报) as a Word document: a few pages for a leader's desk, and the annex.

Its tables are in `reports.bulletin_tables`, its pages in `reports.bulletin_pages`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from zctrack.analysis.standing import DateLike
from zctrack.errors import OptionError
from zctrack.formats import word
from zctrack.formats.files import write_bytes
from zctrack.notice import Notice
from zctrack.reports.bulletin_pages import Lang, Pages, marks
from zctrack.reports.bulletin_tables import Bulletin
from zctrack.reports.standing import Standing
from zctrack.wording.words import check_language

if TYPE_CHECKING:
    import os

__all__ = ["Bulletin", "marks", "write_bulletin", "write_standing"]


def write_bulletin(
    notice: Notice,
    actuals: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    as_of: DateLike,
    number: int,
    office: str | None = None,
    lang: Lang = "zh",
    hide_persons: bool = False,
    internal: bool = False,
    before: DateLike | pd.DataFrame | None = None,
    entries: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
) -> Path:
    """Write the bulletin of a day (督查专报) as a Word document.

    One to three pages: the overall judgement, what was checked, the offices' five classes, who does
    well, what lags and why in the bureau's own words, what is due, units in bands, open slips, what
    has to change. Annexes: the chart of the bands, all items with what is stated, the evidence and
    the status in three columns.

    Parameters
    ----------
    notice : Notice
        The notice.
    actuals : pandas.DataFrame
        What was reported: `read_actuals`, or ``Ledger.actuals()``.
    path : path
        The .docx file.
    as_of : str, date or Timestamp
        The day.
    number : int
        Of the bulletin, in its year.
    office : str, optional
        Who issues it; else the supervision office of the notice's issuer.
    lang : {"zh", "en"}
        Language.
    hide_persons : bool
        Letter officials instead of naming them, in the bureaus' words too. Of reporters only units
        are named.
    internal : bool
        Print the mark 内部资料 on every page and chart.
    before : str, date, Timestamp or pandas.DataFrame, optional
        As for `Bulletin`.
    entries, changes : pandas.DataFrame, optional
        As for `analysis.progress.items`; with entries, sentences have their file and cell.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    TableError
        If the actuals are all of other notices.
    OptionError
        If a day is no date, or the number is not a whole number from 1.
    FileError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.datasets import load, load_actuals
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_bulletin(load(), load_actuals("simulated"), f"{folder}/b.docx",
    ...                    as_of="2020-12-31", number=3).name
    'b.docx'
    """
    return write_standing(
        Standing(notice, actuals, as_of, entries=entries, changes=changes),
        path,
        number=number,
        office=office,
        lang=lang,
        hide_persons=hide_persons,
        internal=internal,
        before=before,
    )


def write_standing(
    standing: Standing,
    path: str | os.PathLike[str],
    *,
    number: int,
    office: str | None = None,
    lang: Lang = "zh",
    hide_persons: bool = False,
    internal: bool = False,
    before: DateLike | pd.DataFrame | None = None,
) -> Path:
    """Write the bulletin of a standing whose tables are known already.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on the day.
    path, number, office, lang, hide_persons, internal, before
        As for `write_bulletin`.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    TableError, OptionError, FileError
        As `write_bulletin`.
    """
    check_language(lang)
    if isinstance(number, bool) or int(number) != number or number < 1:
        raise OptionError(f"number={number!r} is no number of a bulletin", todo="Use 1, 2, 3 …")
    bulletin = Bulletin(standing, before)
    page = Pages(bulletin, int(number), office, lang, hide_persons, internal)
    return write_bytes(
        path, word.to_bytes(page.made(), stamp=f"{standing.today:%Y-%m-%d}T00:00:00Z")
    )
