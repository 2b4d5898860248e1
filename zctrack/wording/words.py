"""What every sentence is made with (文字): templates by language, numbers, dates, lists, names.

The templates stand in ``zh.toml`` and ``en.toml``, one section a module. They are ``str.format``
templates with one addition for English plurals: ``{n:task|tasks}`` gives the first form when n is
1 and the second otherwise.
"""

from __future__ import annotations

import functools
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from importlib import resources
from types import MappingProxyType
from typing import Any

import pandas as pd

from zctrack.errors import OptionError

__all__ = [
    "MISSING",
    "Words",
    "check_language",
    "date",
    "listing",
    "listing_first",
    "number",
    "party",
    "percent",
    "phrases",
    "say",
]

MISSING = "—"
"""What stands for a value that is not there, in both languages."""

# English month names are spelt here because strftime follows the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# From this size on, thousands are set off by commas: English does so from four digits on,
# Chinese papers leave four digits (and so every year) whole.
_GROUPED_FROM = {"zh": 10_000, "en": 1_000}


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one chart or table.

    Parameters
    ----------
    title : str
        The finding, computed from the data.
    subtitle : str
        What is measured.
    base : str
        The count base: n, counting rule, doubtful rows in or out, as-of day.
    alt : str
        One to three sentences for a reader who cannot see the chart.
    """

    title: str
    subtitle: str
    base: str
    alt: str


def check_language(lang: str) -> None:
    """Refuse a language that zctrack does not write.

    Parameters
    ----------
    lang : {"zh", "en"}
        The language.

    Raises
    ------
    OptionError
        If it is neither.

    Examples
    --------
    >>> check_language("zh")
    """
    if lang not in _GROUPED_FROM:
        raise OptionError(f"there is no language {lang!r}", todo='Use "zh" or "en".')


@functools.cache
def _templates(lang: str) -> Mapping[str, Mapping[str, str]]:
    check_language(lang)
    text = (resources.files("zctrack.wording") / f"{lang}.toml").read_text("utf-8")
    return {module: MappingProxyType(section) for module, section in tomllib.loads(text).items()}


def phrases(module: str, lang: str) -> Mapping[str, str]:
    """Give the templates of one module.

    Parameters
    ----------
    module : str
        The section's name: ``"workload"``.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    mapping of str to str
        Key to template; read-only.

    Raises
    ------
    OptionError
        If there is no such section or language.

    Examples
    --------
    >>> phrases("charts", "en")["simulated"]
    'SIMULATED DATA'
    """
    sections = _templates(lang)
    if module not in sections:
        raise OptionError(
            f"{lang}.toml has no section [{module}]", todo=f"Use one of: {', '.join(sections)}."
        )
    return sections[module]


class _Formatter(string.Formatter):
    """``str.format`` with ``{n:task|tasks}``."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, many = format_spec.split("|", 1)
        return one if str(value) == "1" else many


def say(module: str, key: str, lang: str, **values: str | int) -> str:
    """Fill in one template.

    Parameters
    ----------
    module, key : str
        Section and key of the template.
    lang : {"zh", "en"}
        The language.
    **values : str or int
        What the template's fields stand for; figures go through `number` first.

    Returns
    -------
    str

    Raises
    ------
    OptionError
        If there is no such template, or a field has no value.

    Examples
    --------
    >>> say("charts", "source", "zh", source="周政发〔2020〕27号")
    '来源：周政发〔2020〕27号'
    """
    section = phrases(module, lang)
    if key not in section:
        raise OptionError(f"{lang}.toml has no {key!r} in [{module}]")
    try:
        return _Formatter().vformat(section[key], (), values)
    except (KeyError, IndexError) as missing:
        raise OptionError(
            f"the template {module}.{key} ({lang}) needs a value for {missing}"
        ) from None


def number(x: float | int | None, lang: str, digits: int | None = 0) -> str:
    """Write a figure as a reader would.

    Parameters
    ----------
    x : float, int or None
        The figure; missing gives a dash.
    lang : {"zh", "en"}
        English sets off thousands from 1,000 on, Chinese from 10,000 on.
    digits : int or None
        Digits after the point, halves rounded up; None keeps those that the figure has.

    Returns
    -------
    str

    Examples
    --------
    >>> number(1234.5, "en"), number(1234.5, "zh"), number(15.48, "zh", None)
    ('1,235', '1235', '15.48')
    >>> number(-0.5, "en", 1), number(None, "en")
    ('−0.5', '—')
    """
    check_language(lang)
    if x is None or pd.isna(x):
        return MISSING
    if x in (float("inf"), float("-inf")):
        return "∞" if x > 0 else "−∞"
    # repr gives the shortest decimal that is this float, so 0.285 rounds as it reads.
    exact = Decimal(repr(float(x))) if not isinstance(x, int) else Decimal(x)
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    grouped = "," if abs(exact) >= _GROUPED_FROM[lang] else ""
    text = f"{abs(exact):{grouped}f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if exact < 0 else text


def percent(x: float | None, lang: str, digits: int = 0) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    x : float or None
        The share, 1 for all; missing gives a dash.
    lang : {"zh", "en"}
        The language.
    digits : int
        Digits after the point.

    Returns
    -------
    str
        Never 0% for something, nor 100% for less than all.

    Examples
    --------
    >>> percent(0.372, "zh"), percent(0.001, "zh"), percent(0.999, "zh"), percent(1, "zh")
    ('37%', '<1%', '>99%', '100%')
    """
    check_language(lang)
    if x is None or pd.isna(x):
        return MISSING
    step = 10.0**-digits
    # Multiplying the decimal, not the float: 0.285 is 28.5 %, where 0.285 * 100 is 28.499….
    hundredfold = float(Decimal(repr(float(x))) * 100)
    shown = number(hundredfold, lang, digits)
    if 0 < hundredfold < 100:
        if shown == number(0, lang, digits):
            return f"<{number(step, lang, digits)}%"
        if shown == number(100, lang, digits):
            return f">{number(100 - step, lang, digits)}%"
    return f"{shown}%"


def date(x: object, lang: str) -> str:
    """Write a day in words.

    Parameters
    ----------
    x : str, datetime.date, pandas.Timestamp or missing
        The day; missing gives a dash.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Raises
    ------
    OptionError
        If it is no day.

    Examples
    --------
    >>> date("2020-12-31", "zh"), date("2020-12-31", "en")
    ('2020年12月31日', '31 Dec 2020')
    """
    check_language(lang)
    try:
        day = pd.Timestamp(x)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise OptionError(f"{x!r} is no day", todo="Write it as 2020-12-31.") from None
    if pd.isna(day):
        return MISSING
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listing(names: Sequence[str], lang: str) -> str:
    """Join names to a list in a sentence.

    Parameters
    ----------
    names : sequence of str
        In the order in which they are to stand.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str
        Empty for no names.

    Examples
    --------
    >>> listing(["甲", "乙", "丙"], "zh"), listing(["A", "B", "C"], "en")
    ('甲、乙和丙', 'A, B and C')
    """
    check_language(lang)
    head, last = list(names)[:-1], list(names)[-1:]
    if not head:
        return "".join(last)
    return f"{'、'.join(head)}和{last[0]}" if lang == "zh" else f"{', '.join(head)} and {last[0]}"


def listing_first(names: Sequence[str], first: int | None, lang: str) -> str:
    """Join the first units of a list, and count the others in words.

    Parameters
    ----------
    names : sequence of str
        Units, in the order in which they are to stand.
    first : int or None
        How many to name; all if None or if there are no more.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str

    Examples
    --------
    >>> listing_first(["甲", "乙", "丙"], 2, "zh"), listing_first(["A", "B", "C"], 2, "en")
    ('甲、乙，另有1个单位', 'A, B and 1 more unit')
    >>> listing_first(["甲", "乙", "丙"], None, "zh")
    '甲、乙和丙'
    """
    if first is None or len(names) <= first:
        return listing(names, lang)
    shown = ("、" if lang == "zh" else ", ").join(names[:first])
    return say("charts", "units_more", lang, shown=shown, n=number(len(names) - first, lang))


def party(name: str, names: pd.DataFrame | None, lang: str) -> str:
    """Give the short name by which a party is shown.

    Parameters
    ----------
    name : str
        As printed.
    names : pandas.DataFrame or None
        names.csv: columns key, type, short, en, en_short.
    lang : {"zh", "en"}
        The language.

    Returns
    -------
    str
        The short name, else the English one, else the name as printed.

    Examples
    --------
    >>> known = pd.DataFrame({"key": ["区财政局"], "type": ["party"], "short": ["财政局"],
    ...                       "en": ["District Bureau of Finance"], "en_short": ["Finance"]})
    >>> party("区财政局", known, "zh"), party("区财政局", known, "en"), party("甲", None, "en")
    ('财政局', 'Finance', '甲')
    """
    check_language(lang)
    if names is None or names.empty:
        return name
    rows = names[(names["key"] == name) & (names["type"] == "party")]
    for column in ("short",) if lang == "zh" else ("en_short", "en"):
        if column in rows:
            for value in rows[column]:
                if pd.notna(value) and value:
                    return str(value)
    return name
