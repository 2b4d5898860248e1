"""The simulated year recovered: what was typed is in the ledger, sent back or proposed, once.

One test plays the year, for that takes a while, and holds all that came of it against the truth.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

import zctrack as zt
from zctrack.actuals.form_words import data
from zctrack.extract.units import convert
from zctrack.simulate.confirm import judged
from zctrack.simulate.settings import settings
from zctrack.simulate.year import Year, year

NOTICE = zt.load()
ROOT = Path(__file__).parents[2]
OFFICE = settings()["office"]


def test_the_year_is_recovered(tmp_path: Path) -> None:
    ledger = zt.Ledger(tmp_path / "year.db")
    played = year(NOTICE, out=tmp_path / "year", ledger=ledger)
    entries = ledger.entries()
    assert set(entries["source"]) == {"simulated"}
    kinds_of_mistakes_are_there(played)
    taken_rows_are_entries(played, entries)
    rejected_rows_are_rejects(played)
    nothing_is_lost_or_counted_twice(played, ledger)
    corrections_keep_what_they_correct(played, entries)
    proposals_are_mostly_right(played)
    only_what_is_done_is_closed_out(played, entries)
    statuses_are_those_of_the_truth(played, ledger)
    csv = ledger.export(tmp_path / "year.csv").read_bytes()
    assert csv == (ROOT / "data" / "ledger" / "simulated-year.csv").read_bytes()


def kinds_of_mistakes_are_there(played: Year) -> None:
    typed, files = played.truth.typed, played.truth.files
    assert set(files["kind"]) == {
        "form", "late", "second", "copy", "own", "again", "letter", "none",
    }  # fmt: skip
    assert typed["mistake"].nunique() >= 15
    assert typed["way"].nunique() >= 10
    assert typed["fate"].value_counts().to_dict().keys() == {
        "taken", "rejected", "proposed", "refused", "same",
    }  # fmt: skip
    assert len(typed) > 500


def in_unit(value: float, unit: str, wanted: str) -> float:
    found = convert(value, unit, wanted)
    assert found is not None, (unit, wanted)
    return found


def taken_rows_are_entries(played: Year, entries: pd.DataFrame) -> None:
    """Each row of a form that must be taken is one entry, and no form gave another one."""
    typed = played.truth.typed
    rows = typed[(typed["fate"] == "taken") & (typed["way"] != "call")]
    forms = entries[(entries["kind"] == "report") & entries["file"].str.contains("填报表")]
    by_place = {(r["file"], r["sheet"], r["cell"], r["item"]): r for r in forms.to_dict("records")}
    assert len(by_place) == len(forms) == len(rows)
    for row in rows.to_dict("records"):
        entry = by_place[row["file"], row["sheet"], row["cell"], row["item"]]
        where = (*place(row), row["typed"])
        assert pd.isna(row["value"]) == pd.isna(entry["value"]), where
        if not pd.isna(row["value"]):
            assert abs(row["value"] - entry["value"]) <= 1e-9 * abs(row["value"]), where
            assert entry["unit"] == row["measure"], where
            assert entry["comparator"] == row["comparator"], where
        assert entry["stated"] == row["stated"], where
        assert entry["as_of"] == row["day"], where
        assert entry["reporter"] == row["unit"], where
        assert entry["reported_on"] == row["filled_on"] or pd.isna(row["filled_on"]), where


def rejected_rows_are_rejects(played: Year) -> None:
    """Each row that must be rejected is told with its cell and reason, and nothing else is."""
    typed = played.truth.typed
    rows = typed[typed["fate"] == "rejected"]
    rejects = played.rejects
    told = {place(row): row for row in rejects.to_dict("records")}
    assert len(told) == len(rejects) == len(rows)
    for row in rows.to_dict("records"):
        found = told[place(row)]
        begins = str(data()["reasons"][row["reason"]]["zh"]).partition("{")[0]
        assert found["reason"].startswith(begins), (row["mistake"], found["reason"])
        assert found["todo"]


def place(row: dict[Hashable, Any]) -> tuple[object, ...]:
    return tuple(None if pd.isna(row[name]) else row[name] for name in ("file", "sheet", "cell"))


def nothing_is_lost_or_counted_twice(played: Year, ledger: zt.Ledger) -> None:
    """What stands of each item, day and bureau is what the bureau last said of it."""
    stands = ledger.actuals()
    stands = stands[stands["reporter"] != OFFICE]
    found = {(r["item"], r["as_of"], r["reporter"]): r for r in stands.to_dict("records")}
    meant = played.truth.entries()
    assert len(found) == len(stands) == len(meant)
    for row in meant.to_dict("records"):
        entry = found[row["item"], row["day"], row["unit"]]
        assert pd.isna(row["value"]) == pd.isna(entry["value"]), row
        if not pd.isna(row["value"]):
            value = in_unit(entry["value"], entry["unit"], row["measure"])
            assert abs(value - row["value"]) <= 1e-9 * abs(row["value"]), row
        # A figure that a person moved to its target has its state in the row's own entry.
        moved = row["way"] == "prose" and pd.isna(entry["stated"])
        assert entry["stated"] == row["stated"] or pd.isna(row["stated"]) or moved, row


def corrections_keep_what_they_correct(played: Year, entries: pd.DataFrame) -> None:
    """A typing error that a second version mends stays in the ledger, and no longer stands."""
    by_number = entries.set_index("entry")
    corrections = entries[entries["replaces"].notna()]
    second = played.truth.typed[played.truth.typed["file"].str.contains("更正")]
    assert len(second)
    assert len(corrections) > 20
    for row in corrections.to_dict("records"):
        before = by_number.loc[row["replaces"]]
        same = ["item", "as_of", "reporter"]
        assert [before[name] for name in same] == [row[name] for name in same]
        assert before["entered_on"] <= row["entered_on"]


def proposals_are_mostly_right(played: Year) -> None:
    """States of the bureaus' own tables are matched to their tasks, figures mostly to targets."""
    proposals = played.proposals
    decided = judged(proposals, played.truth)
    wanted = decided["wanted"].notna()
    state = proposals["figure"].isna() & wanted
    figure = proposals["figure"].notna() & wanted
    typed = played.truth.typed
    meant = typed[typed["fate"] == "proposed"]
    # Nothing that was meant is missing among the proposals, or would have to be refused.
    assert state.sum() == (meant["way"] == "state").sum()
    assert figure.sum() == (meant["way"] == "prose").sum()
    assert (decided.loc[wanted, "decision"] != "refuse").all()
    assert decided.loc[state, "right"].astype(bool).mean() >= 0.95
    assert decided.loc[figure, "right"].astype(bool).mean() >= 0.75
    assert decided.loc[~wanted, "right"].astype(bool).mean() >= 0.95


def only_what_is_done_is_closed_out(played: Year, entries: pd.DataFrame) -> None:
    states = played.truth.states
    closed = entries[entries["kind"] == "close_out"]
    done = {(r["item"], r["round"]) for r in states.to_dict("records") if r["stated"] == "done"}
    rounds = pd.Series(sorted(states["round"].unique()))
    assert len(closed) >= 30
    assert closed["item"].is_unique
    assert set(closed["evidence"]) == {"checked"}
    for row in closed.to_dict("records"):
        before = rounds[rounds < row["reported_on"]].max()
        assert (row["item"], before) in done
    last = states[states["round"] == rounds.iloc[-1]]
    assert set(last.loc[last["closed_on"].notna(), "item"]) == set(closed["item"])
    # Some bureaus said too early that they were done: those stayed open.
    typed = played.truth.typed
    early = set(typed.loc[typed["mistake"] == "done_too_early", "item"])
    assert early - set(closed["item"])


def statuses_are_those_of_the_truth(played: Year, ledger: zt.Ledger) -> None:
    """The analysis says the same of the ledger as of what was meant, at every round's end."""
    meant = reported(played)
    for when in ("2020-10-31", "2021-01-31", "2021-04-30", "2021-08-31"):
        known = pd.Timestamp(when)
        options = {"as_of": when, "tasks": NOTICE.tasks, "deadlines": NOTICE.deadlines}
        one = zt.targets.track(NOTICE.targets, ledger.actuals(known_on=when), **options)
        stands = meant[meant["collected"] <= known]
        stands = stands.drop_duplicates(["item", "as_of", "reporter"], keep="last")
        two = zt.targets.track(NOTICE.targets, stands, **options)
        assert one["status"].tolist() == two["status"].tolist(), when
        assert one["value"].round(6).equals(two["value"].round(6)), when
        assert one["status"].nunique() >= 4


def reported(played: Year) -> pd.DataFrame:
    """What was meant, as reports: made from the truth alone."""
    how = settings()["year"]
    typed = played.truth.typed
    rows = typed[typed["fate"].isin(["taken", "proposed"])].copy()
    last = pd.Timestamp(how["last_collection"])
    lag = rows["way"].map({"call": how["called"]}).fillna(how["collected"])
    lag = lag.mask(rows["fate"] == "proposed", how["confirmed"])
    rows["collected"] = rows["arrives"] + pd.to_timedelta(
        lag.where(rows["arrives"] != last, 0), "D"
    )
    rows = rows.sort_values(["collected", "filled_on", "file"], kind="stable", na_position="first")
    reports = pd.DataFrame(
        {
            "item": rows["item"],
            "as_of": rows["day"],
            "value": rows["value"],
            "unit": rows["measure"],
            "basis": rows["basis"],
            "comparator": rows["comparator"],
            "finality": "interim",
            "stated": rows["stated"],
            "evidence": "stated",
            "reported_on": rows["filled_on"],
            "reporter": rows["unit"],
            "collected": rows["collected"],
        }
    )
    closed = played.truth.states
    closed = closed[closed["closed_on"].notna() & closed["value"].notna()]
    closed = closed.drop_duplicates("item")
    checks = pd.DataFrame(
        {
            "item": closed["item"],
            "as_of": closed["day"],
            "value": closed["value"],
            "unit": closed["measure"],
            "basis": closed["basis"],
            "comparator": "=",
            "finality": "final",
            "stated": "done",
            "evidence": "checked",
            "reported_on": closed["closed_on"],
            "reporter": OFFICE,
            "collected": closed["closed_on"],
        }
    )
    every = pd.concat([reports, checks], ignore_index=True)
    return every.assign(notice=NOTICE.key, level="district", source="simulated")
