"""Cited documents (引用文件): title, number, issuer, year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from zctrack.extract.lexer import Token
from zctrack.extract.segments import Layout
from zctrack.grammar import load

__all__ = ["Citation", "citations"]

_YEAR_OF_NUMBER = re.compile(r"[〔（]((?:19|20)\d{2})[〕）]")
_YEAR_OF_TITLE = re.compile(r"\A(?:关于(?:印发)?)?((?:19|20)\d{2})年(?!—|-|至)")
_CODE = re.compile(r"([\u4e00-\u9fff]{1,14}?)(?:〔|（|第)")


@dataclass(slots=True)
class Citation:
    """One row of the citations table, without its key."""

    task: str
    measure: int
    title: str
    number: str | None
    issuer: str | None
    year: int | None
    rule: str
    start: int
    end: int


def citations(text: str, folded: str, tokens: Sequence[Token], layout: Layout) -> list[Citation]:
    """Every cited document of the whole text, in text order.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    tokens : sequence of Token
        The scan's tokens.
    layout : Layout
        What stands where.
    """
    rows = []
    titles = [t for t in tokens if t.kind == "title"]
    for token in titles:
        title = token.groups["title"]
        at = folded.index(title, token.start)
        number = token.groups.get("number")
        printed = text[at : at + len(title)]
        rows.append(_row(text, folded, layout, token.start, token.end, printed, number, token.form))
    rows += _unopened(text, folded, titles, layout)
    return sorted(rows, key=lambda c: c.start)


def _row(
    text: str,
    folded: str,
    layout: Layout,
    start: int,
    end: int,
    title: str,
    number: str | None,
    rule: str,
) -> Citation:
    leaf = layout.at(start)
    issuer = _issuer(folded, start, title, number)
    return Citation(
        leaf.task or leaf.key,
        leaf.measure,
        title,
        number,
        issuer,
        _year(title, number),
        rule,
        start,
        end,
    )


def _year(title: str, number: str | None) -> int | None:
    found = _YEAR_OF_NUMBER.search(number or "")
    if found:
        return int(found.group(1))
    if number:
        return None
    found = _YEAR_OF_TITLE.search(title)
    return int(found.group(1)) if found else None


def _issuer(folded: str, start: int, title: str, number: str | None) -> str | None:
    before = folded[max(0, start - 30) : start]
    for row in load.rules("citations", "known"):
        if row["title"] == title and re.search(f"(?:{row.get('before', '')})\\Z", before):
            return str(row["issuer"])
    for row in load.rules("citations", "issuer"):
        found = load.pattern(row["pattern"], "citations").match(title)
        if found:
            return found.group("body")
    if number and (code := _CODE.match(number)):
        for row in load.rules("citations", "code"):
            if row["code"] == code.group(1):
                return str(row["issuer"])
        if code.group(1) == "国务院令" or number.startswith("国务院令"):
            return "国务院"
    return _named_before(folded, start)


def _named_before(folded: str, start: int) -> str | None:
    """A body printed right before the title: 省应急厅、省民政厅《…》."""
    floor = max(folded.rfind(c, 0, start) for c in "。；，\n（）") + 1
    window = folded[max(floor, start - 40) : start]
    if re.search(r"[按照对依据]\Z", window) or not window:
        return None
    for row in load.rules("citations", "named_before"):
        found = load.pattern(row["pattern"], "citations", ends=True).search(window)
        if not found:
            continue
        body = re.sub(r".*[按由据照](?=..)", "", found.group("body"))
        moved = True
        while moved:
            moved = False
            for word in load.data("citations")["trim"]["before_body"]:
                if body.startswith(word) and len(body) > len(word) + 2:
                    body = body[len(word) :]
                    moved = True
        return body
    return None


def _unopened(text: str, folded: str, titles: Sequence[Token], layout: Layout) -> list[Citation]:
    """Titles whose opening 《 is missing: from the last break, 和 or 及 to the 》."""
    rows = []
    starts = [title.start for title in titles]
    rule = load.rules("citations", "unopened")[0]
    for found in load.pattern(rule["pattern"], "citations").finditer(folded):
        i = bisect_left(starts, found.start()) - 1
        if i >= 0 and found.start() < titles[i].end:
            continue
        floor = max(folded.rfind(c, 0, found.start()) for c in "。；，\n》") + 1
        window = folded[floor : found.start()]
        head = max(window.rfind("关于"), -1)
        start = floor + head if head >= 0 else floor
        if found.start() - start < 4 or found.start() - start > 90:
            continue
        rows.append(
            _row(
                text, folded, layout, start, found.end(), text[start : found.start()],
                found.group("number"), rule["id"],
            )
        )  # fmt: skip
    return rows
