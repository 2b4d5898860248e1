"""What python-docx has no words for (底层标记): elements of WordprocessingML and their text."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["clean", "element", "tag"]

# XML 1.0 has no place for these characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Drop the characters that XML has no place for.

    Examples
    --------
    >>> clean("通\x00报")
    '通报'
    """
    return _UNWRITABLE.sub("", text)


def tag(name: str) -> str:
    """Give the full name of an element, such as ``w:shd``."""
    from docx.oxml.ns import qn

    return str(qn(name))


def element(name: str, **attributes: str) -> Any:
    """Make an element with its attributes."""
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(tag(f"w:{key}"), value)
    return made
