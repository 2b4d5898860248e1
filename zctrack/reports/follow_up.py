"""What the commands progress and review say and write (进度、调度)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zctrack.dictionary.build import labels
from zctrack.errors import OptionError
from zctrack.formats.files import write_bytes
from zctrack.reports.figures import data
from zctrack.reports.hiding import hidden_rows, stand_ins
from zctrack.reports.standing import Standing
from zctrack.reports.workbook import workbook
from zctrack.wording import figures
from zctrack.wording import progress as progress_words
from zctrack.wording import review as review_words
from zctrack.wording.words import MISSING, date, number, percent, say

if TYPE_CHECKING:
    import os

__all__ = ["Shown", "progress", "review", "write_progress", "write_review"]

Lang = Literal["zh", "en"]

_UNTOLD = ("unreported", "waiting", "not_started")


@dataclass(frozen=True, slots=True)
class Shown:
    """One table for the terminal: a title, headings, rows of words, and lines below."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()


def progress(standing: Standing, *, lang: Lang = "zh", hide_persons: bool = False) -> list[Shown]:
    """Tell how everything stands: by class, by item, and what is to be asked about.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on a day.
    lang : {"zh", "en"}
        Language.
    hide_persons : bool
        Letter officials instead of naming them, in the notice's and the bureaus' words.

    Returns
    -------
    list of Shown
        The classes; the items that somebody reported on; the findings, where there are any.

    Examples
    --------
    >>> from zctrack.datasets import load, load_actuals
    >>> shown = progress(Standing(load(), load_actuals("simulated"), "2020-11-30"))
    >>> shown[0].columns
    ('分类', '事项', '占比', '已销号')
    """
    letters = _letters(standing, lang, hide_persons)
    items = hidden_rows(standing.items, letters)
    words = progress_words.classes(standing.classes, lang=lang)
    classes = [
        (
            progress_words.class_name(row, lang=lang),
            number(row["items"], lang),
            percent(row["share_judged"], lang),
            number(row["closed"], lang),
        )
        for row in standing.classes.to_dict("records")
    ]
    told = items[~items["status"].isin(_UNTOLD)]
    names = ("item", "what", "figure", "attainment", "status", "stated", "evidence", "due")
    heads = tuple(_say(f"progress_{name}", lang) for name in (*names, "pace", "units"))
    rows = tuple(_item(row, standing, lang) for row in told.to_dict("records"))
    first = Shown(
        words.title,
        tuple(_say(f"classes_{name}", lang) for name in ("class", "items", "share", "closed")),
        tuple(classes),
        (words.base,),
    )
    out = [first]
    if rows:
        rest = number(len(items) - len(told), lang)
        note = _say("progress_rest", lang, n=rest)
        title = progress_words.items(items, lang=lang).title
        out.append(Shown(title, heads, rows, (note,) if len(told) < len(items) else ()))
    found = hidden_rows(standing.findings, letters)
    severities = labels("severity", lang)
    lines = tuple(
        (severities[row["severity"]], progress_words.finding(row, lang=lang))
        for row in found.to_dict("records")
    )
    title = progress_words.findings(found, lang=lang).title
    out.append(Shown(title, ("", "") if lines else (), lines))
    return out


def _item(row: Mapping[Any, Any], standing: Standing, lang: Lang) -> tuple[str, ...]:
    status, stated = labels("item_status", lang), labels("stated", lang)
    target = bool(row["target"]) and not pd.isna(row["value"])
    paces = [row["pace"], row["pace_needed"]]
    closed = f" {_say('closed_mark', lang)}" if row["closed"] and row["status"] != "closed" else ""
    return (
        str(row["item"]),
        _short(str(row["what"])),
        figures.against(row, lang=lang) if target else "",
        _say(
            "progress_share",
            lang,
            attainment=percent(row["attainment"], lang),
            expected=percent(row["expected"], lang),
        )
        if target
        else "",
        status[row["status"]] + closed,
        stated.get(row["stated"], MISSING),
        labels("evidence", lang)[row["evidence"]],
        MISSING if pd.isna(row["due"]) else date(row["due"], lang),
        " / ".join(MISSING if pd.isna(p) else f"{p:.3g}" for p in paces) if target else "",
        review_words.units(row, standing.notice.names, lang=lang),
    )


def review(standing: Standing, *, lang: Lang = "zh", hide_persons: bool = False) -> list[Shown]:
    """Tell what the review of the day is about, and which slips are open.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on a day.
    lang : {"zh", "en"}
        Language.
    hide_persons : bool
        Letter officials instead of naming them, in the notice's and the bureaus' words.

    Returns
    -------
    list of Shown
        The review list, silence counted by unit; the slips that are not closed.

    Examples
    --------
    >>> from zctrack.datasets import load, load_actuals
    >>> review(Standing(load(), load_actuals("simulated"), "2020-09-30"))[1].title
    '督办中1件：红色1件'
    """
    letters, names = _letters(standing, lang, hide_persons), standing.notice.names
    due = hidden_rows(standing.due, letters)
    lists = labels("review_list", lang)
    shown = due[~due["list"].isin(["silent", "to_check"])]
    columns = ("list", "item", "what", "due", "left", "status", "units")
    rows = tuple(
        (
            lists[row["list"]],
            str(row["item"]),
            _short(str(row["what"])),
            review_words.day(row, lang=lang),
            review_words.days(row, lang=lang),
            review_words.state(row, lang=lang),
            review_words.units(row, names, lang=lang),
        )
        for row in shown.to_dict("records")
    )
    counted = [review_words.by_unit(due, code, names, lang=lang) for code in ("to_check", "silent")]
    heads = tuple(_say(f"review_{name}", lang) for name in columns)
    out = [
        Shown(review_words.due(due, lang=lang).title, heads, rows, tuple(c for c in counted if c))
    ]
    slips = hidden_rows(standing.slips, letters)
    own = slips[(slips["state"] != "closed") & (slips["list"] != "silent")]
    told = ("slip", "colour", "state", "item", "what", "answer", "units")
    asked = review_words.reminders(slips, names, lang=lang)
    out.append(
        Shown(
            review_words.slips(slips, lang=lang).title,
            tuple(_say(f"review_{name}", lang) for name in told),
            tuple(_slip(row, names, lang) for row in own.to_dict("records")),
            (asked,) if asked else (),
        )
    )
    return out


def _slip(row: Mapping[Any, Any], names: pd.DataFrame | None, lang: Lang) -> tuple[str, ...]:
    return (
        str(row["slip"]),
        labels("slip_colour", lang)[row["colour"]],
        labels("slip_state", lang)[row["state"]],
        str(row["item"]),
        _short(str(row["what"])),
        date(row["answer_by"], lang),
        review_words.units(row, names, lang=lang),
    )


def _letters(standing: Standing, lang: Lang, hide: bool) -> dict[str, str]:
    """What stands for each official; nothing where they are named."""
    return stand_ins(standing.notice, lang) if hide else {}


def write_progress(
    standing: Standing,
    path: str | os.PathLike[str],
    *,
    lang: Lang = "zh",
    hide_persons: bool = False,
) -> Path:
    """Write how everything stands: a .csv of the items, or a .xlsx of all tables.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on a day.
    path : path
        The file; its suffix says which.
    lang : {"zh", "en"}
        Language of headings and codes.
    hide_persons : bool
        Letter officials instead of naming them, in every table.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    OptionError
        If the suffix is neither.
    FileError
        If the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".csv":
        letters = _letters(standing, lang, hide_persons)
        return write_bytes(path, data(standing.items, "progress.items", lang, hidden=letters))
    if suffix != ".xlsx":
        raise OptionError(f"{Path(path).name!r} has no known suffix", todo="Use .csv or .xlsx.")
    tables = {
        "progress.classes": standing.classes,
        "progress.items": standing.items,
        "progress": standing.progress,
        "progress.tasks": standing.tasks,
        "targets.forecast": standing.forecast,
        "progress.by_unit": standing.by_unit,
        "progress.findings": standing.findings,
    }
    return _book(standing, path, tables, lang, hide_persons)


def write_review(
    standing: Standing,
    out: str | os.PathLike[str],
    *,
    lang: Lang = "zh",
    hide_persons: bool = False,
) -> Iterator[Path]:
    """Write the review of the day: a workbook, and the review list and the slips as pictures.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on a day.
    out : path
        The folder.
    lang : {"zh", "en"}
        Language.
    hide_persons : bool
        Letter officials instead of naming them, in every table and picture.

    Yields
    ------
    pathlib.Path
        Each file.

    Raises
    ------
    FileError
        If a file cannot be written.
    """
    from zctrack.charts import review as charts
    from zctrack.charts.save import save

    folder = Path(out)
    tables = {
        "review.due": standing.due,
        "review.slips": standing.slips,
        "ranking.bands": standing.bands,
        "progress.items": standing.items,
    }
    yield _book(standing, folder / "review.xlsx", tables, lang, hide_persons)
    letters = _letters(standing, lang, hide_persons)
    due, slips = (hidden_rows(rows, letters) for rows in (standing.due, standing.slips))
    named: dict[str, Any] = {"lang": lang, "names": standing.notice.names}
    yield from save(charts.due(due, **named), folder / "due", formats=("png", "pdf"))
    yield from save(charts.slips(slips, **named), folder / "slips", formats=("png", "pdf"))


def _book(
    standing: Standing,
    path: str | os.PathLike[str],
    tables: Mapping[str, pd.DataFrame],
    lang: Lang,
    hide: bool,
) -> Path:
    """Write tables as a workbook; made-up reports put their mark on every sheet's name."""
    mark = f":{_say('simulated', lang)}" if standing.simulated else ""
    named = {f"{name}{mark}": rows for name, rows in tables.items()}
    sheets = ["analyses", "dictionary"]
    return workbook(
        standing.notice, path, lang=lang, sheets=sheets, analyses=named, hide_persons=hide
    )


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _say(key: str, lang: Lang, **values: str | int) -> str:
    return say("follow_up", key, lang, **values)
