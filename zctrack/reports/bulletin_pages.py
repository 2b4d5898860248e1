"""The pages of the bulletin (通报版面): its sentences, tables and charts put together, in order.

Nothing is computed or phrased here: the sentences come from `wording.bulletin`, the numbers from
`reports.bulletin_tables`, the charts from `charts.ranking`.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from zctrack.analysis import bulletin as analysis
from zctrack.formats import word
from zctrack.reports.bulletin_tables import Bulletin
from zctrack.wording import bulletin as wording
from zctrack.wording import review as review_words
from zctrack.wording.words import date, listing, say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

    from zctrack.charts.style import Sheet

__all__ = ["Lang", "Pages", "marks"]

Lang = Literal["zh", "en"]

# Widths in millimetres: of the text, of the annex that lies on its side.
_WIDE, _LYING = 160.0, 261.0
_CLASSES = (74.0, 26.0, 26.0, 34.0)
_SLIPS = (18.0, 15.0, 66.0, 31.0, 30.0)
_ANNEX = (30.0, 62.0, 56.0, 21.0, 34.0, 18.0, 16.0, 24.0)
_DPI = 220
_RED = "B3261E"


def marks(simulated: bool, internal: bool, lang: Lang) -> list[tuple[str, str]]:
    """Give the marks that stand on every page: words and the colour of their ground."""
    from zctrack.charts.style import colour

    found = [("simulated", "warning")] if simulated else []
    found += [("internal", "muted")] if internal else []
    return [(say("charts", name, lang), colour(ink).lstrip("#").upper()) for name, ink in found]


@dataclass(frozen=True)
class Pages:
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
