"""Web pages (.html): the article, without navigation.

Block elements and ``<br>`` are line breaks. White space of the source is one space, or nothing
where a line break of the source stands between two Chinese characters; lines without text are
left out. A no-break space (``&nbsp;``) is read as an ordinary space, but never joined with its
neighbours, and full-width spaces stay as they are: both are how pages indent and align. Invisible
characters (zero-width spaces, soft hyphens) are left out. The numbers of ``<ol>`` are printed.

Tables read as they do in a docx: one line per cell, row by row, an empty line for an empty cell;
a cell over several rows has its text in the first and an empty line in the others; a cell over
several columns is one line. Tables that only arrange the page are read as paragraphs.

The page's title is the first line where the article does not already begin with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats import article, text
from zctrack.formats.html_tables import cells, integer, is_data
from zctrack.formats.limits import DEFAULTS, Limits
from zctrack.formats.lines import Lines
from zctrack.formats.number_styles import numeral
from zctrack.notice import Document

__all__ = ["cell_text", "decode", "read"]

Element = Any

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
_META_WITHIN = 4096
# The encodings that a page may name, and what browsers read them as.
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main",
     "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
     "thead", "tr", "ul")
)  # fmt: skip
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_WHITE = re.compile("[ \t\n\r\f]+")
_WIDE = re.compile(
    "[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2014\u2018-\u201d\u2026]"
)


def read(data: bytes, *, name: str | None = None, limits: Limits = DEFAULTS) -> Document:
    r"""Read a web page's article.

    Parameters
    ----------
    data : bytes
        The page.
    name : str, optional
        The file's name.
    limits : Limits, optional
        How much is accepted.

    Returns
    -------
    Document
        With a Block per line and cell; `Block.table`, `row` and `column` for cells.

    Raises
    ------
    FormatError
        If its bytes are text in no known encoding, or it holds no text.
    LimitError
        If it holds too much.

    Examples
    --------
    >>> page = "<title>通知_某市政府</title><div id=zoom><p>一、目标，任务。<p>二、措施。</div>"
    >>> read(page.encode()).text
    '通知\n一、目标，任务。\n二、措施。'
    """
    markup = decode(data, name)
    lines = Lines(limits, name)
    try:
        _article(markup, lines)
    except ZctrackError:
        raise
    except Exception as error:
        # lxml raises XMLSyntaxError, ParserError, ValueError, AssertionError or SystemError for
        # markup that it cannot repair (nothing but comments, hundreds of thousands of levels):
        # whichever it is, the page is what is wrong.
        raise FormatError(
            f"the page cannot be read ({type(error).__name__})",
            where=name,
            todo="Open it in a browser and save it again, or paste its text into a .txt file.",
        ) from error
    return lines.document()


def decode(data: bytes, name: str | None) -> str:
    """A page's markup, in the encoding that it declares where that fits.

    Examples
    --------
    >>> decode('<meta charset="gb2312"><p>周村'.encode("gb18030"), None)[-2:]
    '周村'
    """
    declared = _META_CHARSET.search(data[:_META_WITHIN])
    charset = _CHARSETS.get(declared.group(1).decode("ascii").lower()) if declared else None
    if charset is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            # Servers and editors change the encoding and forget the declaration.
            pass
    return text.decode(data, name=name)


def _article(markup: str, lines: Lines) -> None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(markup.replace("\0", "").encode("utf-8"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LimitError(
            "the page is nested too deeply or has too long a name or value",
            where=lines.name,
            todo="Paste its text into a .txt file.",
        )
    if root is None:
        return
    heading = article.title(root)
    article.clean(root)
    content = [part for element in article.containers(root) for part in _flow(element)]
    if heading and not _begins_with(content, heading):
        lines.add(heading)
    tables = 0
    for part in content:
        if isinstance(part, str):
            lines.add(part)
        else:
            tables += 1
            for row, column, cell in cells(part, cell_text):
                lines.add(cell or "", table=tables, row=row, column=column, merged=cell is None)


def _begins_with(content: list[Any], heading: str) -> bool:
    """Whether the title stands near the article's beginning, be it broken over lines."""
    begin = "".join(part for part in content[:40] if isinstance(part, str))
    return re.sub(r"\s", "", heading) in re.sub(r"\s", "", begin)


def _flow(root: Element) -> Iterator[Any]:
    """Yield lines (str) and data tables (elements), in page order."""
    pieces: list[str] = []
    counters: list[int] = []
    mark = ""
    preformatted = 0

    def line() -> Iterator[str]:
        nonlocal mark
        made = _collapsed("".join(pieces))
        pieces.clear()
        if made.strip():
            yield mark + made
            mark = ""

    def take(value: str | None) -> Iterator[str]:
        if value and preformatted and "\n" in value:
            *whole, rest = value.split("\n")
            for part in whole:
                pieces.append(part)
                yield from line()
            pieces.append(rest)
        elif value:
            pieces.append(value)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS or tag == "br":
                yield from line()
            if tag == "table" and element is not root and is_data(element):
                yield element
                walk.skip_subtree()
                continue
            preformatted += tag == "pre"
            if tag == "ol":
                counters.append(integer(element.get("start"), 1))
            elif tag == "li":
                mark = _list_mark(element, counters)
            yield from take(element.text)
        else:
            if tag in _BLOCKS:
                yield from line()
            preformatted -= tag == "pre"
            if tag == "ol":
                counters.pop()
            if element is not root:
                yield from take(element.tail)
    yield from line()


def _list_mark(item: Element, counters: list[int]) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or not counters:
        return ""
    number = integer(item.get("value"), counters[-1])
    counters[-1] = number + 1
    declared = _LIST_STYLE.search(parent.get("style") or "")
    style = declared.group(1) if declared else parent.get("type") or "1"
    if style == "none":
        return ""
    stop = "、" if _LIST_STYLES.get(style, "").startswith("chinese") else ". "
    return numeral(number, _LIST_STYLES.get(style, "decimal")) + stop


def _collapsed(raw: str) -> str:
    def space(match: re.Match[str]) -> str:
        before, after = raw[match.start() - 1 : match.start()], raw[match.end() : match.end() + 1]
        if not before or not after:
            return ""
        broken = "\n" in match.group() or "\r" in match.group()
        return "" if broken and _WIDE.match(before) and _WIDE.match(after) else " "

    raw = _INVISIBLE.sub("", raw)
    return _WHITE.sub(space, raw).replace("\xa0", " ").rstrip(" ")


def cell_text(cell: Element, *, joint: str = " ") -> str:
    r"""A cell's lines as one text.

    Examples
    --------
    >>> from lxml import html
    >>> cell_text(html.fromstring("<td><p>区财政局<br>区税务局</td>"), joint="\n")
    '区财政局\n区税务局'
    """
    parts = (part.strip() for part in _flow(cell) if isinstance(part, str))
    return joint.join(part for part in parts if part)
