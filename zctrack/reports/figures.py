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

from zctrack.dictionary.build import labels, table
from zctrack.errors import OptionError
from zctrack.formats.files import write_bytes, write_text
from zctrack.notice import Notice

if TYPE_CHECKING:
    import os

    from zctrack.charts.style import Sheet

__all__ = ["Drawing", "Subject", "draw", "drawings", "index"]

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
    """

    notice: Notice
    actuals: pd.DataFrame
    as_of: str | None = None
    looked_until: str | None = None
    simulated: pd.DataFrame | None = None
    simulated_on: str | None = None

    def value(self, wanted: object) -> Any:
        """An entry's value: ``notice.tasks``, ``given.as_of``, or the value itself."""
        if not isinstance(wanted, str) or "." not in wanted:
            return wanted
        home, name = wanted.split(".", 1)
        return getattr(self if home == "given" else self.notice, name)


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
        return f"zt.charts.{self.chart}({self._call(subject)}, names=n.names)"

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

    folder, notice = Path(out), subject.notice
    drawn: list[tuple[Drawing, dict[str, Sheet]]] = []
    for drawing in drawings():
        if not drawing.possible(subject):
            continue
        rows = drawing.table(subject)
        chart = _function("charts", drawing.chart)
        source = None if drawing.simulated else notice.number
        sheets: dict[str, Sheet] = {}
        files: list[Path] = []
        for lang in _LANGUAGES:
            sheet = chart(rows, lang=lang, names=notice.names, source=source)
            stem = folder / lang / drawing.stem
            files += save(sheet, stem, formats=formats)
            files.append(write_text(f"{stem}.txt", _said(sheet)))
            files.append(write_bytes(f"{stem}.csv", data(rows, drawing.described, lang)))
            sheets[lang] = sheet
        drawn.append((drawing, sheets))
        yield files
    yield [write_text(folder / "index.md", index(subject, drawn))]


def data(rows: pd.DataFrame, name: str, lang: str) -> bytes:
    """The data of a figure as CSV for people: headings and codes in their language.

    Parameters
    ----------
    rows : pandas.DataFrame
        The analysis table.
    name : str
        Its name in the dictionary.
    lang : {"zh", "en"}
        Language of headings and codes.

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
    shown = rows.copy(deep=False)
    headings = {}
    for column in table(name).columns:
        if column.name not in shown.columns:
            continue
        headings[column.name] = column.zh if lang == "zh" else column.en
        if column.codes:
            said = labels(column.codes, "zh" if lang == "zh" else "en")
            shown[column.name] = shown[column.name].map(said)
    text = shown.rename(columns=headings).to_csv(
        index=False, lineterminator="\n", date_format="%Y-%m-%d"
    )
    return text.encode("utf-8-sig")


def index(subject: Subject, drawn: list[tuple[Drawing, dict[str, Sheet]]]) -> str:
    """The page that shows every figure with its words, its files and its code line.

    Parameters
    ----------
    subject : Subject
        What was drawn.
    drawn : list of (Drawing, mapping of language to Sheet)
        The figures.

    Returns
    -------
    str
        Markdown.
    """
    notice = subject.notice
    lines = [
        f"# {notice.number or notice.key}",
        "",
        f"{notice.title or ''}",
        "",
        "Made by `zctrack figures`; not written by hand. The code lines go on from:",
        "",
        "```python",
        "import zctrack as zt",
        "n = zt.load()",
        'a = zt.load_actuals("published")',
        's = zt.load_actuals("simulated")  # made up for demonstration',
        "```",
    ]
    for drawing, sheets in drawn:
        zh, en = sheets["zh"], sheets["en"]
        lines += [
            "",
            f"## {_one_line(zh.words.title)}",
            "",
            _one_line(en.words.title),
            "",
            f"![{_alt(zh)}](zh/{drawing.stem}.svg)",
            "",
            f"![{_alt(en)}](en/{drawing.stem}.svg)",
            "",
            _alt(zh),
            "",
            _alt(en),
            "",
            "```python",
            drawing.code(subject),
            "```",
            "",
            " · ".join(f"{lang}: {_links(lang, drawing.stem)}" for lang in _LANGUAGES),
        ]
    return "\n".join(lines) + "\n"


def _said(sheet: Sheet) -> str:
    """A figure's words, a line each: its marks, title, subtitle, count base, alt text."""
    words = sheet.words
    lines = [*(mark for _, mark in sheet.marks), words.title, words.subtitle, words.base]
    return "\n".join([*(_one_line(line) for line in lines), _alt(sheet)]) + "\n"


def _alt(sheet: Sheet) -> str:
    """Alt text, after the marks that a reader of the picture sees first."""
    marks = " · ".join(mark for _, mark in sheet.marks)
    return _one_line(f"{marks}: {sheet.words.alt}" if marks else sheet.words.alt)


def _links(lang: str, stem: str) -> str:
    return " ".join(f"[{kind}]({lang}/{stem}.{kind})" for kind in (*_FORMATS, "csv", "txt"))


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("[", "［").replace("]", "］")


def _function(room: str, name: str) -> Any:
    module, function = name.split(".")
    try:
        return getattr(import_module(f"zctrack.{room}.{module}"), function)
    except (ImportError, AttributeError):
        raise OptionError(f"there is no {name} in zctrack.{room}") from None


def _missing(value: object) -> bool:
    return value is None or value is pd.NaT
