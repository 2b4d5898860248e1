"""A bureau's own quarterly table (单位自制表): seven columns, no keys, the figures in the prose."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from zctrack.actuals.form_rows import Row, plain_number
from zctrack.extract.units import convert
from zctrack.formats.cells import new_workbook, to_bytes, write
from zctrack.formats.entry import unwrapped
from zctrack.formats.files import zip_with_fixed_times
from zctrack.formats.xlsx import display_width, print_setup
from zctrack.simulate.settings import chance, pick, settings

__all__ = ["own_table"]

State = Mapping[Any, Any]
_MARK = re.compile(r"^（[0-9]+）")
# Of the seven columns, in characters.
_WIDTHS = (6, 44, 16, 12, 22, 48, 10)


def own_table(
    unit: str,
    tasks: Mapping[str, Sequence[Row]],
    states: Mapping[str, State],
    *,
    as_of: pd.Timestamp,
    layout: str,
    rng: np.random.Generator,
) -> tuple[bytes, list[dict[str, Any]]]:
    """Write what a bureau reports in a table of its own.

    Parameters
    ----------
    unit : str
        The bureau.
    tasks : mapping of str to sequence of Row
        Task → its rows of the form.
    states : mapping of str to mapping
        Item → its true state.
    as_of : pandas.Timestamp
        The end of the quarter.
    layout : {"xlsx", "docx", "html"}
        What kind of file.
    rng : numpy.random.Generator
        Of the bureau and round.

    Returns
    -------
    tuple
        The file's bytes, and what was typed: columns of ``simulated.typed``. A state is about its
        task; of the figures those that measure a target are to be adopted, all others refused.

    Examples
    --------
    >>> from zctrack.actuals.form_rows import rows
    >>> from zctrack.datasets import load
    >>> from zctrack.simulate.reality import reality
    >>> day = pd.Timestamp("2020-09-30")
    >>> states = {r["item"]: r for r in reality(load(), as_of=day).to_dict("records")}
    >>> page, typed = own_table("区农业农村局", {"M29.4": rows(load(), ["M29.4"])}, states,
    ...                         as_of=day, layout="html", rng=np.random.default_rng(1))
    >>> sorted({row["item"] for row in typed if row["fate"] == "proposed"})
    ['M29.4', 'M29.4.q1', 'M29.4.q2']
    """
    rows: list[list[str]] = []
    told: list[dict[str, Any]] = []
    goals: set[str] = set()
    for own in tasks.values():
        goal = _goal(own)
        if goal in goals:
            continue
        goals.add(goal)
        row, typed = _row(unit, goal, own, states, as_of, rng)
        rows.append(row)
        told += typed
    for beside in settings()["own"]["beside"]:
        row, typed = _beside(unit, beside, rng, as_of)
        rows.insert(int(rng.integers(len(rows) + 1)), row)
        told += typed
    numbered = [[str(at), *row] for at, row in enumerate(rows, start=1)]
    own_words = settings()["own"]
    names = {"unit": unit, "year": as_of.year, "quarter": own_words["quarters"][as_of.quarter - 1]}
    head = [heading.format(**names) for heading in own_words["columns"]]
    title = own_words["title"].format(**names)
    draw = {"xlsx": _xlsx, "docx": _docx, "html": _html}[layout]
    return draw(title, head, numbered), told


# ------------------------------------------------------------------------------------- the rows


def _goal(rows: Sequence[Row]) -> str:
    """Say the goal as the bureau does: shorter, without the notice's flourishes."""
    own = settings()["own"]
    sentences = dict.fromkeys(row.sentence for row in rows)
    text = "；".join(_MARK.sub("", s).rstrip("。；") for s in sentences)
    for long, short in own["shorter"]:
        text = text.replace(long, short)
    if len(text) <= own["longest"]:
        return text
    stops = [at for at, c in enumerate(text) if c in "，。；" and at <= own["longest"]]
    wanted = [row.surface for row in rows if row.surface]
    # The numbers are what the row is about: it is not cut before the first of them.
    first = min((text.find(w) + len(w) for w in wanted if w in text), default=0)
    cut = max([at for at in stops if at >= first] or [max(first, own["longest"])])
    return text[:cut]


def _row(
    unit: str,
    goal: str,
    rows: Sequence[Row],
    states: Mapping[str, State],
    as_of: pd.Timestamp,
    rng: np.random.Generator,
) -> tuple[list[str], list[dict[str, Any]]]:
    own, words = settings()["own"], settings()["words"]
    known = [states[row.item] for row in rows if row.item in states]
    stated = _whole([str(state["stated"]) for state in known])
    told: list[dict[str, Any]] = []
    said: list[str] = []
    for row in rows:
        state = states.get(row.item)
        if row.target and state is not None and not pd.isna(state["value"]):
            clauses, typed = _figures(row, state, as_of, rng)
            said.append("，".join(clauses) + "。")
            told += typed
    if not said or chance(rng, 0.3):
        said.append(pick(rng, words["progress"][stated]))
    shown = None if chance(rng, own["no_state"]) else stated
    others = [name for name in rows[0].units if name != unit]
    cells = [
        goal,
        "按计划推进",
        "、".join(_spaced(name) for name in rows[0].officials),
        " ".join([unit, *others]),
        "".join(said),
        own["done"][stated] if shown else "",
    ]
    state_row = {
        "item": rows[0].task,
        "day": as_of,
        "stated": shown,
        "goal": goal,
        "typed": None,
        "way": "state",
        "fate": "proposed",
    }
    return cells, [state_row, *({**row, "goal": goal, "stated": shown} for row in told)]


def _whole(stated: Sequence[str]) -> str:
    """Say the state of a task from those of its targets."""
    kinds = set(stated)
    if kinds == {"done"}:
        return "done"
    if "not_done" in kinds:
        return "not_done"
    return "not_started" if kinds == {"not_started"} else "under_way"


def _spaced(name: str) -> str:
    """Print a name of two characters with a space inside."""
    return f"{name[0]} {name[1]}" if len(name) == 2 else name


def _figures(
    row: Row, state: State, as_of: pd.Timestamp, rng: np.random.Generator
) -> tuple[list[str], list[dict[str, Any]]]:
    """Say a target's figure, and sometimes others beside it, in the words of a report."""
    own = settings()["own"]
    value, unit = float(state["value"]), str(row.unit)
    day = pd.Timestamp(state["day"])
    shown = _shown(value, row, rng)
    what = {"indicator": row.indicator or "", "figure": shown, "day": f"{day.month}月{day.day}日"}
    if day.year != as_of.year:
        what["day"] = f"{day.year}年{what['day']}"
    kind, rated = "level", ""
    if unit == "%":
        kind = "rate"
        rated = "" if (row.indicator or "").endswith(("率", "比例", "占比")) else own["rated"]
    elif row.basis == "increase":
        kind = "rise"
    elif state["nature"] == "flow" and day == as_of:
        kind = "sum"
    clauses = [own[kind].format(**what, rated=rated)]
    told = [_one(row.item, day, value, unit, str(state["basis"]), shown, "proposed")]
    told[0]["right"] = value
    before = state["before"]
    if (
        unit != "%"
        and not pd.isna(before)
        and value - before > 0
        and chance(rng, own["difference"])
    ):
        more = float(f"{value - before:.12g}")
        clauses.append(own["said_difference"].format(figure=f"{plain_number(more)}{unit}"))
        told.append(_one(None, day, more, unit, "increase", clauses[-1][-20:], "refused"))
        told[-1]["typed"] = f"{plain_number(more)}{unit}"
    part = math.floor(value / 4)
    if unit != "%" and part >= 1 and chance(rng, own["part"]):
        clauses.append(own["said_part"].format(figure=f"{part}{unit}"))
        told.append(_one(None, day, float(part), unit, "part", f"{part}{unit}", "refused"))
    if unit != "%" and state["goal"] and chance(rng, own["plan_share"]):
        share = f"{100 * value / float(state['goal']):.1f}%"
        clauses.append(own["said_plan_share"].format(figure=share))
        told.append(_one(None, day, float(share[:-1]), "%", "plan_share", share, "refused"))
    return clauses, told


def _shown(value: float, row: Row, rng: np.random.Generator) -> str:
    unit = str(row.unit)
    if row.plain_unit and row.plain_unit != unit and chance(rng, settings()["own"]["smaller_unit"]):
        smaller = convert(value, unit, row.plain_unit)
        if smaller is not None and convert(smaller, row.plain_unit, unit) == value:
            return f"{plain_number(smaller)}{row.plain_unit}"
    return f"{plain_number(value)}{unit}"


def _one(
    item: str | None,
    day: pd.Timestamp,
    value: float,
    unit: str,
    basis: str,
    typed: str,
    fate: str,
) -> dict[str, Any]:
    return {
        "item": item,
        "day": day,
        "value": value,
        "measure": unit,
        "basis": basis,
        "comparator": "=",
        "typed": typed,
        "way": "prose",
        "fate": fate,
    }


def _beside(
    unit: str, beside: Mapping[str, str], rng: np.random.Generator, as_of: pd.Timestamp
) -> tuple[list[str], list[dict[str, Any]]]:
    """Write a row that no task of the notice asks for."""
    n = int(rng.integers(3, 10))
    row = [beside["goal"], "", "", unit, beside["progress"].format(n=n), ""]
    told = {"day": as_of, "goal": beside["goal"], "fate": "refused", "way": "state"}
    figure = told | {"value": float(n), "measure": beside["unit"], "way": "prose"}
    return row, [told, figure | {"typed": f"{n}{beside['unit']}"}]


# ------------------------------------------------------------------------------------ the files


def _xlsx(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    book = new_workbook(title)
    sheet = book.create_sheet(f"进展情况（{settings()['mark']}）")
    write(sheet, 1, 1, title, look="title")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(head))
    for column, (words, width) in enumerate(zip(head, _WIDTHS, strict=True), start=1):
        write(sheet, 2, column, words, look="header")
        sheet.column_dimensions["ABCDEFG"[column - 1]].width = width
    for at, row in enumerate(rows, start=3):
        for column, text in enumerate(row, start=1):
            write(sheet, at, column, text or None, look="grid")
        lines = max(-(-display_width(t) // (w - 2)) for t, w in zip(row, _WIDTHS, strict=True))
        sheet.row_dimensions[at].height = 15.0 * max(lines, 1) + 4
    note = write(sheet, len(rows) + 4, 1, settings()["notice_words"], look="bad")
    note.alignment = unwrapped()
    print_setup(sheet, header=2)
    sheet.oddHeader.center.text = settings()["notice_words"]
    return to_bytes(book)


def _docx(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    document.add_heading(title, level=1)
    document.add_paragraph(settings()["notice_words"])
    table = document.add_table(rows=1 + len(rows), cols=len(head))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width * 1.5)
    for line, texts in zip(table.rows, [head, *rows], strict=True):
        for cell, text, width in zip(line.cells, texts, _WIDTHS, strict=True):
            cell.text = text
            cell.width = Mm(width * 1.5)
    out = io.BytesIO()
    document.save(out)
    return zip_with_fixed_times(out.getvalue())


def _html(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    def line(tag: str, texts: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(t)}</{tag}>" for t in texts) + "</tr>"

    body = "\n".join([line("th", head), *(line("td", row) for row in rows)])
    page = (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head><body>\n"
        f"<h1>{html.escape(title)}</h1>\n<p>{settings()['notice_words']}</p>\n"
        f'<table border="1">\n{body}\n</table>\n</body></html>\n'
    )
    return page.encode("utf-8")
