"""Whether a target can be measured as it is written (可计量性), and what is published of it.

The hedging words with their reach are data in ``status.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from zctrack.analysis.answers import full_names
from zctrack.analysis.given import need
from zctrack.analysis.standing import SIMULATED, DateLike, dated, day, latest, matched
from zctrack.analysis.trajectory import rules
from zctrack.dictionary.build import frame

__all__ = ["hedge_of", "register"]

_REGISTER = (
    "quantity",
    "task",
    "measure",
    "indicator",
    "comparator",
    "low",
    "high",
    "unit",
    "basis",
    "indicator_type",
    "due",
    "related",
)
_ANSWERS = ("lead", "joint", "respective")
_SENTENCE = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]?")
_CLAUSE_END = re.compile(r"[，,]")


def register(
    targets: pd.DataFrame,
    assignments: pd.DataFrame,
    actuals: pd.DataFrame | None = None,
    *,
    deadlines: pd.DataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    looked_until: DateLike | None = None,
    level: str = "district",
) -> pd.DataFrame:
    """List what each target asks, what keeps it from being measured, what is published (目标清单).

    Gaps, each a column of its own: no day to reach it by; no number; a hedging word (力争, 争创:
    the list with each word's reach is ``status.toml``); a stock without its day or a flow without
    its period; part or repetition of another number. Published is the latest figure that may
    stand for the target: final or interim, of its own level of government, of the same basis, in
    a unit that converts. Other rows that name the target are counted as context. Simulated rows
    are left out: they are not published.

    Parameters
    ----------
    targets : pandas.DataFrame
        Columns quantity, task, measure, indicator, comparator, low, high, unit, basis,
        indicator_type, due, related; surface, start, deadline, doubtful where known.
    assignments : pandas.DataFrame
        Columns task, party, kind, role; party_full where known.
    actuals : pandas.DataFrame, optional
        Columns item, level, as_of, value, unit, finality, evidence, source.
    deadlines : pandas.DataFrame, optional
        Columns deadline, kind, surface. With it a policy's lapse is no due date, and the printed
        words of the due date are given.
    tasks : pandas.DataFrame, optional
        Columns task, text, start. Without it no sentence is read and no hedging word found.
    looked_until : str, date or Timestamp, optional
        The day up to which figures were looked for.
    level : str
        Whose targets they are: a code of the set ``level``.

    Returns
    -------
    pandas.DataFrame
        One row a target, in the order of ``targets``: ``zt.describe("targets.register")``.

    Raises
    ------
    TableError
        If a table lacks a needed column.
    OptionError
        If looked_until is no date.

    Examples
    --------
    >>> targets = pd.DataFrame(
    ...     {"quantity": ["M29.4.q1"], "task": ["M29.4"], "measure": [29],
    ...      "indicator": ["生猪存栏"], "comparator": ["="], "low": [3.1], "high": [3.1],
    ...      "unit": ["万头"], "basis": ["level"], "indicator_type": ["stock"],
    ...      "due": [pd.NaT], "related": [None]}
    ... )
    >>> who = pd.DataFrame(
    ...     {"task": ["M29.4"], "party": ["区农业农村局"], "kind": ["unit"], "role": ["respective"]}
    ... )
    >>> register(targets, who)[["leads", "no_date", "undefined"]].values.tolist()
    [['区农业农村局', True, True]]
    """
    need(targets, "targets", _REGISTER, also=["start"])
    need(assignments, "assignments", ["task", "party", "kind", "role"])
    rows = dated(targets, deadlines)
    no_date = rows["due"].isna()
    no_number = rows["low"].isna() & rows["high"].isna()
    undefined = no_date & rows["indicator_type"].isin(["stock", "flow"]) & ~no_number
    sentences = _sentences(rows, tasks)
    published = _published(rows, actuals, level)
    columns: dict[str, Any] = {
        **{c: rows[c] for c in ("quantity", "task", "measure", "indicator")},
        "surface": _column(rows, "surface"),
        **{c: rows[c] for c in ("comparator", "low", "high", "unit", "due")},
        "due_printed": rows["due_printed"],
        "leads": _parties(rows, assignments, "unit", _ANSWERS),
        "officials": _parties(rows, assignments, "official", ("responsible",)),
        "no_date": no_date,
        "no_number": no_number,
        "hedged": [word is not None for _, word in sentences],
        "undefined": undefined,
        "nested_or_repeated": rows["related"].notna(),
        "measurable": ~(no_date | no_number | undefined),
        "hedge": [word for _, word in sentences],
        "sentence": [sentence for sentence, _ in sentences],
        "doubtful": rows["doubtful"].astype(bool)
        if "doubtful" in rows.columns
        else [False] * len(rows),
        **published,
        "looked_until": [None if looked_until is None else day(looked_until, "looked_until")]
        * len(rows),
    }
    return frame("targets.register", columns)


def _parties(
    rows: pd.DataFrame, assignments: pd.DataFrame, kind: str, roles: Iterable[str]
) -> list[str | None]:
    own = assignments[(assignments["kind"] == kind) & assignments["role"].isin(list(roles))]
    who = full_names(own).groupby(own["task"], sort=False)
    by_task = who.agg(lambda names: "、".join(names.unique()))
    return [by_task.get(task) for task in rows["task"]]


def _column(rows: pd.DataFrame, name: str) -> Any:
    return rows[name] if name in rows.columns else [None] * len(rows)


def _sentences(
    rows: pd.DataFrame, tasks: pd.DataFrame | None
) -> list[tuple[str | None, str | None]]:
    """Find the sentence of each target, and the word that hedges it there."""
    if tasks is None or "start" not in rows.columns:
        return [(None, None)] * len(rows)
    need(tasks, "tasks", ["task", "text", "start"])
    texts = {t["task"]: (str(t["text"]), int(t["start"])) for t in tasks.to_dict("records")}
    out: list[tuple[str | None, str | None]] = []
    for row in rows.to_dict("records"):
        text, start = texts.get(row["task"], ("", 0))
        at = int(row["start"]) - start
        found = next((m for m in _SENTENCE.finditer(text) if m.start() <= at < m.end()), None)
        if found is None:
            out.append((None, None))
        else:
            out.append((found[0].strip(), hedge_of(found[0], at - found.start())))
    return out


def hedge_of(sentence: str, at: int) -> str | None:
    """Find the hedging word that reaches a place in a sentence, or None.

    Parameters
    ----------
    sentence : str
        One sentence.
    at : int
        The offset of the figure in it.

    Examples
    --------
    >>> hedge_of("争创产业园1个，创建强镇1个。", 5)
    '争创'
    >>> hedge_of("争创产业园1个，创建强镇1个。", 12) is None
    True
    """
    before = sentence[:at]
    firm = max((before.rfind(entry["word"]) for entry in rules()["firm"]), default=-1)
    reaching = []
    for entry in rules()["hedge"]:
        place = before.rfind(entry["word"])
        within = entry["reach"] == "sentence" or not _CLAUSE_END.search(before, max(place, 0))
        if place > firm and within:
            reaching.append((place, entry["word"]))
    return max(reaching)[1] if reaching else None


def _published(
    rows: pd.DataFrame, actuals: pd.DataFrame | None, level: str
) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {"published": [], "published_as_of": [], "published_source": []}
    out["context"] = []
    real = None
    if actuals is not None:
        need(actuals, "actuals", ["source"])
        real = matched(rows, actuals[actuals["source"] != SIMULATED], level=level)
    for key in rows["quantity"]:
        own = None if real is None else real[real["quantity"] == key]
        best = None if own is None else latest(own[own["counts"]])
        out["published"].append(None if best is None else best["in_unit"])
        out["published_as_of"].append(None if best is None else best["as_of"])
        out["published_source"].append(None if best is None else best["source"])
        out["context"].append(0 if own is None else int((~own["counts"]).sum()))
    return out
