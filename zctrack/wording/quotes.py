"""Where quoted words stand (出处): so that a reader finds them in the text again."""

from __future__ import annotations

from zctrack.wording.words import say

__all__ = ["place"]


def place(key: str, start: int, end: int, lang: str, *, label: str = "") -> str:
    """Say where words stand: the key and label of their task, and the characters.

    Parameters
    ----------
    key : str
        Key of the row: a task's, a deadline's, a quantity's.
    start, end : int
        Half-open character offsets into ``Notice.text``.
    lang : {"zh", "en"}
        The language.
    label : str
        The task's label as printed.

    Returns
    -------
    str

    Examples
    --------
    >>> place("M1.2", 553, 592, "zh", label="（2）")
    'M1.2（2），全文第553—592字符'
    >>> place("M1.2", 553, 592, "en")
    'M1.2, characters 553–592'
    """
    return say("charts", "place", lang, row=key, label=label, start=int(start), end=int(end))
