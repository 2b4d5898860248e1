"""A shadow of the text in which one thing is written one way (对照文本).

The shadow has the same length, character for character, so that an offset into it is an offset
into the text. Full-width digits, brackets, dashes and traditional characters are folded. Patterns
are matched against the shadow; every surface is cut from the text itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from zctrack.grammar import load

__all__ = ["fold"]


@functools.cache
def _widths() -> Mapping[str, str]:
    table = {chr(ord("０") + i): str(i) for i in range(10)}
    table |= {chr(ord("Ａ") + i): chr(ord("A") + i) for i in range(26)}
    table |= {chr(ord("ａ") + i): chr(ord("a") + i) for i in range(26)}
    for target, sources in load.data("fold")["characters"].items():
        table |= dict.fromkeys(sources, target)
    return table


@functools.cache
def _simplified() -> Mapping[int, str]:
    """Traditional → simplified, one character to one (OpenCC's character table, Apache-2.0)."""
    from importlib import resources

    text = (resources.files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {ord(old): new.split()[0] for old, new in pairs if len(old) == 1}


@functools.cache
def _to_fold() -> re.Pattern[str]:
    """The characters to be replaced, and those that tell a traditional text."""
    return re.compile(f"[{re.escape(''.join(_widths()) + load.data('fold')['traditional'])}]")


def fold(text: str) -> str:
    """The shadow of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As long as `text`.

    Examples
    --------
    >>> fold("(區財政局)１５％")
    '（区财政局）15%'
    """
    # A text uses few of the characters: each is replaced alone, which is faster than a translation
    # of every character.
    found = set(_to_fold().findall(text))
    folded = text
    for character in found & _widths().keys():
        folded = folded.replace(character, _widths()[character])
    if found - _widths().keys():
        folded = folded.translate(_simplified())
    return folded
