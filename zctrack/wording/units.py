"""Units of quantities in the reader's language (计量单位): 万亩 is ×10,000 mu.

In Chinese a unit stands as the notice prints it. In English its words come from ``units.toml``, a
multiple in front of it as a factor, and no number changes: whoever reads 15.48 ×10,000 mu finds
15.48 in the notice. A unit that the file does not know stays as printed.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

__all__ = ["measured", "unit"]

# What an amount is held against: 吨/日, 元/人·年.
_PER = re.compile(r"[/·]|(?<=.)每")
# The last number of an amount: of ≥1, of 3–5, of 1,000.
_LAST = re.compile(r"[\d.,]+$")


def unit(name: object, *, lang: str = "zh", one: bool = False) -> str:
    """Say a unit by itself, for a heading or an axis.

    Parameters
    ----------
    name : str or missing
        As printed; anything but a text is no unit.
    lang : {"zh", "en"}
        Language.
    one : bool
        Whether it stands for one.

    Returns
    -------
    str
        Empty for no unit.

    Examples
    --------
    >>> unit("万亩", lang="en"), unit("万亩"), unit("项", lang="en", one=True)
    ('10,000 mu', '万亩', 'item')
    >>> unit("元/人·年", lang="en"), unit("炷", lang="en")
    ('yuan per person per year', '炷')
    """
    if not isinstance(name, str):
        return ""
    plain = name.replace("％", "%")
    return plain if lang == "zh" else _english(plain, one).removeprefix("×")


def measured(amount: str, name: object, *, lang: str = "zh") -> str:
    """Write an amount with its unit.

    Parameters
    ----------
    amount : str
        The number as it is written, with its sign or as a range; it is never changed.
    name : str or missing
        The unit, as printed.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    str

    Examples
    --------
    >>> measured("≥15.48", "万亩"), measured("≥15.48", "万亩", lang="en")
    ('≥15.48万亩', '≥15.48 ×10,000 mu')
    >>> measured("1", "项", lang="en"), measured("3–5", "项", lang="en")
    ('1 item', '3–5 items')
    >>> measured("≥80", "％", lang="en"), measured("7", None, lang="en")
    ('≥80%', '7')
    """
    if not isinstance(name, str) or not name:
        return amount
    plain = name.replace("％", "%")
    if lang == "zh" or plain in _file()["close"]:
        return f"{amount}{plain}"
    return f"{amount} {_english(plain, _is_one(amount))}"


def _is_one(amount: str) -> bool:
    """Whether an amount takes the singular: 1 and ≥1, not 0–1 and not 1.5."""
    last = _LAST.search(amount)
    if last is None or last[0] != "1":
        return False
    return not any(sign.isdigit() for sign in amount[: last.start()])


def _english(name: str, one: bool) -> str:
    """The words of a unit or a rate; as printed where a part of it is unknown."""
    whole = _known(name, one)
    if whole is not None:
        return whole
    top, *rest = _PER.split(name)
    parts = [_known(top, one), *(_known(part, True) for part in rest)]
    said = [part for part in parts if part is not None]
    return " per ".join(said) if len(said) == len(parts) else name


def _known(name: str, one: bool) -> str | None:
    """The words of a unit without a rate, with its multiple; None for an unknown one."""
    known = _file()
    forms: Sequence[str] = known["units"].get(name) or known["close"].get(name) or ()
    if forms:
        return forms[0] if one else forms[-1]
    for scale, words in known["scales"].items():
        if name.startswith(scale):
            base = _known(name.removeprefix(scale), False) if name != scale else ""
            return None if base is None else f"{words} {base}".rstrip()
    return None


@functools.cache
def _file() -> Mapping[str, Mapping[str, Any]]:
    text = (resources.files("zctrack.wording") / "units.toml").read_text("utf-8")
    return tomllib.loads(text)
