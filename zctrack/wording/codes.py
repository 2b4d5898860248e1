"""What codes are called (代码名称), in the language of a sentence."""

from __future__ import annotations

from typing import Any

from zctrack.dictionary import build
from zctrack.wording.words import check_language

__all__ = ["labels"]


def labels(name: str, lang: str = "zh") -> dict[str, str]:
    """Give the labels of a code set, in its order.

    Parameters
    ----------
    name : str
        The set's name in ``codes.toml``.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    dict of str to str

    Raises
    ------
    OptionError
        If there is no such language.

    Examples
    --------
    >>> labels("slip_colour", "en")["red"]
    'red'
    """
    check_language(lang)
    known: Any = lang
    return build.labels(name, known)
