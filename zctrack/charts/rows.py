"""A deadline as a row of a drawn table (时限行): its date, task, measure, units and sentence."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from zctrack.charts import style
from zctrack.charts.marks import Page
from zctrack.wording.structure import part
from zctrack.wording.words import MISSING, date, listing, party, say

__all__ = ["Columns", "day_cell", "excerpt"]

# The columns beside the date, as shares.
_SHARES = {"task": 12.7, "measure": 31.0, "units": 31.0, "sentence": 54.0}
_NARROW_SHARES = {"task": 12.0, "measure": 21.0, "units": 20.0}
# Lines of a sentence.
_SENTENCE = 3

Row = Mapping[Hashable, Any]


def day_cell(day: str, row: Row, lang: str) -> style.Cell:
    """Give a date its mark, and under it the printed words where the day is inferred.

    Parameters
    ----------
    day : str
        The words of the date; empty where the row above has the same.
    row : mapping
        kind, inferred, doubtful, surface.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> row = {"kind": "due", "inferred": True, "doubtful": False, "surface": "年底前"}
    >>> day_cell("2020年12月31日", row, "zh").text.split()
    ['2020年12月31日', '原文：年底前']
    """
    words = _say("printed_words", lang, words=row["surface"]) if row["inferred"] else ""
    doubt = _say("mark_doubtful", lang) if row["doubtful"] else ""
    return style.Cell("\n".join(w for w in (day, words, doubt) if w), marker=row["kind"])


class Columns:
    """What a table says of each deadline: task, measure, answering units, sentence.

    Parameters
    ----------
    page : Page
        The sheet.
    names : pandas.DataFrame or None
        names.csv; without it there is no column of measures.

    Attributes
    ----------
    heads : list of str
        The headings after the date's.
    widths : list of float
        Of the date's column and of these, in millimetres.
    """

    def __init__(self, page: Page, names: pd.DataFrame | None) -> None:
        self.page, self.names = page, names
        known = ["task", "measure", "units", "sentence"]
        if names is None:
            known.remove("measure")
        self.known = known[:-1] if page.narrow else known
        # The date column holds its mark and the longest day on one line.
        day = max(style.text_width(date("2020-12-31", page.lang), 8) * 1.03 + 6.0, 25.0)
        shares = _NARROW_SHARES if page.narrow else _SHARES
        scale = (page.room - day) / sum(shares[name] for name in self.known)
        self.widths = [day, *(shares[name] * scale for name in self.known)]
        self.heads = [_say(f"column_{name}", page.lang) for name in self.known]

    def cells(self, row: Row) -> list[str | style.Cell]:
        """Give the cells of one row after the date's."""
        return [getattr(self, f"_{name}")(row) for name in self.known]

    def _task(self, row: Row) -> str:
        return str(row["task"])

    def _measure(self, row: Row) -> str:
        return part("M", row["measure"], "measure", self.names, self.page.lang)

    def _units(self, row: Row) -> str:
        if not isinstance(row["units"], str):
            return MISSING
        units = row["units"].split("、")
        return listing([party(u, self.names, self.page.lang) for u in units], self.page.lang)

    def _sentence(self, row: Row) -> str:
        text = row["sentence"] if isinstance(row["sentence"], str) else row["surface"]
        return excerpt(text, str(row["surface"]), (self.widths[-1] - 2.4) * 0.98)


def excerpt(text: str, kept: str, room: float) -> str:
    """Cut a sentence to three lines so that the words of its date stay in them.

    Parameters
    ----------
    text : str
        The sentence.
    kept : str
        Words that have to stay; where the sentence does not hold them, its beginning does.
    room : float
        Width of a line in millimetres.

    Returns
    -------
    str
        … stands for what is left out.

    Examples
    --------
    >>> sentence = "持续推进全区统一登记注册地址库建设，严格落实各项要求，年底前完成。"
    >>> excerpt(sentence, "年底前", 30.0)
    '…严格落实各项要求，年底前完成。'
    """
    begins = [0, *(n + 1 for n, c in enumerate(text) if c in "，；、：。")]
    at = text.find(kept)
    for begin in [*(n for n in begins if n <= max(at, 0)), max(at, 0)]:
        shown = ("…" if begin else "") + text[begin:]
        lines = style.wrap(shown, room, 8, "zh")
        cut = shown if len(lines) <= _SENTENCE else "".join(lines[:_SENTENCE])[:-1] + "…"
        if at < 0 or kept in cut:
            return cut
    return cut


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("deadlines", key, lang, **values)
