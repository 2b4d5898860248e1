"""What a page carries besides its text (页码、页眉、页脚), told by its place."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from statistics import median
from typing import Any

from zctrack.formats.pdf_lines import Line
from zctrack.formats.pdf_pages import Page

__all__ = ["data", "pattern", "without_furniture"]

_DIGITS = re.compile(r"[\d一二三四五六七八九十]+")
# A running head stands at the same height on every page, give or take this many points.
_SAME_HEIGHT = 4


@functools.cache
def data() -> Mapping[str, Any]:
    """Load ``pdf.toml``."""
    return tomllib.loads((resources.files("zctrack.formats") / "pdf.toml").read_text("utf-8"))


@functools.cache
def pattern(key: str) -> re.Pattern[str]:
    """Compile one entry of ``pdf.toml``: any of its patterns.

    Parameters
    ----------
    key : str
        The entry.

    Returns
    -------
    re.Pattern
    """
    entry = data()[key]
    return re.compile(entry if isinstance(entry, str) else "|".join(f"(?:{one})" for one in entry))


def without_furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out page numbers, running heads and lines of a table of contents.

    Parameters
    ----------
    pages : sequence of Page
        The pages.
    lines : sequence of sequence of Line
        Each page's lines, from the top down.

    Returns
    -------
    list of list of Line
    """
    margin = data()["margin"]
    outer: list[list[Line]] = []
    for page, own in zip(pages, lines, strict=True):
        height = page.top - page.bottom
        low, high = page.bottom + margin * height, page.top - margin * height
        ends = [*own[:2], *own[-2:]]
        outer.append([line for line in ends if line.base < low or line.base > high])
    heads = _running_heads(pages, outer)
    kept = []
    for page, own, ends in zip(pages, lines, outer, strict=True):
        dropped = {
            id(line)
            for line in ends
            if pattern("page_numbers").fullmatch(line.text)
            or any(abs(page.top - line.base - height) <= _SAME_HEIGHT for height in heads)
        }
        kept.append(
            [
                line
                for line in own
                if id(line) not in dropped and not pattern("contents_line").fullmatch(line.text)
            ]
        )
    return kept


def _running_heads(pages: Sequence[Page], outer: Sequence[Sequence[Line]]) -> list[float]:
    """Measure how far below the top edge running heads and feet stand.

    Odd and even pages may have their own. Whatever else stands at such a height, on a page that
    has no second of its kind, is a head too.
    """
    seen: dict[str, list[tuple[int, float]]] = {}
    for page, ends in zip(pages, outer, strict=True):
        for line in ends:
            text = _DIGITS.sub("#", re.sub(r"\s", "", line.text))
            seen.setdefault(text, []).append((page.number, page.top - line.base))
    heads = []
    for places in seen.values():
        height = median(height for _, height in places)
        on = {number for number, at in places if abs(at - height) <= _SAME_HEIGHT}
        parities = {number % 2 for number in on}
        possible = sum(page.number % 2 in parities for page in pages)
        if len(on) > max(1, data()["most_pages"] * possible):
            heads.append(height)
    return heads
