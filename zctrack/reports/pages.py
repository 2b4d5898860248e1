"""The interactive charts as pages (交互页), with the sentences behind them; none needs a network.

The list stands in ``pages.toml``. A page is the twin's figure, buttons that filter (what a pointer
reaches in the chart, a keyboard reaches there) and every row with its sentence and place. All pages
share one plotly.min.js, one style sheet and one script beside the index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zctrack.formats.files import write_text
from zctrack.interactive import style
from zctrack.reports.figures import Drawing, Subject, drawings
from zctrack.reports.hiding import hidden_rows, stand_ins
from zctrack.reports.page_html import (
    LANGUAGES,
    details,
    filled,
    line,
    marks,
    nav,
    own,
    style_sheet,
)
from zctrack.reports.page_rows import Rows
from zctrack.reports.page_tables import rows
from zctrack.wording.words import number, say

if TYPE_CHECKING:
    import os

    from plotly.graph_objects import Figure

__all__ = ["PLOTLY", "pages", "write_pages"]

PLOTLY = "plotly.min.js"
"""The script that every page uses."""

_STYLE, _SCRIPT = "zctrack.css", "zctrack.js"
# Twins whose own hover ends with the sentence and its place.
_TELLING = ("structure.icicle", "deadlines.calendar")
# Columns that hold the notice's own words.
_QUOTED = ("text", "surface", "sentence")
# Pixels above the plot of a page, where the words of a figure stood.
_ABOVE = 12
# So many half-widths has a line of the sentence on hover, so many lines are shown.
_HOVER, _LINES = 44, 4


def pages() -> tuple[Drawing, ...]:
    """Every page, in the order of ``pages.toml``.

    Examples
    --------
    >>> pages()[0].chart
    'structure.icicle'
    """
    return drawings("pages.toml", "page")


def write_pages(
    subject: Subject,
    out: str | os.PathLike[str],
    *,
    hide_persons: bool = False,
    internal: bool = False,
) -> Iterator[list[Path]]:
    """Write the interactive charts of a notice as pages in Chinese and English.

    ``out/index.html``, ``out/zh/STEM.html`` and ``out/en/STEM.html``, and beside the index what
    they share: plotly.min.js, zctrack.css, zctrack.js.

    Parameters
    ----------
    subject : Subject
        What is drawn.
    out : path
        The folder.
    hide_persons : bool
        Letter persons instead of naming them, in the sentences of the notice too.
    internal : bool
        Print the mark 内部资料 / INTERNAL.

    Yields
    ------
    list of pathlib.Path
        The shared files, the two files of each page, the index.

    Raises
    ------
    FileError
        If the folder cannot be written to.
    """
    from plotly.offline import get_plotlyjs

    folder = Path(out)
    yield [
        write_text(folder / PLOTLY, get_plotlyjs()),
        write_text(folder / _STYLE, style_sheet()),
        write_text(folder / _SCRIPT, own("page.js")),
    ]
    listed: list[tuple[Drawing, dict[str, Any]]] = []
    for drawing in pages():
        if not drawing.possible(subject):
            continue
        table = drawing.table(subject)
        files: list[Path] = []
        words: dict[str, Any] = {}
        for lang in LANGUAGES:
            page = _Page(subject, drawing, table, lang, hide_persons, internal)
            words[lang] = page.words
            files.append(write_text(folder / lang / f"{drawing.stem}.html", page.html()))
        listed.append((drawing, words))
        yield files
    yield [write_text(folder / "index.html", _index(subject, listed, internal=internal))]


class _Page:
    """One page in one language."""

    def __init__(
        self,
        subject: Subject,
        drawing: Drawing,
        table: Any,
        lang: str,
        hide_persons: bool,
        internal: bool,
    ) -> None:
        self.subject, self.drawing, self.lang, self.internal = subject, drawing, lang, internal
        notice = subject.notice
        self.source = None if drawing.simulated else notice.number
        options: dict[str, Any] = {"names": notice.names, "hide_persons": hide_persons}
        self.words = _words(drawing, table, lang, **options)
        self.rows = rows(drawing.chart, table, notice, lang=lang, hide_persons=hide_persons)
        drawn = table
        if hide_persons:
            # The twin letters whom it draws; the words that its hover quotes are lettered here.
            quoted = [name for name in _QUOTED if name in table.columns]
            letters = stand_ins(notice, lang)
            drawn = table.copy(deep=False)
            drawn[quoted] = hidden_rows(table[quoted], letters)
        self.figure = _function("interactive", drawing.chart)(drawn, lang=lang, **options)
        _strip(self.figure)
        if drawing.chart not in _TELLING:
            _tell(self.figure, self.rows, lang)

    def say(self, key: str, **values: str | int) -> str:
        return say("page", key, self.lang, **values)

    def html(self) -> str:
        """The page."""
        other = "en" if self.lang == "zh" else "zh"
        links = [
            f'<a href="../index.html">{escape(self.say("all_pages"))}</a>',
            f'<a href="../{other}/{self.drawing.stem}.html" lang="{LANGUAGES[other]}" '
            f'hreflang="{LANGUAGES[other]}">{escape(self.say("other"))}</a>',
        ]
        number_ = self.subject.notice.number or self.subject.notice.key
        return filled(
            lang=self.lang,
            home="..",
            title=f"{self.words.title} · {number_}",
            description=self.words.alt,
            scripts=f'<script defer src="../{PLOTLY}"></script>\n'
            f'<script defer src="../{_SCRIPT}"></script>',
            skip=f"{self.say('skip')}",
            nav=nav(self.say("nav"), links),
            body="\n".join([self._head(), self._board(), self._state(), self._table()]),
            footer=f"<p>{escape(self.say('made'))}</p>\n{self._data()}",
        )

    def _head(self) -> str:
        said = [self.words.base]
        said += [say("charts", "source", self.lang, source=self.source)] if self.source else []
        return "\n".join(
            [
                marks(self.lang, simulated=self.drawing.simulated, internal=self.internal),
                f"<h1>{escape(self.words.title)}</h1>",
                f'<p class="subtitle">{escape(self.words.subtitle)}</p>',
                *(f'<p class="base">{escape(line)}</p>' for line in said if line),
            ]
        )

    def _board(self) -> str:
        chart = ""
        if self.figure.data:
            # Its height is known before it is drawn: the page does not jump.
            chart = (
                f'<figure aria-label="{escape(self.say("chart"))}">'
                f'<div id="chart" role="img" aria-label="{escape(self.words.alt)}" '
                f'style="min-height:{int(self.figure.layout.height)}px"></div>'
                f"<noscript><p>{escape(self.say('no_script'))}</p></noscript></figure>"
            )
        counts = self.rows.counts()
        listed = [group for group in self.rows.groups if group.listed]
        filters = "\n".join(details(group, counts, n < 2) for n, group in enumerate(listed))
        how = self.say("how" if chart else "how_bare")
        return (
            f'<div class="board{"" if chart else " bare"}">\n{chart}\n'
            f'<section class="filters" aria-labelledby="filters"><h2 id="filters">'
            f"{escape(self.say('filters'))}</h2>\n"
            f'<p class="how">{escape(how)}</p>\n{filters}\n</section>\n</div>'
        )

    def _state(self) -> str:
        return (
            f'<div class="state"><p id="state" role="status">{escape(self._all())}</p>'
            f'<a href="#rows">{escape(self.say("to_rows"))}</a>'
            f'<button type="button" id="clear" hidden>{escape(self.say("clear"))}</button></div>'
        )

    def _all(self) -> str:
        return self.say("rows_all", n=number(len(self.rows.rows), self.lang))

    def _table(self) -> str:
        heads = [escape(heading) for heading in self.rows.headings]
        lines = "\n".join(line(row, heads) for row in self.rows.rows)
        head = "".join(f'<th scope="col">{heading}</th>' for heading in heads)
        return (
            f'<section id="rows" tabindex="-1" aria-labelledby="rows-head">'
            f'<h2 id="rows-head">{escape(self.say("rows"))}</h2>\n'
            f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody></table></section>"
        )

    def _data(self) -> str:
        """What the script needs."""
        figure = json.loads(self.figure.to_json()) if self.figure.data else None
        data = {
            "figure": figure,
            "rows": [row.values for row in self.rows.rows],
            "marks": self.rows.marks,
            "groups": {
                group.key: {"label": group.label, "values": group.values}
                for group in self.rows.groups
            },
            "say": {
                "all": self._all(),
                "some": self.say("rows_some", filter="{filter}", k="{k}", n="{n}"),
                "none": self.say("rows_none"),
                "join": self.say("join"),
                "pair": self.say("pair", group="{group}", value="{value}"),
            },
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=list)
        # Nothing inside may end the element.
        text = text.replace("</", "<\\/")
        return f'<script type="application/json" id="page">{text}</script>'


def _words(drawing: Drawing, table: Any, lang: str, **options: Any) -> Any:
    """The twin's words, with what its wording takes of the options."""
    module = import_module(f"zctrack.wording.{drawing.chart.split('.')[0]}")
    wording = getattr(module, drawing.chart.split(".")[1])
    taken = wording.__kwdefaults__ or {}
    return wording(table, lang=lang, **{k: v for k, v in options.items() if k in taken})


def _strip(figure: Figure) -> None:
    """Take the words off a figure: the page writes them, where they wrap with its width."""
    if not figure.data:
        return
    room = figure.layout.meta["room"] - _ABOVE
    figure.update_layout(
        title=None,
        height=figure.layout.height - room,
        margin={"t": figure.layout.margin.t - room},
        # A finger that moves over the chart moves the page.
        dragmode=False,
    )


def _tell(figure: Figure, table: Rows, lang: str) -> None:
    """Add to what shows on hover the sentence and its place, where the twin has none itself."""
    for trace in figure.data:
        if trace.type in ("bar", "scatter") and trace.customdata is not None and trace.text:
            said = zip(trace.text, trace.customdata, strict=True)
            trace.text = [_with(text, mark, table, lang) for text, mark in said]
        elif trace.type == "sankey":
            trace.link.customdata = [
                [_with(text, mark, table, lang), mark] for text, mark in trace.link.customdata
            ]


def _with(text: str | None, mark: str | None, table: Rows, lang: str) -> str | None:
    found = table.of(mark) if mark else []
    if text is None or not found:
        return text
    quote = found[0].quote
    lines = style.fold(quote.text, _HOVER)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1][:-1]}…"]
    lines += style.fold(quote.place, _HOVER)
    if len(found) > 1:
        lines.append(say("page", "hover_more", lang, n=number(len(found) - 1, lang)))
    return "<br>".join([text, *lines])


def _index(
    subject: Subject, listed: Sequence[tuple[Drawing, Mapping[str, Any]]], *, internal: bool
) -> str:
    """The list of pages, in both languages."""
    items = []
    for drawing, words in listed:
        for_both = [
            f'<p lang="{code}"><a href="{lang}/{drawing.stem}.html" hreflang="{code}">'
            f"{escape(words[lang].title)}</a></p>"
            for lang, code in LANGUAGES.items()
        ]
        marked = "".join(
            marks(lang, simulated=drawing.simulated, internal=internal and lang == "zh")
            for lang in LANGUAGES
            if drawing.simulated or (internal and lang == "zh")
        )
        zh = for_both[0].replace("<p ", "<h2 ", 1).replace("</p>", "</h2>")
        items.append(f"<li>{marked}{zh}{for_both[1]}<p>{escape(words['zh'].subtitle)}</p></li>")
    notice = subject.notice
    title = f"{notice.number or notice.key}  {say('page', 'index_title', 'zh')}"
    about = say("page", "index_about", "zh")
    return filled(
        lang="zh",
        home=".",
        title=title,
        description=about,
        scripts="",
        skip=say("page", "nav", "zh"),
        nav="",
        body=f"<h1>{escape(title)}</h1>\n"
        f'<p class="subtitle">{escape(notice.title or "")}</p>\n'
        f'<p class="base">{escape(about)} <span lang="en">'
        f"{escape(say('page', 'index_about', 'en'))}</span></p>\n"
        f'<ul class="pages" id="rows">\n{chr(10).join(items)}\n</ul>',
        footer=f"<p>{escape(say('page', 'made', 'zh'))}</p>",
    )


def _function(room: str, name: str) -> Any:
    module, function = name.split(".")
    return getattr(import_module(f"zctrack.{room}.{module}"), function)
