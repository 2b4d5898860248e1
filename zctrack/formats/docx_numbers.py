"""The numbers that Word prints before paragraphs and does not store in them (自动编号).

A notice's 一、 （一） 1. are often automatic: the paragraph names a list and a level, and the list
says how its numbers look and when they start again. This module counts along as Word does
(ISO/IEC 29500-1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from zctrack.formats.docx_package import W, attribute, integer, switched_on
from zctrack.formats.number_styles import numeral

__all__ = ["Numbers"]

Element = Any
_LEVELS = 9
# Styles inherit from one another; a damaged file may do so in a circle.
_DEEPEST = 50
_PLACEHOLDER = re.compile("%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# After these a number needs no space before the text; a bare 1 or 第一条 does.
_CLOSED = "、．.)）】〕〉》，。：:"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    suffix: str
    restart: int | None
    legal: bool
    paragraph_style: str | None


class Numbers:
    """Counts the numbered paragraphs of one document, in order.

    Parameters
    ----------
    numbering, styles : lxml element or None
        The roots of ``numbering.xml`` and ``styles.xml``.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {
            attribute(style, "styleId"): style
            for style in (styles if styles is not None else ())
            if style.tag == f"{W}style"
        }
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if attribute(style, "type") == "paragraph"
                and attribute(style, "default") in ("1", "true")
            ),
            None,
        )
        root = numbering if numbering is not None else ()
        self._abstracts = {
            attribute(element, "abstractNumId"): element
            for element in root
            if element.tag == f"{W}abstractNum"
        }
        self._lists = {
            attribute(element, "numId"): element for element in root if element.tag == f"{W}num"
        }
        self._levels: dict[str, tuple[str | None, dict[int, _Level], dict[int, int]]] = {}
        self._counters: dict[str | None, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Element) -> str:
        """Give what Word prints before a paragraph; ask for every numbered one, in order.

        Parameters
        ----------
        paragraph : lxml element
            A ``w:p``.

        Returns
        -------
        str
            ``""`` where it has no number.
        """
        properties = paragraph.find(f"{W}pPr")
        list_id, depth, style = self._place(properties)
        if list_id is None or list_id == "0" or list_id not in self._lists:
            return ""
        abstract, levels, overrides = self._definition(list_id)
        if depth is None:
            depth = next((d for d, lv in levels.items() if lv.paragraph_style == style), 0)
        if depth not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        self._count(list_id, depth, levels, overrides, counters)
        return _printed(depth, levels, counters)

    def _place(self, properties: Element | None) -> tuple[str | None, int | None, str | None]:
        """List, level (None: the one that belongs to the style) and style of a paragraph."""
        numbered = properties.find(f"{W}numPr") if properties is not None else None
        style = attribute(properties.find(f"{W}pStyle")) if properties is not None else None
        list_id = attribute(numbered.find(f"{W}numId")) if numbered is not None else None
        depth = integer(numbered.find(f"{W}ilvl")) if numbered is not None else None
        if list_id is not None:
            return list_id, depth or 0, style
        style = style or self._default
        for _ in range(_DEEPEST):
            element = self._styles.get(style) if style is not None else None
            if element is None:
                break
            inherited = element.find(f"{W}pPr/{W}numPr/{W}numId")
            if inherited is not None:
                return attribute(inherited), depth, style
            style = attribute(element.find(f"{W}basedOn"))
        return None, None, None

    def _definition(self, list_id: str) -> tuple[str | None, dict[int, _Level], dict[int, int]]:
        """Find the abstract list that counts, its levels, and the numbers it has to start with."""
        if list_id not in self._levels:
            element = self._lists[list_id]
            abstract_id = attribute(element.find(f"{W}abstractNumId"))
            abstract = self._abstracts.get(abstract_id)
            link = attribute(abstract.find(f"{W}numStyleLink")) if abstract is not None else None
            if link is not None and link in self._styles:
                linked = attribute(self._styles[link].find(f"{W}pPr/{W}numPr/{W}numId"))
                target = self._lists.get(linked)
                if target is not None:
                    abstract_id = attribute(target.find(f"{W}abstractNumId"))
                    abstract = self._abstracts.get(abstract_id)
            levels = _levels(abstract if abstract is not None else ())
            starts: dict[int, int] = {}
            for override in element.iterfind(f"{W}lvlOverride"):
                depth = integer(override, "ilvl")
                levels |= _levels(override)
                start = integer(override.find(f"{W}startOverride"))
                if depth is not None and start is not None:
                    starts[depth] = start
            self._levels[list_id] = (abstract_id, levels, starts)
        return self._levels[list_id]

    def _count(
        self,
        list_id: str,
        depth: int,
        levels: dict[int, _Level],
        overrides: dict[int, int],
        counters: dict[int, int],
    ) -> None:
        for higher in range(depth):
            # A level that was passed over counts as begun: 1.1 without a 1 is followed by 2.
            if higher in levels:
                counters.setdefault(higher, levels[higher].start)
        if depth in overrides and (list_id, depth) not in self._begun:
            counters[depth] = overrides[depth]
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = levels[depth].start
        self._begun.add((list_id, depth))
        for deeper in range(depth + 1, _LEVELS):
            if deeper not in levels:
                continue
            # lvlRestart: 0 never starts again; n only after the n-th level (from 1) or a higher.
            restart = levels[deeper].restart
            if restart is None or (restart > 0 and depth < restart):
                counters.pop(deeper, None)


def _levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in parent:
        depth = integer(element, "ilvl") if element.tag == f"{W}lvl" else None
        if depth is None or not 0 <= depth < _LEVELS:
            continue
        start = integer(element.find(f"{W}start"))
        # A custom format stands beside the one for readers that do not know it: take the latter.
        formats = [attribute(node) or "decimal" for node in element.iter(f"{W}numFmt")]
        found[depth] = _Level(
            start=start if start is not None else 0,
            style=next((style for style in formats if style != "custom"), "decimal"),
            text=attribute(element.find(f"{W}lvlText")) or "",
            suffix=attribute(element.find(f"{W}suff")) or "tab",
            restart=integer(element.find(f"{W}lvlRestart")),
            legal=switched_on(element.find(f"{W}isLgl")),
            paragraph_style=attribute(element.find(f"{W}pStyle")),
        )
    return found


def _printed(depth: int, levels: dict[int, _Level], counters: dict[int, int]) -> str:
    level = levels[depth]
    if level.style == "bullet":
        # Symbol fonts hold their signs in the private area, where no other font has them.
        text = _PRIVATE.sub("•", level.text)
    else:

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at not in levels:
                return ""
            style = "decimal" if level.legal else levels[at].style
            return numeral(counters.get(at, levels[at].start), style)

        text = _PLACEHOLDER.sub(number, level.text)
    if not text.strip():
        return ""
    if level.suffix == "space":
        return f"{text} "
    if level.suffix == "tab" and text[-1] not in _CLOSED:
        return f"{text} "
    return text
