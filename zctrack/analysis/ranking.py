"""Units in bands (排名分档): a score with its parts beside it, and how sure it is.

What the score is made of is data in ``ranking.toml``. The data rarely tell one unit's rank from
the next: so units come in bands, each with the interval of its score and of its rank, and a unit
with few closed items gets no band. Officials are not ranked: their tasks follow from their office.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib import resources
from typing import Any

import pandas as pd

from zctrack.analysis.answers import ANSWERS, full_names
from zctrack.analysis.days import DateLike, day, of_day, with_days
from zctrack.analysis.given import need
from zctrack.analysis.intervals import Estimate, rank_ranges, weighted, wilson, z_of
from zctrack.analysis.standing import SIMULATED
from zctrack.dictionary.build import codes, frame, table
from zctrack.errors import OptionError, TableError

__all__ = ["bands", "change", "rules"]

_ITEM = (
    *("item", "task", "status", "closed", "in_time", "attainment", "expected", "value"),
    *("periods", "periods_reported", "source", "as_of"),
)
_PARTS = ("on_time", "attainment", "reporting")


@functools.cache
def rules() -> Mapping[str, Any]:
    """Give the rules of the ranking, as ``ranking.toml`` states them.

    Examples
    --------
    >>> rules()["bands"]["min_closed"]
    5
    """
    home = resources.files("zctrack.analysis") / "ranking.toml"
    return tomllib.loads(home.read_text("utf-8"))


def bands(
    items: pd.DataFrame,
    assignments: pd.DataFrame,
    *,
    as_of: DateLike,
    kind: str = "unit",
) -> pd.DataFrame:
    """Put the units that answer for the items into bands (排名分档).

    The score is the weighted mean of on-time close-out, attainment and reporting, from 0 to 100.
    An item of m units counts as 1/m for each (fractional counting); a collective name neither is
    ranked nor takes a share. Each part is a share with Wilson's interval, and the score has one by
    MOVER. A unit is in the upper (lower) band where its whole interval lies above (below) the
    average of the ranked units: for one share by Wilson that is to lie outside a funnel plot's
    limits. Equal scores share the band that is nearer to the middle. A rank interval holds for its
    unit, against all the others at once (Bonferroni).

    Too little data is to have few closed items, or none by which any part could be judged.
    What is unreported counts in the reporting part alone, what waits for a higher paper and what
    lapses nowhere.

    Parameters
    ----------
    items : pandas.DataFrame
        What `analysis.progress.items` gives.
    assignments : pandas.DataFrame
        Columns task, party, kind, role, collective; party_full where known.
    as_of : str, date or Timestamp
        The day, that of the items.
    kind : {"unit"}
        Whom to rank.

    Returns
    -------
    pandas.DataFrame
        One row a unit: by band, in it by score, those with too little data last:
        ``zt.describe("ranking.bands")``.

    Raises
    ------
    OptionError
        If as_of is no date, or officials are to be ranked.
    TableError
        If a column is missing, or the items are of another day.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics
    in Medicine 24(8): 1185-1202. doi:10.1002/sim.1970.
    Perianes-Rodriguez, A., Waltman, L., van Eck, N. J. (2016). Constructing bibliometric networks:
    a comparison between full and fractional counting. Journal of Informetrics 10(4): 1178-1195.
    doi:10.1016/j.joi.2016.10.006.
    `analysis.intervals` has those of the intervals.

    Examples
    --------
    >>> bands(frame("progress.items"), frame("assignments"), as_of="2020-12-31").empty
    True
    """
    if kind == "official":
        raise OptionError(
            "officials are not ranked: their tasks follow from their office and are done by units",
            todo="Rank units, or count an official's items with zt.workload.by_party.",
        )
    if kind != "unit":
        raise OptionError(f"kind={kind!r} is unknown", todo="Use 'unit'.")
    today = day(as_of, "as_of")
    need(items, "items", _ITEM)
    need(assignments, "assignments", ["task", "party", "kind", "role", "collective"])
    items = with_days(items, "progress.items")
    of_day(items, "items", today)
    answering = _answering(assignments)
    own: dict[str, list[tuple[Mapping[Any, Any], Fraction]]] = {}
    records: list[Mapping[Any, Any]] = list(items.to_dict("records"))
    for item in records:
        units = answering.get(str(item["task"]), ())
        for unit in units:
            own.setdefault(unit, []).append((item, Fraction(1, len(units))))
    order = [u for u in dict.fromkeys(u for units in answering.values() for u in units) if u in own]
    rows = [_unit(unit, own[unit]) for unit in order]
    least = int(rules()["bands"]["min_closed"])
    # Close-outs without a date, a figure or a period due say nothing of how well: no score is 0.
    ranked = [
        row
        for row in rows
        if row["closed"] >= least and any(row[part] is not None for part in _PARTS)
    ]
    _score(ranked)
    place = {code.code: n for n, code in enumerate(codes("band"))}
    for row in rows:
        row.setdefault("band", "too_little")
        row |= {"ranked": len(ranked), "as_of": today}
    rows.sort(key=lambda row: (place[row["band"]], -(row.get("score") or 0.0)))
    names = [column.name for column in table("ranking.bands").columns]
    return frame("ranking.bands", {name: [row.get(name) for row in rows] for name in names})


def _answering(assignments: pd.DataFrame) -> dict[str, list[str]]:
    """Give each task's answering units in printed order."""
    rows = assignments[
        (assignments["kind"] == "unit")
        & assignments["role"].isin(ANSWERS)
        & ~assignments["collective"].astype(bool)
    ]
    found: dict[str, list[str]] = {}
    for task, unit in zip(rows["task"], full_names(rows), strict=True):
        units = found.setdefault(str(task), [])
        if unit not in units:
            units.append(str(unit))
    return found


def _unit(unit: str, own: Sequence[tuple[Mapping[Any, Any], Fraction]]) -> dict[str, Any]:
    """Count one unit's items, and the base and the hits of each part."""
    hits = {part: Fraction(0) for part in _PARTS}
    base = dict(hits)
    for row, share in own:
        for part, value in _values(row).items():
            base[part] += share
            hits[part] += share * value
    late = [row["item"] for row, _ in own if row["in_time"] == "no"]
    return {
        "unit": unit,
        "items": len(own),
        "items_split": float(sum(share for _, share in own)),
        "shared": sum(share < 1 for _, share in own),
        "closed": sum(bool(row["closed"]) for row, _ in own),
        "unreported": sum(row["status"] == "unreported" for row, _ in own),
        "waiting": sum(row["status"] == "waiting" for row, _ in own),
        "late": "、".join(late) or None,
        "source": SIMULATED if any(row["source"] == SIMULATED for row, _ in own) else None,
        **_estimates(hits, base),
    }


def _values(row: Mapping[Any, Any]) -> dict[str, Fraction]:
    """Say what an item adds to each part that it belongs to, from 0 to 1."""
    found = {}
    if row["in_time"] in ("yes", "no"):
        found["on_time"] = Fraction(row["in_time"] == "yes")
    judged = row["status"] not in ("unreported", "waiting", "not_started")
    if judged and not pd.isna(row["attainment"]) and not pd.isna(row["value"]):
        # A figure that reaches its target, or its path, is whole; before the path begins all are.
        expected = 1.0 if pd.isna(row["expected"]) else min(float(row["expected"]), 1.0)
        reached = float(row["attainment"]) >= expected
        ratio = 1.0 if reached else float(row["attainment"]) / expected
        found["attainment"] = Fraction(ratio).limit_denominator(10**9)
    if row["periods"]:
        found["reporting"] = Fraction(int(row["periods_reported"]), int(row["periods"]))
    return found


def _estimates(hits: Mapping[str, Fraction], base: Mapping[str, Fraction]) -> dict[str, Any]:
    z = z_of(float(rules()["interval"]["confidence"]))
    out: dict[str, Any] = {}
    for part in _PARTS:
        found = wilson(float(hits[part]), float(base[part]), z)
        known = found.value is not None
        out |= {part: found.value, f"{part}_of": float(base[part])}
        out |= {f"{part}_low": found.low if known else None}
        out |= {f"{part}_high": found.high if known else None}
    return out


def _score(ranked: list[dict[str, Any]]) -> None:
    """Give the ranked units score, band and rank interval, in place."""
    if not ranked:
        return
    weights = {entry["part"]: float(entry["weight"]) for entry in rules()["part"]}
    used = [part for part in _PARTS if any(row[part] is not None for row in ranked)]
    confidence = float(rules()["interval"]["confidence"])
    own = [_sum(row, used, weights, z_of(confidence)) for row in ranked]
    # A rank is held against all the others at once, which needs wider intervals than a score.
    others = z_of(confidence, together=max(len(ranked) - 1, 1))
    wide = [_sum(row, used, weights, others) for row in ranked]
    split = sum(row["items_split"] for row in ranked)
    average = sum((s.value or 0.0) * r["items_split"] for s, r in zip(own, ranked, strict=True))
    average /= split
    few = len(ranked) < int(rules()["bands"]["min_units"])
    digits = int(rules()["bands"]["digits"])
    for row, score, ranks in zip(ranked, own, rank_ranges(wide), strict=True):
        band = "upper" if score.low > average else "lower" if score.high < average else "middle"
        row |= {
            "score": round((score.value or 0.0) * 100, digits),
            "score_low": round(score.low * 100, digits),
            "score_high": round(score.high * 100, digits),
            "rank_best": ranks[0],
            "rank_worst": ranks[1],
            "average": round(average * 100, digits),
            "band": "middle" if few else band,
        }
    for row in ranked:
        tied = {other["band"] for other in ranked if other["score"] == row["score"]}
        if len(tied) > 1:
            row["band"] = "middle"


def _sum(
    row: Mapping[str, Any], used: Sequence[str], weights: Mapping[str, float], z: float
) -> Estimate:
    parts = [wilson((row[part] or 0.0) * row[f"{part}_of"], row[f"{part}_of"], z) for part in used]
    return weighted(parts, [weights[part] for part in used])


def change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Tell how each unit's band changed from one assessment to the next (档次变动).

    Parameters
    ----------
    before, after : pandas.DataFrame
        What :func:`bands` gave for two days.

    Returns
    -------
    pandas.DataFrame
        One row a unit of either, in the order of ``after``: ``zt.describe("ranking.change")``.

    Raises
    ------
    TableError
        If a column is missing, or ``before`` is not the earlier one.

    Examples
    --------
    >>> change(frame("ranking.bands"), frame("ranking.bands")).empty
    True
    """
    columns = ["unit", "band", "score", "score_low", "score_high", "as_of", "source"]
    need(before, "before", columns)
    need(after, "after", columns)
    before, after = (with_days(t, "ranking.bands") for t in (before, after))
    if len(before) and len(after) and before["as_of"].max() >= after["as_of"].min():
        raise TableError("the ranking before is not earlier", todo="Give the earlier one first.")
    old, new = ({str(r["unit"]): r for r in t.to_dict("records")} for t in (before, after))
    order = [code.code for code in codes("band")]
    out = []
    for unit in dict.fromkeys([*after["unit"], *before["unit"]]):
        one, two = old.get(unit, {}), new.get(unit, {})
        bands_ = one.get("band", "too_little"), two.get("band", "too_little")
        was, now = (order.index(band) for band in bands_)
        none = order.index("too_little")
        if none in (was, now):
            word = "none" if was == now else "entered" if was == none else "left"
        else:
            word = "same" if was == now else "up" if now < was else "down"
        both = none not in (was, now)
        out.append(
            {
                "unit": unit,
                "before": one.get("band"),
                "after": two.get("band"),
                "change": word,
                "score_before": one.get("score"),
                "score_after": two.get("score"),
                "apart": both
                and (two["score_low"] > one["score_high"] or two["score_high"] < one["score_low"]),
                "source": one.get("source") if pd.isna(two.get("source")) else two.get("source"),
            }
        )
    names = ("unit", "before", "after", "change", "score_before", "score_after", "apart", "source")
    made: dict[str, Any] = {name: [row[name] for row in out] for name in names}
    days = (t["as_of"].iloc[0] if len(t) else None for t in (before, after))
    made |= {name: [d] * len(out) for name, d in zip(("before_as_of", "as_of"), days, strict=True)}
    return frame("ranking.change", made)
