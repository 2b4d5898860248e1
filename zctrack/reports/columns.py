"""The page that says what every column and code means (字段说明), made from the dictionary."""

from __future__ import annotations

from collections.abc import Iterable

from zctrack.dictionary.build import Column, codes, table

__all__ = ["columns_page"]


def columns_page(names: Iterable[str]) -> str:
    """Describe tables, their columns and their codes as Markdown, for people.

    Parameters
    ----------
    names : iterable of str
        Tables of the dictionary, in the order in which they are described.

    Returns
    -------
    str
        One section a table, then one a code set that they use.

    Raises
    ------
    OptionError
        If the dictionary has no such table.

    Examples
    --------
    >>> columns_page(["claims"]).splitlines()[4]
    '## claims: Claims (自述数)'
    """
    wanted = [table(name) for name in names]
    lines = [
        "# What the columns hold",
        "",
        "Made from zctrack's dictionary. `?` after a type: the value may be missing.",
    ]
    for spec in wanted:
        lines += ["", f"## {spec.name}: {spec.en} ({spec.zh})", "", spec.meaning]
        if spec.key:
            lines[-1] += f" Key: `{spec.key}`."
        lines += ["", spec.meaning_zh]
        lines += [
            "",
            "| column | 中文 | English | type | meaning | 含义 |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{c.name}` | {c.zh} | {c.en} | {_type(c)} | {_cell(c.meaning)} "
            f"| {_cell(c.meaning_zh)} |"
            for c in spec.columns
        ]
    every = (c.codes or c.words for spec in wanted for c in spec.columns)
    for name in dict.fromkeys(name for name in every if name):
        lines += [
            "",
            f"## Codes: {name}",
            "",
            "| code | 中文 | English | meaning | 含义 |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| `{c.code}` | {c.zh} | {c.en} | {_cell(c.meaning)} | {_cell(c.meaning_zh)} |"
            for c in codes(name)
        ]
    return "\n".join(lines) + "\n"


def _type(column: Column) -> str:
    kind = f"code: {column.codes}" if column.codes else column.type
    kind += f": {column.words}" if column.words else ""
    unit = f", {column.unit}" if column.unit else ""
    return f"{kind}{unit}{'?' if column.optional else ''}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
