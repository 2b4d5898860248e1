"""Who is named in a cell (责任人、责任单位): officials and units by the notice's names.

Bureaus print a two-character name with a blank inside (赵 学), several in one cell parted by blanks
or line breaks, and units by short names (人社局, 区卫健局).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zctrack.extract.fold import fold
from zctrack.notice import Notice

__all__ = ["Names", "officials", "units"]

_PARTED = re.compile(r"[\s、，,；;/]+")
_LABEL = re.compile(r"^(?:牵头|责任|配合|承办|主办)(?:单位|部门)?[：:]")
_TITLES = ("同志",)


class Names:
    """The officials and units of a notice, with the other names that they go by.

    Parameters
    ----------
    notice : Notice
        Its assignments and names.
    """

    def __init__(self, notice: Notice) -> None:
        rows = notice.assignments
        people = rows[rows["kind"] == "official"]["party_full"]
        bodies = rows[rows["kind"] == "unit"]["party_full"]
        self.officials: tuple[str, ...] = tuple(dict.fromkeys(map(str, people)))
        self.units: tuple[str, ...] = tuple(dict.fromkeys(map(str, bodies)))
        self._also = {_bare(unit): unit for unit in self.units}
        for name, short in zip(notice.names["name"], notice.names["short"], strict=True):
            if str(name) in self.units:
                self._also.setdefault(_bare(str(short)), str(name))

    def unit(self, printed: str) -> str:
        """The notice's full name of a unit; the printed one where the notice knows none."""
        bare = _bare(printed)
        if bare in self._also:
            return self._also[bare]
        # 卫健局 for 卫生健康局: its characters in their order, of one unit only.
        fitting = {
            full for full in self.units if len(bare) >= 3 and _shortens(bare, _bare(full))
        }  # fmt: skip
        return fitting.pop() if len(fitting) == 1 else printed


def _bare(name: str) -> str:
    return re.sub(r"^(?:市|区|县|周村区)(?=..)", "", fold(name))


def _shortens(short: str, full: str) -> bool:
    rest = iter(full)
    return short[0] == full[0] and short[-1] == full[-1] and all(c in rest for c in short)


def officials(cell: str, known: Sequence[str] = ()) -> list[str]:
    r"""Officials of a cell, blanks inside names dropped.

    Parameters
    ----------
    cell : str
        The cell's text.
    known : sequence of str
        The notice's officials; others are read too, from the blanks.

    Examples
    --------
    >>> officials("赵 学\n解金章", ["赵学", "解金章"])
    ['赵学', '解金章']
    >>> officials("甲 乙 丙丁戊")
    ['甲乙', '丙丁戊']
    """
    parts = [part for part in _PARTED.split(_LABEL.sub("", fold(cell))) if part]
    for title in _TITLES:
        parts = [part.removesuffix(title) for part in parts]
    # Blanks are no boundary where known names run across them: longest first, from the left.
    joined, starts = "", {0}
    for part in parts:
        joined += part
        starts.add(len(joined))
    found: list[str] = []
    at = 0
    while at < len(joined):
        name = next(
            (n for n in sorted(known, key=len, reverse=True) if joined.startswith(n, at)), None
        )
        if name is None:
            stop = min(place for place in starts if place > at)
            # A single character and the next single one are one name.
            if stop == at + 1 and stop + 1 in starts:
                stop += 1
            name = joined[at:stop]
        found.append(name)
        at += len(name)
    return list(dict.fromkeys(name for name in found if name))


def units(cell: str, names: Names) -> list[str]:
    """Units of a cell, by the notice's full names where it knows them.

    Parameters
    ----------
    cell : str
        The cell's text.
    names : Names
        The notice's.

    Examples
    --------
    >>> import zctrack as zt
    >>> units("区人社局 区卫健局、各镇办", Names(zt.load()))
    ['区人力资源社会保障局', '区卫生健康局', '各镇办']
    """
    lines = [_LABEL.sub("", line.strip()) for line in fold(cell).split("\n")]
    parts = [part for line in lines for part in _PARTED.split(line) if part]
    return list(dict.fromkeys(names.unit(_LABEL.sub("", part)) for part in parts))
