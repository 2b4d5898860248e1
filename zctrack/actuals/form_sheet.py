"""The sheets of a report form (填报表) and of a summary, drawn cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from zctrack.actuals.form_rows import Row
from zctrack.actuals.form_words import Column, Lang, columns, data, word
from zctrack.formats.cells import Look, write
from zctrack.formats.entry import ask_choice, ask_date, ask_number, protect, unwrapped
from zctrack.formats.xlsx import display_width, print_setup

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Form", "Last", "about_sheet", "banner", "form_sheet", "reference"]

HEADER = 4
"""Row of the headings on the form's sheet."""

_LINE_PT, _HIGHEST_PT, _A3 = 14.5, 409.0, 8


@dataclass(frozen=True, slots=True)
class Last:
    """What was last reported of one item: a figure or a state, and its day."""

    said: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Form:
    """What one form is about.

    Parameters
    ----------
    paper : str
        The notice's number and title.
    title : str
        Of the form.
    unit : str
        Who fills it.
    as_of : pandas.Timestamp
        The day that it asks about.
    id : str
        By which it is recognised.
    rows : sequence of Row
        What it asks.
    last : mapping of str to Last
        Item → what was last reported.
    collective : bool
        Whether the unit's name stands for several.
    simulated : bool
        Whether it is marked as made up.
    lang : {"zh", "en"}
        Language of headings and instructions.
    """

    paper: str
    title: str
    unit: str
    as_of: pd.Timestamp
    id: str
    rows: Sequence[Row]
    last: Mapping[str, Last]
    collective: bool
    simulated: bool
    lang: Lang

    def say(self, key: str, **values: object) -> str:
        """Say a phrase of the form."""
        return word(key, self.lang, **values)


def reference(row: Row, number: int, last: Last | None, lang: Lang) -> dict[str, object]:
    """Give the text of each reference cell of a row."""
    left, right = ("（", "）") if lang == "zh" else ("(", ")")
    join = word("join", lang)
    if row.target:
        unit = row.unit or word("none", lang)
        indicator = row.indicator or word("none", lang)
    else:
        unit, indicator = word("none", lang), word("no_figure", lang)
    return {
        "number": number,
        "sentence": row.sentence,
        "indicator": indicator,
        "goal": row.goal_shown(lang),
        "unit": unit,
        "due": row.due_shown(lang),
        "last": word("no_last", lang)
        if last is None
        else f"{last.said}\n{left}{last.as_of}{right}",
        "officials": join.join(row.officials),
        "units": join.join(row.units),
        "item": row.item,
    }


def form_sheet(sheet: Worksheet, form: Form) -> None:
    """Draw the sheet that is filled: head, a row an item, the form's id below.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Empty.
    form : Form
        What it asks.
    """
    from openpyxl.utils import get_column_letter

    lang = form.lang
    places = {name: at for at, name in enumerate(columns(), start=1)}
    letters = {name: get_column_letter(at) for name, at in places.items()}
    for name, column in columns().items():
        sheet.column_dimensions[letters[name]].width = column.width
    write(sheet, 1, 1, form.title, look="title")
    days = _head(sheet, form)
    write(sheet, 3, 1, form.say("hint"), look="heading")
    if form.simulated:
        banner(sheet, 3, places["value"], form)
    for name, column in columns().items():
        write(sheet, HEADER, places[name], column.heading(lang), look="header")
    sheet.row_dimensions[HEADER].height = _height(
        (column.heading(lang), column.width) for column in columns().values()
    )
    values: dict[bool, list[str]] = {True: [], False: []}
    for at, row in enumerate(form.rows, start=HEADER + 1):
        told = reference(row, at - HEADER, form.last.get(row.item), lang)
        for name, column in columns().items():
            look = _look(column, row)
            kind = "date" if name == "as_of" else "float" if name == "value" else "text"
            write(sheet, at, places[name], told.get(name), look=look, kind=kind)  # type: ignore[arg-type]
        sheet.row_dimensions[at].height = _height(
            (str(told[name]), column.width) for name, column in columns().items() if name in told
        )
        if row.target:
            values[row.basis != "growth"].append(f"{letters['value']}{at}")
    last = HEADER + len(form.rows)
    _checks(sheet, form, letters, last, values, days)
    write(sheet, last + 2, 1, form.say("id_label") + form.id, look="note")
    # The id is one line of small print: wrapped in the narrow first column it would be a tower.
    sheet.cell(last + 2, 1).alignment = unwrapped()
    if form.simulated:
        banner(sheet, last + 3, 1, form)
    sheet.freeze_panes = sheet.cell(HEADER + 1, places["indicator"])
    sheet.auto_filter.ref = f"A{HEADER}:{letters['item']}{last}"
    _print(sheet, form, header=HEADER)
    protect(sheet)


def banner(sheet: Worksheet, row: int, column: int, form: Form) -> None:
    """Say in red that the data is simulated."""
    cell = write(sheet, row, column, form.say("simulated"), look="bad")
    cell.alignment = unwrapped()


def _head(sheet: Worksheet, form: Form) -> str:
    """Write unit, day, and the cells for who filled it and when; give the cell of that day."""
    from openpyxl.utils import get_column_letter

    lang_cells: list[tuple[str, int, object, Look]] = [
        ("unit_label", 2, form.unit, "plain"),
        ("as_of_label", 5, form.as_of, "plain"),
        ("filler_label", 8, None, "entry"),
        ("phone_label", 11, None, "entry"),
        ("filled_on_label", 14, None, "entry"),
    ]
    day = ""
    for key, at, value, look in lang_cells:
        # The unit's label stands in front of its name in the one wide column.
        if key == "unit_label":
            write(sheet, 2, 1, form.say(key), look="note")
        else:
            label = write(sheet, 2, at - 1, form.say(key), look="note")
            label.alignment = unwrapped()
        dated = key in ("as_of_label", "filled_on_label")
        write(sheet, 2, at, value, look=look, kind="date" if dated else "text")
        if key == "filled_on_label":
            day = f"{get_column_letter(at)}2"
    sheet.row_dimensions[2].height = 30.0
    return day


def _look(column: Column, row: Row) -> Look:
    if column.kind == "key":
        return "key"
    if column.kind == "reference":
        return "grid"
    asked = row.target or column.name not in ("value", "quarter")
    return "entry" if asked else "shaded"


def _height(cells: Iterable[tuple[str, float]], *, least: int = 2) -> float:
    """Give the height that the longest cell of a row needs."""
    most = least
    for text, width in cells:
        # A Chinese character of 10 pt is a little wider than two columns in LibreOffice's grid.
        room = max(width * 0.95, 2.0)
        lines = sum(max(1, math.ceil(display_width(line) / room)) for line in text.split("\n"))
        most = max(most, lines)
    return min(_LINE_PT * most + 4, _HIGHEST_PT)


def _checks(
    sheet: Worksheet,
    form: Form,
    letters: Mapping[str, str],
    last: int,
    values: Mapping[bool, Sequence[str]],
    day: str,
) -> None:
    """Set lists and checks on the cells to fill."""
    title = form.say("error_title")
    rows = range(HEADER + 1, last + 1)
    words = [row["words"][0] if form.lang == "zh" else row["en"] for row in data()["state"]]
    error = form.say("state_error", words=form.say("join").join(words))
    ask_choice(sheet, [f"{letters['stated']}{at}" for at in rows], words, title=title, error=error)
    for never_below, cells in values.items():
        least, key = (0.0, "value_error") if never_below else (None, "number_error")
        ask_number(sheet, cells, least=least, title=title, error=form.say(key))
    limits = data()["limits"]
    first = form.as_of - pd.Timedelta(days=int(limits["days_before"]))
    end = form.as_of + pd.Timedelta(days=int(limits["days_after"]))
    late = form.as_of + pd.Timedelta(days=int(limits["days_before"]))
    for cells, until in (([f"{letters['as_of']}{at}" for at in rows], end), ([day], late)):
        ask_date(
            sheet,
            cells,
            first=first.date(),
            last=until.date(),
            title=title,
            error=form.say("date_error"),
        )


def _print(sheet: Worksheet, form: Form, *, header: int | None) -> None:
    print_setup(sheet, header=header)
    sheet.page_setup.paperSize = _A3
    sheet.oddFooter.center.text = form.id.replace("&", "&&")
    sheet.oddFooter.center.size = 8
    if form.simulated:
        sheet.oddHeader.center.text = form.say("simulated")


def about_sheet(sheet: Worksheet, form: Form) -> None:
    """Draw the instructions (填报说明): what the form is, how it is filled, what each column holds.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Empty.
    form : Form
        What it is about.
    """
    for letter, width in zip("ABC", (22.0, 14.0, 96.0), strict=True):
        sheet.column_dimensions[letter].width = width
    write(sheet, 1, 1, form.title, look="title")
    at = 2
    if form.simulated:
        banner(sheet, at, 1, form)
        at += 1
    targets = sum(row.target for row in form.rows)
    tasks = len({row.task for row in form.rows})
    facts = [
        (form.say("about_paper"), form.paper),
        (form.say("about_unit"), form.unit),
        (form.say("about_day"), form.as_of.date().isoformat()),
        ("", form.say("about_rows", tasks=tasks, rows=len(form.rows), targets=targets)),
    ]
    if form.collective:
        facts.append(("", form.say("about_group", unit=form.unit)))
    for label, value in facts:
        write(sheet, at, 1, label, look="note")
        write(sheet, at, 2, value).alignment = unwrapped()
        at += 1
    at = _steps(sheet, form, at + 1)
    at = _column_table(sheet, form, at + 1)
    write(sheet, at + 1, 1, form.say("about_states"), look="heading")
    at += 2
    for row in data()["state"]:
        said = row["words"][0] if form.lang == "zh" else row["en"]
        write(sheet, at, 1, said, look="cell")
        write(sheet, at, 2, "", look="cell")
        write(sheet, at, 3, form.say(f"state_{row['code']}"), look="cell")
        at += 1
    write(sheet, at + 1, 1, form.say("id_label") + form.id, look="note")
    sheet.cell(at + 1, 1).alignment = unwrapped()
    _print(sheet, form, header=None)
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 1
    protect(sheet)


def _steps(sheet: Worksheet, form: Form, at: int) -> int:
    write(sheet, at, 1, form.say("about_how"), look="heading")
    for number, step in enumerate(data()[form.lang]["about_steps"], start=1):
        at += 1
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=3)
        write(sheet, at, 1, f"{number}. {step}")
        sheet.row_dimensions[at].height = _height([(step, 128.0)], least=1)
    return at + 1


def _column_table(sheet: Worksheet, form: Form, at: int) -> int:
    write(sheet, at, 1, form.say("about_columns"), look="heading")
    at += 1
    for place, key in enumerate(("column", "kind", "how"), start=1):
        write(sheet, at, place, form.say(f"about_head_{key}"), look="header")
    asks = {row["name"]: row for row in data()["column"]}
    for name, column in columns().items():
        at += 1
        entry = column.kind == "entry"
        how = asks[name][f"ask_{form.lang}"] if entry else form.say(f"ref_{name}")
        write(sheet, at, 1, column.heading(form.lang), look="cell")
        kind: Look = "entry" if entry else "cell"
        cell = write(sheet, at, 2, form.say(f"about_kind_{column.kind}"), look=kind)
        if entry:
            # Coloured like the cells to fill, but nothing is to be filled here.
            cell.protection = _locked()
        write(sheet, at, 3, how, look="cell")
        sheet.row_dimensions[at].height = _height(
            [(how, 96.0), (column.heading(form.lang), 22.0)], least=1
        )
    return at + 1


def _locked() -> object:
    from openpyxl.styles import Protection

    return Protection(locked=True)
