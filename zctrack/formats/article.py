"""Finds the article in a web page (网页正文): its container by name, or else by where the prose is.

Prose is text that has Chinese sentence marks and stands outside links: menus, lists of related
news and contact lines have little of it. ``article.toml`` holds the names.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from lxml import etree

from zctrack.formats.html_tables import is_data

__all__ = ["clean", "containers", "title"]

Element = Any
_SENTENCE = re.compile("[，。、；：！？]")
_SPACE = re.compile(r"\s+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Elements that may stand between a page's body and its article; lists and tables are content.
_WRAPPERS = frozenset(
    ("html", "body", "div", "section", "article", "main", "form", "center", "span", "font",
     "table", "tbody", "tr", "td")
)  # fmt: skip


@functools.cache
def _names() -> Mapping[str, Any]:
    text = (resources.files("zctrack.formats") / "article.toml").read_text("utf-8")
    return tomllib.loads(text)


def clean(root: Element) -> None:
    """Take out what no reader sees, and what stands around the article.

    Parameters
    ----------
    root : lxml element
        The page; it is changed.
    """
    names = _names()
    hidden = frozenset(names["dropped_tags"])
    for element in list(root.iter(etree.Element)):
        if element is root:
            continue
        style = element.get("style") or ""
        if (
            element.tag in hidden
            or element.get("hidden") is not None
            or (style and _HIDDEN.search(style))
        ):
            _drop(element)
    weights = _prose(root)
    most = names["mostly"] * weights[root]
    around_tags = frozenset(names["around_tags"])
    around_names = frozenset(names["around_names"])
    for element in list(root.iter(etree.Element)):
        named = element.tag in around_tags or not around_names.isdisjoint(_called(element))
        if named and element is not root and element.tag != "body" and weights[element] <= most:
            _drop(element)


def containers(root: Element) -> Sequence[Element]:
    """Find the elements that hold the article, in page order.

    Parameters
    ----------
    root : lxml element
        The page, cleaned.

    Returns
    -------
    sequence of lxml element
        One, or several where a page splits its article; none lies inside another.
    """
    names = _names()
    weights = _prose(root)
    enough = names["enough"] * weights[root]
    by_name: dict[str, list[Element]] = {}
    for element in root.iter(etree.Element):
        for name in _selectors(element):
            by_name.setdefault(name, []).append(element)
    for selector in names["containers"]:
        found = _outermost(by_name.get(selector.lower(), []))
        most = max((weights[element] for element in found), default=0)
        # Small boxes that share the class (a box of dates, a box of links) are not the article.
        kept = [element for element in found if weights[element] >= most / 10]
        if most and sum(weights[element] for element in kept) >= enough:
            return kept
    node = root
    while True:
        child = max(node, key=lambda element: weights.get(element, 0), default=None)
        if (
            child is None
            or child.tag not in _WRAPPERS
            or (child.tag == "table" and is_data(child))
            or weights.get(child, 0) < names["nearly_all"] * weights[node]
            or not weights[node]
        ):
            return [node]
        node = child


def title(root: Element) -> str | None:
    """Find the page's title, without the site's name.

    Parameters
    ----------
    root : lxml element
        The page as it came, before cleaning.

    Returns
    -------
    str or None
    """
    names = _names()
    wanted = {name.lower() for name in names["title_metas"]}
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in wanted and (meta.get("content") or "").strip():
            return _SPACE.sub(" ", meta.get("content")).strip()
    around = frozenset(names["around_names"])
    for heading in root.iter("h1"):
        text = _SPACE.sub(" ", "".join(heading.itertext())).strip()
        outside = any(not around.isdisjoint(_called(above)) for above in heading.iterancestors())
        if text and not outside:
            return text
    for element in root.iter("title"):
        return _without_site(_SPACE.sub(" ", "".join(element.itertext())).strip(), names) or None
    return None


def _without_site(text: str, names: Mapping[str, Any]) -> str:
    separators = "|".join(re.escape(sign) for sign in names["title_separators"])
    parts = re.split(f"({separators})", text)
    while len(parts) > 2 and parts[-1].strip().endswith(tuple(names["title_tails"])):
        parts = parts[:-2]
    return "".join(parts).strip()


def _drop(element: Element) -> None:
    """Take an element out and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _called(element: Element) -> set[str]:
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return set(words.lower().split())


def _selectors(element: Element) -> set[str]:
    tag = str(element.tag).lower()
    classes = (element.get("class") or "").lower().split()
    identity = (element.get("id") or "").lower().strip()
    found = {tag} | {f".{name}" for name in classes} | {f"{tag}.{name}" for name in classes}
    return found | {f"#{identity}"} if identity else found


def _outermost(elements: Sequence[Element]) -> list[Element]:
    inside = set(elements)
    return [e for e in elements if not any(above in inside for above in e.iterancestors())]


def _prose(root: Element) -> dict[Element, int]:
    """Characters of prose in each element and all below it."""
    weights: dict[Element, int] = {}
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            weights[element] = _measure(element.text) if not links else 0
        else:
            links -= element.tag == "a"
            parent = element.getparent() if element is not root else None
            if parent is not None:
                weights[parent] += weights[element] + (0 if links else _measure(element.tail))
    return weights


def _measure(text: str | None) -> int:
    if not text or not _SENTENCE.search(text):
        return 0
    return len(_SPACE.sub("", text))
