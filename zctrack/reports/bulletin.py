"""The bulletin (督查专报、通报) as a Word document: a few pages for a leader's desk, and the annex.

Here it is only put together: its sentences come from `wording.bulletin`, its numbers from
`analysis.bulletin` and the tables of the follow-up, its charts from `charts.ranking`.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zctrack.actuals import book
from zctrack.analysis import bulletin as analysis
from zctrack.analysis import ranking
from zctrack.analysis.standing import DateLike, day
from zctrack.errors import OptionError
from zctrack.formats import word
from zctrack.formats.files import write_bytes
from zctrack.notice import Notice
from zctrack.reports.standing import Standing
from zctrack.wording import bulletin as wording
from zctrack.wording import review as review_words
from zctrack.wording.words import check_language, date, listing, say

if TYPE_CHECKING:
    import os

    from docx.document import Document
    from docx.section import Section

    from zctrack.charts.style import Sheet

__all__ = ["Bulletin", "marks", "write_bulletin", "write_standing"]

Lang = Literal["zh", "en"]

# Widths in millimetres: of the text, of the annex that lies on its side.
_WIDE, _LYING = 160.0, 261.0
_CLASSES = (74.0, 26.0, 26.0, 34.0)
_SLIPS = (18.0, 15.0, 66.0, 31.0, 30.0)
_ANNEX = (30.0, 62.0, 56.0, 21.0, 34.0, 18.0, 16.0, 24.0)
_DPI = 220
_RED = "B3261E"


@dataclass(frozen=True)
class Bulletin:
    """The tables of one bulletin; each is made when it is first asked for.

    Parameters
    ----------
    standing : Standing
        The notice and its reports on the day.
    before : str, date, Timestamp or pandas.DataFrame, optional
        The assessment before: its day, or its table ``ranking.bands`` as it was published. Without
        it, the last end of a quarter before the day, where that lies after the notice's issue.

    Examples
    --------
    >>> from zctrack.datasets import load, load_actuals
    >>> bulletin = Bulletin(Standing(load(), load_actuals("simulated"), "2020-12-31"))
    >>> bulletin.figures.set_index("figure").loc["items", "n"]
    np.int64(102)
    """

    standing: Standing
    before: DateLike | pd.DataFrame | None = None

    @functools.cached_property
    def figures(self) -> pd.DataFrame:
        """The table ``bulletin.figures``."""
        s = self.standing
        return analysis.figures(s.items, s.due, s.slips, s.by_unit, s.findings, as_of=s.today)

    @functools.cached_property
    def well(self) -> pd.DataFrame:
        """The table ``bulletin.well``."""
        return analysis.well(self.standing.by_unit)

    @functools.cached_property
    def annex(self) -> pd.DataFrame:
        """The table ``bulletin.annex``; of the ledger's entries where they are known."""
        s, n = self.standing, self.standing.notice
        reports = s.reported
        if s.entries is not None and "words" not in reports.columns:
            reports = s.entries
        return analysis.annex(s.items, n.tasks, n.quantities, reports, as_of=s.today)

    @functools.cached_property
    def lagging(self) -> pd.DataFrame:
        """The table ``bulletin.annex`` of what lags, gravest first."""
        return analysis.lagging(self.annex)

    @functools.cached_property
    def change(self) -> pd.DataFrame | None:
        """The table ``ranking.change``, where there is an assessment before."""
        earlier = self._before()
        return None if earlier is None else ranking.change(earlier, self.standing.bands)

    def _before(self) -> pd.DataFrame | None:
        if isinstance(self.before, pd.DataFrame):
            return self.before
        s = self.standing
        if self.before is None:
            last = s.today - pd.offsets.QuarterEnd()
            begin = s.notice.issued
            if begin is None or last <= pd.Timestamp(begin):
                return None
        else:
            last = day(self.before, "before")
            if last >= s.today:
                raise OptionError(
                    f"before={last:%Y-%m-%d} is not earlier than {s.today:%Y-%m-%d}",
                    todo="Give the day of the bulletin before.",
                )
        return self._known(last).bands

    def _known(self, on: pd.Timestamp) -> Standing:
        """Give how things stood on an earlier day: of a ledger, by what it knew then."""
        s = self.standing
        if s.entries is None:
            return Standing(s.notice, s.actuals, on, s.since, s.every)
        entries = s.entries[s.entries["entered_on"] <= on]
        stands = book.standing(entries)
        stands = stands[stands["kind"] != "change"]
        return Standing(s.notice, stands, on, s.since, s.every, entries=entries)


def marks(simulated: bool, internal: bool, lang: Lang) -> list[tuple[str, str]]:
    """Give the marks that stand on every page: words and the colour of their ground."""
    from zctrack.charts.style import colour

    found = [("simulated", "warning")] if simulated else []
    found += [("internal", "muted")] if internal else []
    return [(say("charts", name, lang), colour(ink).lstrip("#").upper()) for name, ink in found]


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
    page = _Pages(bulletin, int(number), office, lang, hide_persons, internal)
    return write_bytes(
        path, word.to_bytes(page.made(), stamp=f"{standing.today:%Y-%m-%d}T00:00:00Z")
    )


@dataclass(frozen=True)
class _Pages:
    """One bulletin being set: what is said, and how it is to look."""

    bulletin: Bulletin
    number: int
    office: str | None
    lang: Lang
    hide: bool
    internal: bool

    def made(self) -> Document:
        """Set all pages."""
        lang, s = self.lang, self.bulletin.standing
        title = self._say("title", notice=self._notice)
        subject = say("charts", "simulated", lang) if s.simulated else ""
        document = word.new_document(title, lang=lang, subject=subject)
        self._running(document.sections[0])
        self._head(document, title)
        self._general(document)
        self._named(document)
        self._next(document)
        self._asked(document)
        self._foot(document)
        self._charts(document)
        self._annex(document)
        return document

    @property
    def _notice(self) -> str:
        n = self.bulletin.standing.notice
        return n.number or n.title or n.key

    @functools.cached_property
    def _people(self) -> dict[str, str]:
        n = self.bulletin.standing.notice
        return wording.persons(n.assignments, n.names, lang=self.lang, hide=self.hide)

    @property
    def _hidden(self) -> dict[str, str]:
        return self._people if self.hide else {}

    def _say(self, key: str, **values: str | int) -> str:
        return wording.text(key, lang=self.lang, **values)

    def _running(self, section: Section) -> None:
        s = self.bulletin.standing
        told = self._say("simulated") + "　" if s.simulated else ""
        told += self._say(
            "running",
            masthead=self._say("masthead"),
            number=self._say("number", n=self.number),
            notice=self._notice,
        )
        foot = self._say("foot_before"), self._say("foot_after")
        word.running(section, marks(s.simulated, self.internal, self.lang), told, foot)

    def _head(self, document: Document, title: str) -> None:
        s = self.bulletin.standing
        office = self.office
        if office is None:
            issuer = s.notice.issuer
            office = self._say("office", issuer=issuer) if issuer else self._say("office_unknown")
        word.paragraph(document, self._say("masthead"), "Masthead", colour=_RED)
        # One line: who, which number, when.
        told = [office, self._say("number", n=self.number), date(s.today, self.lang)]
        line = word.paragraph(document, "\t".join(told), "Normal")
        word.stops(line, (_WIDE / 2, "center"), (_WIDE, "right"))
        word.rule(line, _RED)
        word.paragraph(document, title, "Title")
        word.paragraph(document, self._say("to"), "Normal")

    def _general(self, document: Document) -> None:
        b, lang = self.bulletin, self.lang
        word.paragraph(document, self._say("head_general"), "Heading 1", keep=True)
        word.paragraph(document, wording.judgement(b.figures, lang=lang))
        word.paragraph(document, wording.checked(b.figures, self._notice, lang=lang))
        judged = str(b.figures.set_index("figure").loc["judged", "n"])
        caption = self._say("table_classes", judged=judged)
        word.paragraph(document, caption, "Caption", keep=True)
        word.table(
            document,
            wording.classes(b.standing.classes, lang=lang),
            _CLASSES,
            header=[self._say(f"column_{name}") for name in ("class", "items", "share", "closed")],
            align=("left", "right", "right", "right"),
        )
        said = word.paragraph(document, wording.outside(b.figures, lang=lang))
        said.paragraph_format.space_before = _points(4)

    def _named(self, document: Document) -> None:
        b, lang, names = self.bulletin, self.lang, self.bulletin.standing.notice.names
        word.paragraph(document, self._say("head_well"), "Heading 1", keep=True)
        word.paragraph(document, wording.well(b.well, b.figures, names, lang=lang))
        word.paragraph(document, self._say("head_lagging"), "Heading 1", keep=True)
        word.paragraph(document, wording.lagging_lead(b.figures, lang=lang))
        lines = wording.lagging(b.lagging, names, lang=lang, hidden=self._hidden)
        self._numbered(document, lines)
        if len(b.lagging) > len(lines):
            word.paragraph(document, self._say("rest"))

    def _numbered(self, document: Document, lines: Sequence[str]) -> None:
        """Number sentences in their text, so that a copy keeps the numbers."""
        for place, line in enumerate(lines, start=1):
            word.paragraph(document, self._say("numbered", n=place, line=line))

    def _next(self, document: Document) -> None:
        b, lang, names = self.bulletin, self.lang, self.bulletin.standing.notice.names
        s = b.standing
        word.paragraph(document, self._say("head_due"), "Heading 1", keep=True)
        for line in wording.due(s.due, b.figures, names, lang=lang):
            word.paragraph(document, line)
        word.paragraph(document, wording.lapses(s.due, b.figures, names, lang=lang))
        word.paragraph(document, self._say("head_ranking"), "Heading 1", keep=True)
        lines = wording.ranking(s.bands, b.change, names, lang=lang)
        word.paragraph(document, self._say("space").join(lines))

    def _asked(self, document: Document) -> None:
        b, lang, names = self.bulletin, self.lang, self.bulletin.standing.notice.names
        slips = b.standing.slips
        word.paragraph(document, self._say("head_slips"), "Heading 1", keep=True)
        told = review_words.slips(slips, lang=lang).title
        word.paragraph(document, self._say("ended", sentence=told))
        rows = wording.slips(slips, names, lang=lang)
        most = int(analysis.rules()["named"]["slips"])
        if rows:
            self._slips(document, "table_slips", rows[:most])
        if len(rows) > most:
            said = word.paragraph(document, self._say("rest_slips"))
            said.paragraph_format.space_before = _points(3)
        word.paragraph(document, self._say("head_asks"), "Heading 1", keep=True)
        asked = wording.asks(b.figures, lang=lang)
        lines = [self._say("numbered", n=n, line=line) for n, line in enumerate(asked, start=1)]
        said = word.paragraph(document, self._say("space").join(lines))
        said.paragraph_format.space_after = _points(4)

    def _slips(self, document: Document, caption: str, rows: Sequence[Sequence[str]]) -> None:
        word.paragraph(document, self._say(caption), "Caption", keep=True)
        heads = ("slip", "colour", "matter", "units", "answer")
        columns = [self._say(f"column_{name}") for name in heads]
        word.table(document, rows, _SLIPS, header=columns, size=8.5)

    def _foot(self, document: Document) -> None:
        line = word.paragraph(document, self._say("annexes"), "Normal", keep=True)
        line.paragraph_format.space_before = _points(6)
        word.rule(line, "1F2429", 0.75)
        told = [self._say("sent")]
        if self._people:
            officials = listing(list(self._people.values()), self.lang)
            told.insert(0, self._say("copies", officials=officials))
        word.paragraph(document, self._say("wide_space").join(told), "Normal")

    def _charts(self, document: Document) -> None:
        from zctrack.charts import ranking as charts

        s = self.bulletin.standing
        given: dict[str, Any] = {"lang": self.lang, "names": s.notice.names, "width": _WIDE}
        given |= {"source": self._notice, "internal": self.internal}
        head = word.paragraph(document, self._say("head_chart"), "Heading 1", keep=True)
        head.paragraph_format.page_break_before = True
        self._picture(document, charts.bands(s.bands, **given))
        change = self.bulletin.change
        if change is not None and change["change"].isin(["up", "down", "entered", "left"]).any():
            self._picture(document, charts.change(change, **given))

        silent = review_words.by_unit(s.due, "silent", s.notice.names, lang=self.lang)
        reminded = review_words.reminders(s.slips, s.notice.names, lang=self.lang)
        for sentence in filter(None, (silent, reminded)):
            word.paragraph(document, self._say("ended", sentence=sentence))
        rows = wording.slips(s.slips, s.notice.names, lang=self.lang)
        if len(rows) > int(analysis.rules()["named"]["slips"]):
            self._slips(document, "table_all_slips", rows)

    def _picture(self, document: Document, chart: Any) -> None:
        sheet: Sheet = chart
        word.picture(document, _png(sheet), _WIDE, sheet.words.alt, sheet.words.title)

    def _annex(self, document: Document) -> None:
        b, lang, names = self.bulletin, self.lang, self.bulletin.standing.notice.names
        self._running(word.landscape(document))
        word.paragraph(document, self._say("head_annex"), "Heading 1", keep=True)
        word.paragraph(document, self._say("rules"), "Caption", keep=True)
        heads = ("item", "matter", "officials", "due", "figure", "stated", "evidence", "status")
        word.table(
            document,
            wording.annex(b.annex, names, lang=lang, hidden=self._hidden),
            _ANNEX,
            header=[self._say(f"column_{name}") for name in heads],
            size=8,
        )


def _png(sheet: Sheet) -> bytes:
    """Draw a chart as the bytes that `charts.save` would write."""
    from zctrack.charts.style import context

    buffer = io.BytesIO()
    with context():
        sheet.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def _points(value: float) -> Any:
    from docx.shared import Pt

    return Pt(value)
