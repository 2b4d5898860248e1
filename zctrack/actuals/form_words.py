"""What the report form says and what people write into it (表单用语), read from ``form.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from zctrack.errors import OptionError
from zctrack.extract.fold import fold

__all__ = ["LANGUAGES", "Column", "Lang", "columns", "data", "folded", "heading", "states", "word"]

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the form: what it is called, and whether the unit fills it."""

    name: str
    kind: Literal["reference", "entry", "key"]
    zh: str
    en: str
    also: tuple[str, ...]
    width: float

    def heading(self, lang: Lang) -> str:
        """Give the heading in Chinese (``zh``) or English (``en``)."""
        return self.zh if lang == "zh" else self.en


@functools.cache
def data() -> Mapping[str, Any]:
    """The file as it stands."""
    text = (resources.files("zctrack.actuals") / "form.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def columns() -> Mapping[str, Column]:
    """The form's columns by name, in their order."""
    return {
        row["name"]: Column(
            row["name"], row["kind"], row["zh"], row["en"], tuple(row["also"]), row["width"]
        )
        for row in data()["column"]
    }


def word(key: str, lang: Lang, **values: object) -> str:
    """Say a phrase of the form.

    Parameters
    ----------
    key : str
        Its name in ``form.toml``.
    lang : {"zh", "en"}
        Language.
    **values : object
        What its braces name.

    Raises
    ------
    OptionError
        If the language is unknown.

    Examples
    --------
    >>> word("form_file", "zh", unit="区财政局", day="2020-09-30")
    '填报表_区财政局_2020-09-30'
    """
    if lang not in ("zh", "en"):
        raise OptionError(f"lang is {lang!r}", todo="Use 'zh' or 'en'.")
    return str(data()[lang][key]).format(**values)


def folded(text: str) -> str:
    """Write one thing one way: half-width, simplified, without spaces, small letters.

    Examples
    --------
    >>> folded("本期 数值 （Ａ）"), folded("760 家")
    ('本期数值（a）', '760家')
    """
    return _SPACE.sub("", fold(text)).lower()


@functools.cache
def _headings() -> Mapping[str, str]:
    return {
        folded(text): column.name
        for column in columns().values()
        for text in (column.zh, column.en, *column.also)
    }


def heading(text: str) -> str | None:
    """Name the column that a heading stands for, or None.

    Examples
    --------
    >>> heading("进展 情况"), heading("第三季度任务目标"), heading("电话")
    ('words', 'quarter', None)
    """
    return _headings().get(folded(text))


@functools.cache
def states() -> Mapping[str, str]:
    """What people write for a state, folded → its code."""
    return {
        folded(text): row["code"] for row in data()["state"] for text in (*row["words"], row["en"])
    }
