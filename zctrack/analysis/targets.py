"""What the notice promises in numbers (目标): how it can be measured and how it stands.

Columns are described in ``dictionary/analysis/targets.toml``; the rules of progress are data in
``status.toml``. A rate is compared in percentage points, a ceiling is kept rather than reached,
and the absence of a figure is *unreported* (未见数据), never *behind* (滞后).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from zctrack.analysis.course import trajectories
from zctrack.analysis.days import reported
from zctrack.analysis.given import need
from zctrack.analysis.measurability import register
from zctrack.analysis.outlook import forecast
from zctrack.analysis.standing import (
    SIMULATED,
    TARGET,
    DateLike,
    aims,
    counting,
    dated,
    day,
    figure_of,
    known,
    latest,
    matched,
)
from zctrack.analysis.trajectory import YARDSTICKS, Yardstick, rules, status_of
from zctrack.dictionary.build import codes, frame
from zctrack.errors import OptionError

__all__ = ["forecast", "overview", "register", "track", "trajectories"]


def track(
    targets: pd.DataFrame,
    actuals: pd.DataFrame,
    *,
    as_of: DateLike,
    looked_until: DateLike | None = None,
    tasks: pd.DataFrame | None = None,
    deadlines: pd.DataFrame | None = None,
    begin: DateLike | None = None,
    yardstick: Yardstick = "nature",
    level: str = "district",
) -> pd.DataFrame:
    """How each target stands on a day, by what was known on that day (进度).

    The latest figure that counts is held against the expected value of the day that it
    describes. By nature (``yardstick="nature"``) a stock or a deliverable is expected on the
    straight line from its baseline to the due date, a flow pro rata of its period, a rate at its
    level; ``"year"`` is the offices' share of the year gone (时间进度). Pro rata misleads where a
    flow comes all at once, as harvests do. ``status.toml`` has the statuses in the order in which
    they are tried, with their thresholds and the offices' five classes.

    ``attainment`` is value / target and 1 or more only where the target is met; for a rate it is
    1 minus the gap in percentage points / 100, for a ceiling that is passed target / value.
    ``expected`` is the attainment of the expected value. A target without a date follows a path
    to the end of the first year that the notice plans for, and is never missed.

    Parameters
    ----------
    targets : pandas.DataFrame
        Columns quantity, task, indicator, comparator, low, high, unit, basis, baseline, better,
        indicator_type, due; surface and deadline where known.
    actuals : pandas.DataFrame
        Columns item, level, as_of, value, unit, finality, evidence, source; basis, comparator,
        reported_on, stated where known. Reported or simulated, never both.
    as_of : str, date or Timestamp
        The day. What was reported later is not yet known.
    looked_until : str, date or Timestamp, optional
        The day up to which figures were looked for; else ``as_of``.
    tasks : pandas.DataFrame, optional
        Columns task, waits_for. Without it no target is waiting.
    deadlines : pandas.DataFrame, optional
        Columns deadline, kind, surface; begin where known.
    begin : str, date or Timestamp, optional
        First day of the paths of stocks and deliverables; else 1 January of the earliest year in
        which a target is due.
    yardstick : {"nature", "year"}
        Which path is expected.
    level : str
        Whose figures may stand: a code of the set ``level``.

    Returns
    -------
    pandas.DataFrame
        The table ``progress``: one row a target, in the order of ``targets``.

    Raises
    ------
    TableError
        If a column is missing, the figures are of several notices, or simulated figures are
        mixed with reported ones.
    OptionError
        If a day is no date or the yardstick is unknown.

    References
    ----------
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of
    the American Statistical Association 63(324): 1379-1389. doi:10.1080/01621459.1968.10480934.

    Examples
    --------
    >>> target = {"quantity": "M14.2.q1", "task": "M14.2", "indicator": "充电桩数量",
    ...           "comparator": ">=", "low": 101.0, "high": None, "unit": "个", "basis": "level",
    ...           "baseline": None, "better": "higher", "indicator_type": "stock",
    ...           "due": pd.Timestamp("2020-12-31")}
    >>> figure = {"item": "M14.2.q1", "level": "district", "as_of": "2020-12-31", "value": 104.0,
    ...           "unit": "个", "finality": "final", "evidence": "documented", "source": "a.pdf"}
    >>> track(pd.DataFrame([target]), pd.DataFrame([figure]), as_of="2021-01-31").status.tolist()
    ['achieved']
    """
    if yardstick not in YARDSTICKS:
        raise OptionError(
            f"yardstick={yardstick!r} is unknown", todo=f"Use one of: {', '.join(YARDSTICKS)}."
        )
    today = day(as_of, "as_of")
    looked = today if looked_until is None else day(looked_until, "looked_until")
    need(targets, "targets", TARGET)
    rows = dated(targets, deadlines)
    told = known(matched(rows, actuals, level=level), today)
    said = _said(rows, actuals, level, today)
    waiting = _waiting(tasks)
    lines = forecast(
        targets, actuals, as_of=today, deadlines=deadlines, begin=begin, level=level
    ).set_index("quantity")["forecast"]

    out: dict[str, list[Any]] = {c: [] for c in ("value", "as_of", "attainment", "expected")}
    out |= {c: [] for c in ("status", "stated", "evidence", "forecast", "days_left", "source")}
    for row, aim in zip(rows.to_dict("records"), aims(rows, begin, today), strict=True):
        key = row["quantity"]
        best = latest(counting(told, str(key), aim))
        word = said.get(str(key))
        figure = None if best is None else figure_of(best)
        behind_it = best or word or {}
        out["value"].append(None if figure is None else figure.value)
        out["as_of"].append(looked if figure is None else figure.as_of)
        out["attainment"].append(
            None if aim is None or figure is None else aim.attainment(figure.value)
        )
        out["expected"].append(
            None
            if aim is None
            else aim.attainment(aim.path(figure.as_of if figure else today, yardstick))
        )
        out["status"].append(
            status_of(
                aim, figure, as_of=today, waits=str(row["task"]) in waiting, yardstick=yardstick
            )
        )
        out["stated"].append((word or {}).get("stated"))
        out["evidence"].append(behind_it.get("evidence", "none"))
        out["forecast"].append(lines.get(key))
        out["days_left"].append(None if pd.isna(row["due"]) else (row["due"] - today).days)
        out["source"].append(behind_it.get("source"))
    same = ("quantity", "task", "indicator", "comparator", "low", "high", "unit", "due")
    columns: dict[str, Any] = {**{c: rows[c] for c in same}, **out}
    return frame("progress", columns)


def overview(progress: pd.DataFrame, *, as_of: DateLike) -> pd.DataFrame:
    """How many targets have each status, with the offices' class (状态概览).

    Parameters
    ----------
    progress : pandas.DataFrame
        What :func:`track` gives: columns quantity, status, source.
    as_of : str, date or Timestamp
        The day for which it was made.

    Returns
    -------
    pandas.DataFrame
        One row a status, in the code set's order: ``zt.describe("targets.overview")``.

    Raises
    ------
    TableError
        If a column is missing.
    OptionError
        If as_of is no date.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"quantity": ["M1.1.q1"], "status": ["behind"], "source": ["simulated"]}
    ... )
    >>> overview(rows, as_of="2020-12-31").query("targets > 0").office_class.tolist()
    ['有一定困难']
    """
    need(progress, "progress", ["quantity", "status", "source"])
    today = day(as_of, "as_of")
    names = [code.code for code in codes("status")]
    classes = {status: entry for entry in rules()["class"] for status in entry["status"]}
    counts = Counter(progress["status"])
    made_up = Counter(progress.loc[progress["source"] == SIMULATED, "status"])
    return frame(
        "targets.overview",
        {
            "status": names,
            "office_class": [classes.get(name, {}).get("zh") for name in names],
            "office_class_en": [classes.get(name, {}).get("en") for name in names],
            "targets": [counts[name] for name in names],
            "all_targets": [len(progress)] * len(names),
            "simulated": [made_up[name] for name in names],
            "quantities": [
                "、".join(progress.loc[progress["status"] == name, "quantity"]) or None
                for name in names
            ],
            "as_of": [today] * len(names),
        },
    )


def _said(
    rows: pd.DataFrame, actuals: pd.DataFrame, level: str, today: pd.Timestamp
) -> dict[str, Mapping[Any, Any]]:
    """Find what the responsible body says last of each target, or of its task."""
    if "stated" not in actuals.columns:
        return {}
    own = actuals[
        actuals["stated"].notna() & (actuals["level"] == level) & (actuals["finality"] != "context")
    ].copy(deep=False)
    if "kind" in own.columns:
        own = own[own["kind"] != "change"].copy(deep=False)
    own = reported(own)
    own = own[own["known_on"] <= today]
    said = {
        str(key): latest(own[own["item"].isin([key, task])])
        for key, task in zip(rows["quantity"], rows["task"], strict=True)
    }
    return {key: row for key, row in said.items() if row is not None}


def _waiting(tasks: pd.DataFrame | None) -> set[str]:
    if tasks is None:
        return set()
    need(tasks, "tasks", ["task", "waits_for"])
    return set(tasks.loc[tasks["waits_for"].notna(), "task"].astype(str))
