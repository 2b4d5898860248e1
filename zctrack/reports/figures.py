"""What is drawn for a notice (成图), in both languages: the picture, its words, its data, an index.

The list stands in ``figures.toml``. From one entry come the call that draws and the code line that
the index shows, so that what a reader copies is what was run.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from zctrack.dictionary.build import table
from zctrack.errors import OptionError
from zctrack.formats.files import write_bytes, write_text
from zctrack.notice import Notice
from zctrack.reports.hiding import stand_ins
from zctrack.wording.persons import masked

if TYPE_CHECKING:
    import os

    from zctrack.charts.style import Sheet, Width

__all__ = [
    "Drawing",
    "Subject",
    "alt",
    "bundled",
    "data",
    "draw",
    "drawings",
    "hidden",
    "one_line",
    "said",
    "sheet",
]

_LANGUAGES = ("zh", "en")
_FORMATS = ("svg", "png", "pdf")
# Tables of figures that do not come from the notice, and what a code line calls them.
_REPORTED = {"actuals": "a", "simulated": "s"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn: a notice and what is known about it.

    Parameters
    ----------
    notice : Notice
        The notice.
    actuals : pandas.DataFrame
        The table ``actuals``; empty where nothing was reported.
    as_of : str or None
        The day on which targets are judged.
    looked_until : str or None
        The day up to which figures were looked for.
    simulated : pandas.DataFrame or None
        Figures made up for demonstration, in the same columns; never mixed with `actuals`.
    simulated_on : str or None
        The day on which targets are judged by them.
    hide_persons : bool
        Letter persons instead of naming them, in pictures, words and data.
    internal : bool
        Print the mark 内部资料 / INTERNAL on every figure.
    """

    notice: Notice
    actuals: pd.DataFrame
    as_of: str | None = None
    looked_until: str | None = None
    simulated: pd.DataFrame | None = None
    simulated_on: str | None = None
    hide_persons: bool = False
    internal: bool = False

    def value(self, wanted: object) -> Any:
        """An entry's value: ``notice.tasks``, ``given.as_of``, or the value itself."""
        if not isinstance(wanted, str) or "." not in wanted:
            return wanted
        home, name = wanted.split(".", 1)
        return getattr(self if home == "given" else self.notice, name)


def bundled() -> Subject:
    """Give the bundled notice with what is published of it, and the simulated year.

    Returns
    -------
    Subject

    Examples
    --------
    >>> bundled().notice.key
    'zhoucun-2020-27'
    """
    from zctrack.datasets import JUDGED_ON, LOOKED_UNTIL, SIMULATED_ON, load, load_actuals

    return Subject(
        load(),
        load_actuals("published"),
        as_of=JUDGED_ON,
        looked_until=LOOKED_UNTIL,
        simulated=load_actuals("simulated"),
        simulated_on=SIMULATED_ON,
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure: which analysis makes its table, and which chart draws it.

    Parameters
    ----------
    stem : str
        Its files' name without suffix.
    analysis, chart : str
        Module and function, ``"workload.by_party"``.
    described : str
        The table's name in the dictionary.
    tables : tuple of str
        What the analysis takes by position.
    of : str or None
        The stem of the figure, or undrawn table, whose table the analysis takes before those.
    options : mapping of str to object
        What it takes by keyword.
    needs : tuple of str
        Values without which it is not drawn.
    variant : str or None
        What tells its table from another one of the same function.
    """

    stem: str
    analysis: str
    chart: str
    described: str
    tables: tuple[str, ...]
    options: Mapping[str, Any]
    needs: tuple[str, ...]
    of: str | None = None
    variant: str | None = None

    @property
    def name(self) -> str:
        """Its table's name, told apart from another one of the same function."""
        return f"{self.described}:{self.variant}" if self.variant else self.described

    @property
    def simulated(self) -> bool:
        """Whether it shows made-up figures; the notice is not their source."""
        return "simulated" in self.tables or (self.of is not None and _drawing(self.of).simulated)

    def possible(self, subject: Subject) -> bool:
        """Whether everything that it needs is known."""
        return all(not _missing(subject.value(name)) for name in self.needs)

    def table(self, subject: Subject) -> pd.DataFrame:
        """The analysis table that is drawn."""
        given = [_drawing(self.of).table(subject)] if self.of else []
        given += [
            getattr(subject if name in _REPORTED else subject.notice, name) for name in self.tables
        ]
        options = {name: subject.value(wanted) for name, wanted in self.options.items()}
        made: pd.DataFrame = _function("analysis", self.analysis)(
            *given, **{name: value for name, value in options.items() if not _missing(value)}
        )
        return made

    def code(self, subject: Subject) -> str:
        """The line that draws it, for a notice ``n``, reported ``a`` and simulated ``s``."""
        switches = [name for name in ("hide_persons", "internal") if getattr(subject, name)]
        more = "".join(f", {name}=True" for name in switches)
        return f"zt.charts.{self.chart}({self._call(subject)}, names=n.names{more})"

    def _call(self, subject: Subject) -> str:
        given = [_drawing(self.of)._call(subject)] if self.of else []
        given += [_REPORTED.get(name, f"n.{name}") for name in self.tables]
        for name, wanted in self.options.items():
            if _missing(subject.value(wanted)):
                continue
            own = isinstance(wanted, str) and wanted.startswith("notice.")
            shown = f"n{wanted.removeprefix('notice')}" if own else repr(subject.value(wanted))
            given.append(f"{name}={shown}")
        return f"zt.{self.analysis}({', '.join(given)})"


@functools.cache
def drawings(file: str = "figures.toml", head: str = "figure") -> tuple[Drawing, ...]:
    """Every figure, in the order of ``figures.toml``.

    Parameters
    ----------
    file, head : str
        Another list of this folder in the same form, and how its entries are headed.

    Examples
    --------
    >>> drawings()[0].stem
    'structure-checkability'
    """
    text = (resources.files("zctrack.reports") / file).read_text("utf-8")
    return tuple(
        Drawing(
            stem=entry["stem"],
            analysis=entry["analysis"],
            chart=entry.get("chart", entry["analysis"]),
            described=entry.get("described", entry["analysis"]),
            tables=tuple(entry["tables"]),
            options=entry.get("with", {}),
            needs=tuple(entry.get("needs", ())),
            of=entry.get("of"),
            variant=entry.get("variant"),
        )
        for entry in tomllib.loads(text)[head]
    )


def _drawing(stem: str) -> Drawing:
    """Find what makes a table: a figure, or a table that is not drawn itself."""
    every = (*drawings(), *drawings(head="table"))
    return next(drawing for drawing in every if drawing.stem == stem)


def draw(
    subject: Subject, out: str | os.PathLike[str], *, formats: Sequence[str] = _FORMATS
) -> Iterator[list[Path]]:
    """Draw every figure of a notice, one at a time, then the index.

    For each figure and language ``out/zh/stem`` and ``out/en/stem``: the picture as .svg, .png and
    .pdf, its words as .txt, its data as .csv with headings and codes in that language (UTF-8 with a
    mark, so that Excel and WPS read it).

    Parameters
    ----------
    subject : Subject
        What is drawn.
    out : path
        The folder.
    formats : sequence of {"svg", "png", "pdf"}
        Which pictures.

    Yields
    ------
    list of pathlib.Path
        The files of one figure, and at last the index.

    Raises
    ------
    FileError
        If the folder cannot be written to.
    """
    from zctrack.charts.save import save
    from zctrack.reports.gallery import index, page

    folder = Path(out)
    drawn: list[tuple[Drawing, dict[str, Sheet]]] = []
    for drawing in drawings():
        if not drawing.possible(subject):
            continue
        rows = drawing.table(subject)
        sheets: dict[str, Sheet] = {}
        files: list[Path] = []
        for lang in _LANGUAGES:
            made = sheet(subject, drawing, rows, lang=lang)
            stem = folder / lang / drawing.stem
            files += save(made, stem, formats=formats)
            files.append(write_text(f"{stem}.txt", said(made)))
            told = data(rows, drawing.described, lang, hidden=hidden(subject, lang))
            files.append(write_bytes(f"{stem}.csv", told))
            sheets[lang] = made
        drawn.append((drawing, sheets))
        yield files
    yield [
        write_text(folder / "index.md", index(subject, drawn)),
        write_text(folder / "index.html", page(subject, drawn)),
    ]


def sheet(
    subject: Subject,
    drawing: Drawing,
    rows: pd.DataFrame,
    *,
    lang: str,
    width: Width = "full",
) -> Sheet:
    """Draw one figure.

    Parameters
    ----------
    subject : Subject
        What is drawn.
    drawing : Drawing
        Which figure.
    rows : pandas.DataFrame
        Its table.
    lang : {"zh", "en"}
        Language.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.

    Returns
    -------
    Sheet
    """
    made: Sheet = _function("charts", drawing.chart)(
        rows,
        lang=lang,
        names=_names(subject, lang),
        source=None if drawing.simulated else subject.notice.number,
        width=width,
        internal=subject.internal,
        hide_persons=subject.hide_persons,
    )
    return made


def hidden(subject: Subject, lang: str) -> dict[str, str]:
    """Give each person's letter, by full and by printed name; nothing where persons are shown.

    Parameters
    ----------
    subject : Subject
        What is drawn.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> from zctrack.dictionary.build import frame
    >>> hidden(Subject(load(), frame("actuals"), hide_persons=True), "zh")["赵学"]
    '责任人B'
    """
    return stand_ins(subject.notice, lang) if subject.hide_persons else {}


def _names(subject: Subject, lang: str) -> pd.DataFrame:
    """The notice's names; where persons are hidden, with one letter for each in every chart."""
    names, letters = subject.notice.names, hidden(subject, lang)
    if not letters:
        return names
    own = names[~names["key"].isin(letters)]
    people = pd.DataFrame({"key": list(letters), "hidden": list(letters.values())})
    people = people.assign(type="party", kind="official", order=range(len(letters)))
    return pd.concat([own, people], ignore_index=True)


def data(
    rows: pd.DataFrame, name: str, lang: str, *, hidden: Mapping[str, str] | None = None
) -> bytes:
    """The data of a figure as CSV for people: headings and codes in their language.

    Parameters
    ----------
    rows : pandas.DataFrame
        The analysis table.
    name : str
        Its name in the dictionary.
    lang : {"zh", "en"}
        Language of headings and codes.
    hidden : mapping of str to str, optional
        Names that are not to stand there, and what stands instead.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, LF.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> data(frame("claims"), "claims", "zh").decode("utf-8-sig").split(",")[0]
    '自述标识'
    """
    told = rows.copy(deep=False)
    headings = {}
    for column in table(name).columns:
        if column.name not in told.columns:
            continue
        headings[column.name] = column.zh if lang == "zh" else column.en
        words = column.said("zh" if lang == "zh" else "en")
        if words:
            told[column.name] = told[column.name].map(lambda v, w=words: w.get(v, v))
        if hidden and column.type == "text":
            told[column.name] = told[column.name].map(
                lambda words: masked(words, hidden), na_action="ignore"
            )
    text = told.rename(columns=headings).to_csv(
        index=False, lineterminator="\n", date_format="%Y-%m-%d"
    )
    return text.encode("utf-8-sig")


def said(sheet: Sheet) -> str:
    """A figure's words, a line each: its marks, title, subtitle, count base, alt text."""
    words = sheet.words
    lines = [*(mark for _, mark in sheet.marks), words.title, words.subtitle, words.base]
    return "\n".join([*(one_line(line) for line in lines), alt(sheet)]) + "\n"


def alt(sheet: Sheet) -> str:
    """Alt text, after the marks that a reader of the picture sees first."""
    marks = " · ".join(mark for _, mark in sheet.marks)
    return one_line(f"{marks}: {sheet.words.alt}" if marks else sheet.words.alt)


def one_line(text: str) -> str:
    """Set a text on one line, with brackets that mean nothing to Markdown.

    Examples
    --------
    >>> one_line("a [b]")
    'a ［b］'
    """
    return " ".join(text.split()).replace("[", "［").replace("]", "］")


def _function(room: str, name: str) -> Any:
    module, function = name.split(".")
    try:
        return getattr(import_module(f"zctrack.{room}.{module}"), function)
    except (ImportError, AttributeError):
        raise OptionError(f"there is no {name} in zctrack.{room}") from None


def _missing(value: object) -> bool:
    return value is None or value is pd.NaT
