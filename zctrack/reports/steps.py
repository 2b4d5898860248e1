"""Everything that is made for a notice, step by step (总装): what `zctrack report` does."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from zctrack.formats.files import write_text
from zctrack.notice import Notice
from zctrack.reports.columns import columns_page
from zctrack.reports.figures import Subject, draw, drawings
from zctrack.reports.hiding import without_names
from zctrack.reports.notebooks import notebook_paths, publish
from zctrack.reports.pages import PLOTLY, pages, write_pages
from zctrack.reports.tables import write_tables

__all__ = ["Step", "figures_step", "interactive_step", "steps"]

# What cannot stand in a file's name on one system or another.
_NO_FILE_NAME = re.compile(r"[^\w.\-〔〕]+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a report.

    Parameters
    ----------
    name : str
        What it makes.
    where : str
        Where it writes to.
    says : str
        What lies there afterwards.
    total : int
        In how many pieces it goes.
    work : callable
        Does it; gives the files of each piece as it is done.
    """

    name: str
    where: str
    says: str
    total: int
    work: Callable[[], Iterator[list[Path]]]


def figures_step(subject: Subject, folder: Path) -> Step:
    """Every figure in both languages.

    Parameters
    ----------
    subject : Subject
        What is drawn.
    folder : pathlib.Path
        Where to.
    """
    return Step(
        name="figures",
        where=f"{folder / 'index.html'}",
        says="every figure: zh and en, as SVG, PNG and PDF, with its words and data",
        total=sum(drawing.possible(subject) for drawing in drawings()) + 1,
        work=lambda: draw(subject, folder),
    )


def interactive_step(
    subject: Subject, folder: Path, *, hide_persons: bool = False, internal: bool = False
) -> Step:
    """Every interactive chart as a page, in both languages.

    Parameters
    ----------
    subject : Subject
        What is drawn.
    folder : pathlib.Path
        Where to.
    hide_persons, internal : bool
        As for `write_pages`.
    """
    return Step(
        name="interactive",
        where=f"{folder / 'index.html'}",
        says="charts to click, with the sentences behind them: zh and en, without a network",
        total=sum(page.possible(subject) for page in pages()) + 2,
        work=lambda: write_pages(subject, folder, hide_persons=hide_persons, internal=internal),
    )


def steps(subject: Subject, out: Path, notebooks: Path | None = None) -> list[Step]:
    """The whole report: tables, figures, interactive charts, the workbook, the notebooks.

    Parameters
    ----------
    subject : Subject
        The notice and what is known about it.
    out : pathlib.Path
        The folder that everything goes into.
    notebooks : pathlib.Path, optional
        A folder of notebooks to run and write as HTML; not where persons are hidden, for a
        notebook names whom it likes.
    """
    notice = without_names(subject.notice) if subject.hide_persons else subject.notice
    reports = out / "reports"
    book = reports / f"{_NO_FILE_NAME.sub('-', subject.notice.key)}.xlsx"
    books = notebook_paths(notebooks) if notebooks else []
    made = [
        _tables_step(notice, out / "data" / "tables"),
        figures_step(subject, out / "figures"),
        interactive_step(
            subject,
            reports / "interactive",
            hide_persons=subject.hide_persons,
            internal=subject.internal,
        ),
        Step(
            name="workbook",
            where=f"{book}",
            says="every table and analysis, a sheet per official and unit, the dictionary",
            total=1,
            work=lambda: iter([[_workbook(subject, book)]]),
        ),
    ]
    if notebooks and books and not subject.hide_persons:
        made.append(
            Step(
                name="notebooks",
                where=f"{reports / '*.html'}",
                says="each notebook as a page that needs no network",
                total=len(books),
                # One plotly.js for all: the interactive pages have brought it.
                work=lambda: publish(notebooks, reports, script=f"interactive/{PLOTLY}"),
            )
        )
    return made


def _tables_step(notice: Notice, folder: Path) -> Step:
    def work() -> Iterator[list[Path]]:
        files = write_tables(notice.tables, folder)
        page = write_text(folder / "README.md", columns_page(notice.tables))
        yield [*files, page]

    return Step(
        name="tables",
        where=f"{folder}{os.sep}",
        says="the notice's tables as CSV, described by datapackage.json and README.md",
        total=1,
        work=work,
    )


def _workbook(subject: Subject, path: Path) -> Path:
    from zctrack.reports.workbook import workbook

    return workbook(
        subject.notice, path, analyses=_analyses(subject), hide_persons=subject.hide_persons
    )


def _analyses(subject: Subject) -> dict[str, pd.DataFrame]:
    """The tables behind the figures; what follows a colon tells two of one function apart."""
    return {
        drawing.name: drawing.table(subject) for drawing in drawings() if drawing.possible(subject)
    }
