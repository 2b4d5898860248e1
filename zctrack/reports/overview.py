"""The workbook's first sheet (总览): what the notice is, what to look at, and where things are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from zctrack.dictionary.build import Table, codes, table
from zctrack.errors import OptionError
from zctrack.formats.xlsx import link, print_setup, write
from zctrack.wording.words import MISSING, date, number, say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from zctrack.notice import Notice

__all__ = ["Listed", "described", "fill_overview", "title_of"]

Lang = Literal["zh", "en"]


class Listed(NamedTuple):
    """A sheet of the workbook: its group, name, what it holds, how many rows."""

    group: str
    name: str
    about: str
    rows: int


def described(name: str) -> Table | None:
    """Give what the dictionary knows of a table; None where it knows nothing.

    Parameters
    ----------
    name : str
        The table's name.

    Returns
    -------
    Table or None

    Examples
    --------
    >>> described("my own") is None
    True
    """
    try:
        return table(name)
    except OptionError:
        return None


def title_of(spec: Table, lang: str) -> str:
    """Give a table's title.

    Parameters
    ----------
    spec : Table
        From the dictionary.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Examples
    --------
    >>> title_of(table("tasks"), "zh")
    '任务'
    """
    return spec.zh if lang == "zh" else spec.en


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("workbook", key, lang, **values)


def fill_overview(
    sheet: Worksheet, notice: Notice, listed: Sequence[Listed], *, lang: Lang = "zh"
) -> None:
    """Say what the notice is, how its own counts hold, what is irregular, and where things are.

    Parameters
    ----------
    sheet : openpyxl worksheet
        An empty sheet.
    notice : Notice
        The notice.
    listed : sequence of Listed
        The other sheets, each of which gets a link.
    lang : {"zh", "en"}
        The language.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> from zctrack.formats.xlsx import new_workbook
    >>> sheet = new_workbook("t").create_sheet("t")
    >>> fill_overview(sheet, load(), [])
    >>> sheet["B2"].value
    '周政发〔2020〕27号'
    """
    for letter, width in zip("ABCD", (26, 14, 14, 86), strict=True):
        sheet.column_dimensions[letter].width = width
    write(sheet, 1, 1, (notice.title or notice.key).replace("\n", ""), look="title")
    row = 2
    issued = MISSING if notice.issued is None else date(notice.issued, lang)
    for key, value in (
        ("number", notice.number or MISSING),
        ("issuer", notice.issuer or MISSING),
        ("issued", issued),
    ):
        write(sheet, row, 1, _say(key, lang), look="note")
        write(sheet, row, 2, value, look="heading")
        row += 1
    row = _counts(notice, sheet, lang, row + 1)
    row = _claims(notice, sheet, lang, row + 1)
    row = _findings(notice, sheet, lang, row + 1)
    for group in dict.fromkeys(entry.group for entry in listed):
        words = [_say(f"group_{group}", lang), _say("rows", lang), "", _say("about", lang)]
        row = _header(sheet, row + 1, words)
        for entry in listed:
            if entry.group == group:
                link(sheet, row, 1, entry.name, entry.name)
                write(sheet, row, 2, entry.rows, kind="int")
                write(sheet, row, 4, entry.about, look="note")
                row += 1
    print_setup(sheet)


def _header(sheet: Worksheet, row: int, words: list[str]) -> int:
    for column in range(1, 5):
        word = words[column - 1] if column <= len(words) else None
        # The second column of the overview holds numbers.
        kind: Any = "int" if column == 2 else "text"
        write(sheet, row, column, word, look="header", kind=kind)
    return row + 1


def _counts(notice: Notice, sheet: Worksheet, lang: Lang, row: int) -> int:
    row = _header(sheet, row, [_say("contents", lang), _say("rows", lang)])
    tables = notice.tables
    for name in ("chapters", "measures", "tasks", "assignments", "deadlines"):
        if name in tables:
            spec = table(name)
            write(sheet, row, 1, title_of(spec, lang))
            write(sheet, row, 2, len(tables[name]), kind="int")
            row += 1
    if "quantities" in tables:
        write(sheet, row, 1, _say("portfolio_targets", lang))
        write(sheet, row, 2, len(notice.targets), kind="int")
        row += 1
    return row


def _claims(notice: Notice, sheet: Worksheet, lang: Lang, row: int) -> int:
    words = [_say(key, lang) for key in ("claims", "stated", "parsed", "surface")]
    row = _header(sheet, row, words)
    claims = notice.claims
    if claims.empty:
        write(sheet, row, 1, _say("claims_none", lang), look="note")
        return row + 1
    columns = (claims[name] for name in ("claim", "stated", "parsed", "agrees", "surface"))
    for claim, stated, parsed, agrees, surface in zip(*columns, strict=True):
        spec = described(claim)
        write(sheet, row, 1, title_of(spec, lang) if spec else claim)
        write(sheet, row, 2, stated, kind="int")
        if pd.isna(parsed):
            write(sheet, row, 3, MISSING)
        else:
            mark = _say("agrees" if agrees else "differs", lang, n=number(parsed, lang))
            write(sheet, row, 3, mark, look="good" if agrees else "bad")
        write(sheet, row, 4, surface, look="note")
        row += 1
    return row


def _findings(notice: Notice, sheet: Worksheet, lang: Lang, row: int) -> int:
    row = _header(sheet, row, [_say("findings", lang), _say("rows", lang)])
    counts = notice.findings["severity"].value_counts()
    if counts.empty:
        write(sheet, row, 1, _say("findings_none", lang), look="note")
        return row + 1
    for code in codes("severity"):
        found = int(counts.get(code.code, 0))
        bad = code.code == "error" and found > 0
        write(sheet, row, 1, code.zh if lang == "zh" else code.en)
        write(sheet, row, 2, found, kind="int", look="bad" if bad else "plain")
        write(sheet, row, 4, code.meaning, look="note")
        row += 1
    return row
