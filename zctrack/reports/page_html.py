"""The parts of an interactive page as HTML (页面): what comes from data is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from string import Template

from zctrack.interactive import style
from zctrack.reports.page_rows import Group, Quote, Row
from zctrack.wording.words import say

__all__ = ["LANGUAGES", "details", "filled", "line", "marks", "nav", "own", "style_sheet"]

LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""The languages of the pages, as HTML names them."""

# The meanings of the palette that page.css draws with.
_INKS = ("text", "muted", "axis", "grid", "rule", "paper", "lead", "first", "warning")


def details(group: Group, counts: Mapping[tuple[str, str], int], is_open: bool) -> str:
    """The buttons of a group, which fold away: its words, and how many rows each value has."""
    buttons = "".join(
        f'<li><button type="button" aria-pressed="false" data-group="{escape(group.key)}" '
        f'data-value="{escape(value)}">{escape(label)} '
        f'<span class="n">{counts[group.key, value]}</span></button></li>'
        for value, label in group.values.items()
    )
    return (
        f"<details{' open' if is_open else ''}><summary>{escape(group.label)}</summary>"
        f'<ul class="values">{buttons}</ul></details>'
    )


def line(row: Row, heads: Sequence[str]) -> str:
    """A row; on a narrow screen each cell shows its heading (already escaped) before it."""
    cells = "".join(
        f'<td><span class="head">{head}  </span>{escape(cell)}</td>'
        for head, cell in zip(heads, row.cells, strict=False)
    )
    return f'<tr>{cells}<td class="quote">{_quoted(row.quote)}</td></tr>'


def _quoted(quote: Quote) -> str:
    """The sentence in the notice's own language, the words that the row is about marked in it."""
    marked = f"<mark>{escape(quote.words)}</mark>" if quote.words else ""
    return (
        f'<span lang="zh-CN">{escape(quote.before)}{marked}{escape(quote.after)}</span>'
        f'<span class="place">{escape(quote.place)}</span>'
    )


def marks(lang: str, *, simulated: bool, internal: bool) -> str:
    """The marks above a title; empty for none."""
    kinds = [("warning", "simulated")] if simulated else []
    kinds += [("", "internal")] if internal else []
    found = [
        f'<span class="mark {kind}">{escape(say("charts", key, lang))}</span>'
        for kind, key in kinds
    ]
    return f'<p class="marks">{" ".join(found)}</p>' if found else ""


def nav(label: str, links: Sequence[str]) -> str:
    """The way to the other pages."""
    items = "".join(f"<li>{link}</li>" for link in links)
    return f'<nav aria-label="{escape(label)}"><ul>{items}</ul></nav>'


def filled(*, lang: str, title: str, description: str, skip: str, **parts: str) -> str:
    """A whole page: its words are escaped here, its parts are HTML already."""
    return Template(own("page.html")).substitute(
        html_lang=LANGUAGES[lang],
        title=escape(title),
        description=escape(description),
        skip=escape(skip),
        **parts,
    )


def style_sheet() -> str:
    """page.css after the colours and faces that it draws with."""
    inks = "".join(f"  --{ink}: {style.colour(ink)};\n" for ink in _INKS)
    faces = f"  --faces: {style.FACES};\n"
    return f":root {{\n{inks}{faces}}}\n{own('page.css')}"


def own(name: str) -> str:
    """A file that lies beside this one."""
    return (resources.files("zctrack.reports") / name).read_text("utf-8")
