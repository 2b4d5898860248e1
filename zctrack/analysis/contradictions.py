"""What in the reports themselves is to be asked about (报送疑点).

Reports that contradict each other, go backwards or stop arriving; words that the figure does not
bear out. Which findings there are, and how grave, is data under ``[[finding]]`` in
``status.toml``; the sentences are in ``wording.progress``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from zctrack.analysis.given import need
from zctrack.analysis.said import Story, said, stories
from zctrack.analysis.standing import (
    TARGET,
    DateLike,
    aims,
    counting,
    dated,
    day,
    known,
    matched,
)
from zctrack.analysis.targets import track
from zctrack.analysis.task_states import tasks as states
from zctrack.analysis.trajectory import Aim, rules
from zctrack.dictionary.build import codes, frame, table
from zctrack.extract.units import convert

__all__ = ["findings"]

Row = Mapping[Any, Any]


def findings(
    targets: pd.DataFrame,
    actuals: pd.DataFrame,
    *,
    as_of: DateLike,
    tasks: pd.DataFrame | None = None,
    deadlines: pd.DataFrame | None = None,
    begin: DateLike | None = None,
    level: str = "district",
) -> pd.DataFrame:
    """List what in the reports is to be asked about, gravest first (报送疑点).

    Parameters
    ----------
    targets, actuals : pandas.DataFrame
        As for `analysis.targets.track`; reporter and file tell two reports of one day apart.
    as_of : str, date or Timestamp
        The day. What was reported later is not yet known.
    tasks : pandas.DataFrame, optional
        Columns task, measure, chapter, text, waits_for: with it the reports of tasks without a
        number are looked at too.
    deadlines : pandas.DataFrame, optional
        As for `analysis.targets.track`.
    begin, level
        As for `analysis.targets.track`.

    Returns
    -------
    pandas.DataFrame
        ``zt.describe("progress.findings")``: by severity, then in the order of the targets.

    Raises
    ------
    TableError
        As `analysis.targets.track`.
    OptionError
        If as_of is no date.

    Examples
    --------
    >>> target = {"quantity": "M14.2.q1", "task": "M14.2", "indicator": "充电桩数量",
    ...           "comparator": ">=", "low": 101.0, "high": None, "unit": "个", "basis": "level",
    ...           "baseline": None, "better": "higher", "indicator_type": "deliverable",
    ...           "due": pd.Timestamp("2020-12-31")}
    >>> report = {"item": "M14.2.q1", "level": "district", "as_of": "2020-10-31", "value": 60.0,
    ...           "unit": "个", "finality": "interim", "stated": "under_way",
    ...           "evidence": "stated", "source": "a.pdf"}
    >>> rows = [report, report | {"as_of": "2020-11-30", "value": 40.0}]
    >>> findings(pd.DataFrame([target]), pd.DataFrame(rows), as_of="2020-12-31").finding.tolist()
    ['backwards']
    """
    today = day(as_of, "as_of")
    need(targets, "targets", TARGET)
    rows = dated(targets, deadlines)
    figures = known(matched(rows, actuals, level=level), today)
    spoken = said(actuals, today, level=level)
    stand = track(
        targets, actuals, as_of=today, tasks=tasks, deadlines=deadlines, begin=begin, level=level
    )
    keys = [list(pair) for pair in zip(rows["quantity"], rows["task"], strict=True)]
    told = stories(spoken, keys)
    own = stories(spoken, [[key] for key in rows["quantity"]])
    found: list[dict[str, Any]] = []
    for target, aim, standing, story, mine in zip(
        rows.to_dict("records"),
        aims(rows, begin, today),
        stand.to_dict("records"),
        told,
        own,
        strict=True,
    ):
        what = target["task"] if pd.isna(target["indicator"]) else target["indicator"]
        about = {"item": target["quantity"], "what": what}
        known_figures = counting(figures, str(target["quantity"]), aim)
        known_figures = known_figures.sort_values(["as_of", "known_on"], kind="stable")
        ones = (
            *_differ(known_figures, "in_unit"),
            *_differ(mine.rows[mine.rows["stated"].notna()], "stated"),
            *_backwards(known_figures, target, aim),
            *_unknown(figures, target, level),
            *_word_and_figure(story, standing),
            *_reopened(story),
            *_stopped(mine, standing["status"], today),
        )
        found += [about | {"unit": target["unit"]} | one for one in ones]
    if tasks is not None:
        found += _of_tasks(tasks, targets, actuals, spoken, today, level)
    return _framed(found, today)


def _of_tasks(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    actuals: pd.DataFrame,
    spoken: pd.DataFrame,
    today: pd.Timestamp,
    level: str,
) -> list[dict[str, Any]]:
    """Look at the reports of tasks: contradictions, reopening, silence."""
    every = states(tasks, frame("deadlines"), frame("products"), actuals, as_of=today, level=level)
    numbered = set(targets["task"])
    found = []
    for row, story in zip(
        every.to_dict("records"), stories(spoken, [[k] for k in every["task"]]), strict=True
    ):
        about = {"item": row["task"], "what": row["what"]}
        named = story.rows[story.rows["stated"].notna()]
        ones = [*_differ(named, "stated")]
        if row["task"] not in numbered:
            ones += [*_reopened(story), *_stopped(story, row["status"], today)]
        found += [about | one for one in ones]
    return found


def _side(row: Row, prefix: str = "") -> dict[str, Any]:
    """Say of a report which it is: its day, reporter, file, figure and state."""
    file = row.get("file")
    value = row.get("in_unit")
    return {
        f"{prefix}day": row["as_of"],
        f"{prefix}reporter": row.get("reporter"),
        f"{prefix}file": row["source"] if file is None or pd.isna(file) else file,
        f"{prefix}value": value,
        f"{prefix}stated": row.get("stated"),
    }


def _differ(rows: pd.DataFrame, column: str) -> Iterator[dict[str, Any]]:
    """Find two reports of one day that differ, by reporter or by file."""
    for _, same_day in rows.groupby("as_of", sort=True):
        distinct = same_day.drop_duplicates(column)
        if len(distinct) < 2:
            continue
        one, two = distinct.to_dict("records")[:2]
        sides = [(row.get("reporter"), row.get("file"), row["source"]) for row in (one, two)]
        closing = bool(one.get("closes", False)) != bool(two.get("closes", False))
        if [str(part) for part in sides[0]] == [str(part) for part in sides[1]] or closing:
            continue  # the same body in the same file: a correction, or a check of what it said
        yield {"finding": "contradiction", **_side(two), **_side(one, "other_"), **_from(two)}


def _backwards(rows: pd.DataFrame, target: Row, aim: Aim | None) -> Iterator[dict[str, Any]]:
    """Find figures that fall where they cannot, or should not."""
    if aim is None or aim.ceiling or aim.nature == "rate" or target["basis"] == "growth":
        return
    last_of_day = rows.drop_duplicates("as_of", keep="last").to_dict("records")
    for before, after in pairwise(last_of_day):
        if after["in_unit"] >= before["in_unit"]:
            continue
        sums = aim.nature == "flow" or "cumulative" in (before.get("basis"), after.get("basis"))
        if sums and before["as_of"].year != after["as_of"].year:
            continue  # a new year's sum begins anew
        kind = "backwards" if sums or aim.nature == "deliverable" else "stock_fell"
        yield {"finding": kind, **_side(after), **_side(before, "other_"), **_from(after)}


def _unknown(figures: pd.DataFrame, target: Row, level: str) -> Iterator[dict[str, Any]]:
    """Find figures of the target's own that cannot be converted."""
    own = figures[(figures["quantity"] == target["quantity"]) & (figures["level"] == level)]
    wanted = "%" if target["basis"] == "all" else target["unit"]
    if pd.isna(wanted):
        return
    for row in own[own["value"].notna() & (own["finality"] != "context")].to_dict("records"):
        if row.get("basis") in ("part", "plan_share"):
            continue
        unit = None if pd.isna(row["unit"]) else str(row["unit"])
        if unit is None or convert(float(row["value"]), unit, str(wanted)) is None:
            one = {"finding": "unit_unknown", **_side(row), **_from(row)}
            yield one | {"value": row["value"], "unit": unit}


def _word_and_figure(story: Story, standing: Row) -> Iterator[dict[str, Any]]:
    """Hold the body's last word against the figure's status."""
    word = story.word
    if word is None:
        return
    figure = {"day": word["as_of"], "reporter": word.get("reporter"), "stated": word["stated"]}
    figure |= {"file": _side(word)["file"], "status": standing["status"], **_from(word)}
    if not pd.isna(standing["value"]):
        figure |= {"value": standing["value"], "other_day": standing["as_of"]}
    if word["stated"] == "done" and standing["status"] != "achieved":
        short = not pd.isna(standing["attainment"])
        yield {"finding": "done_short" if short else "done_no_figure", **figure}
    elif any(
        word["stated"] in pair["stated"] and standing["status"] in pair["status"]
        for pair in rules()["conflict"]
    ):
        yield {"finding": "conflict", **figure}


def _reopened(story: Story) -> Iterator[dict[str, Any]]:
    """Find a later report that says not done of what was closed out."""
    closing = story.closing
    if closing is None:
        return
    later = story.rows[(story.rows["as_of"] > closing["as_of"]) & story.rows["stated"].notna()]
    for row in later[later["stated"] != "done"].tail(1).to_dict("records"):
        yield {"finding": "after_close", **_side(row), **_side(closing, "other_"), **_from(row)}


def _stopped(story: Story, status: str, today: pd.Timestamp) -> Iterator[dict[str, Any]]:
    """Find regular reports that came no more."""
    rule = rules()["reporting"]
    days = sorted(set(story.rows["as_of"]))
    open_ = story.closing is None and not (story.rows["finality"] == "final").any()
    if not open_ or len(days) < rule["regular"] or status in ("achieved", "missed", "waiting"):
        return
    recent = days[-rule["regular"] :]
    regular = all((b - a).days <= rule["regular_days"] for a, b in pairwise(recent))
    silent = (today - days[-1]).days
    if regular and silent > rule["silent_days"]:
        row = story.rows.to_dict("records")[-1]
        yield {"finding": "stopped", **_side(row), **_from(row), "days": silent}


def _from(row: Row) -> dict[str, Any]:
    return {"source": row["source"]}


def _framed(found: list[dict[str, Any]], today: pd.Timestamp) -> pd.DataFrame:
    severities = {entry["code"]: entry["severity"] for entry in rules()["finding"]}
    order = {code.code: place for place, code in enumerate(codes("severity"))}
    for row in found:
        row |= {"severity": severities[row["finding"]], "as_of": today}
    found.sort(key=lambda row: order[row["severity"]])
    names = [column.name for column in table("progress.findings").columns]
    return frame(
        "progress.findings", {name: [_plain(row.get(name)) for row in found] for name in names}
    )


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value
