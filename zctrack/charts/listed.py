"""A sentence that lists names below a plot, with as many of them as its lines hold (列名)."""

from __future__ import annotations

from collections.abc import Callable

from zctrack.charts import style

__all__ = ["listed"]


def listed(
    tell: Callable[[int | None], str], width: float, most: int, lang: str, size_pt: float = 8.0
) -> list[str]:
    """Wrap a sentence that lists names; where it has too many lines, it names fewer.

    Parameters
    ----------
    tell : callable
        Gives the sentence with the first so many names and a count of the others; all for None.
    width : float
        Of a line, in millimetres.
    most : int
        Lines that it may have.
    lang : {"zh", "en"}
        Language.
    size_pt : float
        Type size in points.

    Returns
    -------
    list of str
        Its lines, none of no words; more than `most` only where one name needs them.

    Examples
    --------
    >>> from zctrack.wording.words import listing_first
    >>> units = [f"第{n}局" for n in range(40)]
    >>> listed(lambda first: listing_first(units, first, "zh"), 50.0, 1, "zh")
    ['第0局、第1局、第2局，另有37个单位']
    """

    def lines(first: int | None) -> list[str]:
        told = tell(first)
        return style.wrap(told, width, size_pt, lang) if told else []

    whole = lines(None)
    if len(whole) <= most:
        return whole
    low, high = 1, 2
    while len(lines(high)) <= most:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if len(lines(middle)) <= most else (low, middle)
    return lines(low)
