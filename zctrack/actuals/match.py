"""Which task a row of a bureau's own table is about (匹配): by its text, helped by who answers.

A return has no keys. A row's goal is held against every task of the notice: how much of it the
task's words hold, and in what order (rapidfuzz); then what units and officials it names. Every
score stands beside its match, and what is not sure is left to a person: nothing is guessed
silently. What counts and from which score on is data (``match.toml``).
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import pandas as pd

from zctrack.extract.fold import fold
from zctrack.notice import Notice

__all__ = ["Match", "Matcher", "band", "pairs", "rules"]

_STOPS = re.compile(r"[，。；：！？、\n]|[①-⑳]")
_NOISE = re.compile(r"[\s“”‘’《》〈〉（）()\[\]<>—\-·,.]|^（\d+）")


@dataclass(frozen=True, slots=True)
class Match:
    """One task for a row: its key, and how well it fits, 0 to 100."""

    item: str
    score: float


@functools.cache
def rules() -> Mapping[str, Any]:
    """The weights and bands, as ``match.toml`` gives them.

    Examples
    --------
    >>> [row["code"] for row in rules()["band"]]
    ['sure', 'doubtful', 'none']
    """
    return tomllib.loads((resources.files("zctrack.actuals") / "match.toml").read_text("utf-8"))


def band(score: float, second: float = 0.0) -> str:
    """How sure a match is: ``sure``, ``doubtful`` or ``none``.

    Parameters
    ----------
    score, second : float
        Of the best match, and of the next best.

    Examples
    --------
    >>> band(90, 40), band(90, 89), band(12)
    ('sure', 'doubtful', 'none')
    """
    for row in rules()["band"]:
        if score >= row["least"] and score - second >= row["margin"]:
            return str(row["code"])
    return "none"


def pairs(text: str) -> Counter[str]:
    """Neighbouring characters of each clause of a text, without marks and blanks.

    Examples
    --------
    >>> sorted(pairs("存栏，3.1万头"))
    ['1万', '31', '万头', '存栏']
    """
    found: Counter[str] = Counter()
    for clause in _STOPS.split(fold(text)):
        plain = _NOISE.sub("", clause)
        found.update(plain[i : i + 2] for i in range(len(plain) - 1))
    return found


@dataclass(frozen=True, slots=True)
class _Task:
    key: str
    text: str
    own: frozenset[str]
    measure: frozenset[str]
    parties: frozenset[str]


class Matcher:
    """The tasks of one notice, ready to be held against rows.

    Parameters
    ----------
    notice : Notice
        Its tasks, measures, assignments and names are used.

    Examples
    --------
    >>> import zctrack as zt
    >>> best = Matcher(zt.load()).matches("生猪存栏3.1万头、出栏6.2万头")[0]
    >>> best.item, best.score > 80
    ('M29.4', True)
    """

    def __init__(self, notice: Notice) -> None:
        names = notice.names
        short = dict(zip(names["key"], names["short"], strict=True))
        measures = {
            f"{row['measure']}": f"{_text(row['title'])}。{_text(row['commitment'])}"
            for row in notice.measures.to_dict("records")
        }
        parties: dict[str, set[str]] = {}
        for row in notice.assignments.to_dict("records"):
            parties.setdefault(str(row["task"]), set()).add(str(row["party_full"]))
        self._tasks = [
            _Task(
                str(row["task"]),
                _plain(str(row["text"])),
                frozenset(pairs(str(row["text"]))),
                frozenset(
                    pairs(
                        f"{measures.get(str(row['measure']), '')}。"
                        f"{_text(short.get('M' + str(row['measure'])))}"
                    )
                ),
                frozenset(parties.get(str(row["task"]), ())),
            )
            for row in notice.tasks.to_dict("records")
        ]
        counts = Counter(pair for task in self._tasks for pair in task.own | task.measure)
        total = len(self._tasks) + 1
        self._weights = {pair: math.log(total / (n + 0.5)) for pair, n in counts.items()}
        self._unseen = math.log(total / 0.5)

    def matches(
        self,
        goal: str,
        *,
        progress: str = "",
        units: Collection[str] = (),
        officials: Collection[str] = (),
    ) -> list[Match]:
        """Hold a row against every task, best first.

        Parameters
        ----------
        goal : str
            What the row is about.
        progress : str
            How it stands, in words.
        units, officials : collection of str
            Who the row names, by the notice's full names.

        Returns
        -------
        list of Match
            One a task; equal scores in the notice's order.
        """
        wanted, said = pairs(goal), pairs(progress)
        clauses = _clauses(goal)
        found = []
        for task in self._tasks:
            text = self._text_score(task, wanted, clauses)
            if said:
                weight = _weight_of_prose(sum(wanted.values()))
                text = (1 - weight) * text + weight * self._cover(said, task)
            fit = _fit(task, units, "units") * _fit(task, officials, "officials")
            found.append(Match(task.key, round(100 * text * fit, 1)))
        return sorted(found, key=lambda match: -match.score)

    def _text_score(
        self, task: _Task, wanted: Counter[str], clauses: Sequence[tuple[str, int]]
    ) -> float:
        from rapidfuzz.fuzz import partial_ratio

        how = rules()["text"]
        cover = self._cover(wanted, task)
        length = sum(n for _, n in clauses)
        if not length:
            return cover
        order = sum(n * partial_ratio(c, task.text) for c, n in clauses) / length / 100
        return float(how["cover"] * cover + how["order"] * order)

    def _cover(self, wanted: Counter[str], task: _Task) -> float:
        share = rules()["text"]["measure"]
        total = held = 0.0
        for pair, times in wanted.items():
            weight = times * self._weights.get(pair, self._unseen)
            total += weight
            if pair in task.own:
                held += weight
            elif pair in task.measure:
                held += share * weight
        return held / total if total else 0.0


def _weight_of_prose(length: int) -> float:
    """How much the prose weighs beside a goal of so many pairs."""
    how = rules()["text"]["progress"]
    shorter = max(0.0, 1.0 - length / how["long"])
    return float(how["weight"] + (how["short"] - how["weight"]) * shorter)


def _fit(task: _Task, named: Collection[str], kind: str) -> float:
    """What is left of a score, by the share of the row's parties that the task names."""
    if not named:
        return 1.0
    share = sum(name in task.parties for name in named) / len(named)
    return 1.0 - float(rules()["parties"][kind]) * (1.0 - share)


def _clauses(text: str) -> list[tuple[str, int]]:
    shortest = rules()["text"]["shortest_clause"]
    plain = [_plain(clause) for clause in _STOPS.split(fold(text))]
    return [(clause, len(clause)) for clause in plain if len(clause) >= shortest]


def _plain(text: str) -> str:
    return _NOISE.sub("", fold(text))


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
