"""The bulletin's numbers, counted by hand on a few items."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import bulletin, review
from zctrack.analysis.progress import by_unit
from zctrack.dictionary.build import codes, frame, schema, table
from zctrack.errors import OptionError, TableError

DAY = "2020-11-30"
# Key, status, class, evidence, due, unit, closed: what is counted below.
ITEMS = [
    ("M1.1.q1", "achieved", "done", "checked", "2020-11-15", "甲局", True),
    ("M1.2.q1", "on_track", "well", "stated", "2020-12-31", "甲局", False),
    ("M1.3", "closed", "done", "checked", None, "甲局", True),
    ("M1.4.q1", "missed", "cannot", "documented", "2020-10-31", "乙局", False),
    ("M1.5.q1", "behind", "difficult", "stated", "2020-12-31", "乙局", False),
    ("M1.6.q1", "behind", "difficult", "stated", "2020-12-20", "乙局、丙局", False),
    ("M1.7", "unreported", None, "none", "2021-02-20", "丙局", False),
    ("M1.8", "waiting", None, "none", None, "丙局", False),
]


def items(rows: list[tuple[Any, ...]] = ITEMS) -> pd.DataFrame:
    made = []
    today = pd.Timestamp(DAY)
    for key, status, kind, evidence, due, units, closed in rows:
        row: dict[str, Any] = dict.fromkeys(c.name for c in table("progress.items").columns)
        row |= {"item": key, "task": ".".join(key.split(".")[:2]), "measure": 1, "chapter": 1}
        row |= {"target": ".q" in key, "what": "充电桩", "due": due, "due_doubtful": False}
        row |= {"status": status, "office_class": kind, "evidence": evidence, "closed": closed}
        row |= {"changed": key == "M1.5.q1", "awaited": True, "units": units, "source": "a.xlsx"}
        row |= {"periods": 0, "periods_reported": 0, "days_silent": 5, "officials": "赵一"}
        row |= {"days_left": None if due is None else (pd.Timestamp(due) - today).days}
        made.append(row | {"as_of": today})
    names = [c.name for c in table("progress.items").columns]
    return frame("progress.items", {name: [row[name] for row in made] for name in names})


def assignments() -> pd.DataFrame:
    pairs = [(key, unit) for key, *_, units, _ in ITEMS for unit in units.split("、")]
    tasks = [".".join(key.split(".")[:2]) for key, _ in pairs]
    made = {"task": tasks, "party": [unit for _, unit in pairs], "kind": "unit", "role": "lead"}
    return pd.DataFrame(made)


TASKS = pd.DataFrame(
    {
        "task": [f"M1.{n}" for n in range(1, 9)],
        "label": [f"（{n}）" for n in range(1, 8)] + [None],
        "measure": 1,
        "text": [f"（{n}）第{n}项。" for n in range(1, 9)],
        "start": range(10, 90, 10),
        "end": range(18, 98, 10),
    }
)
QUANTITIES = pd.DataFrame({"quantity": ["M1.4.q1"], "start": [43], "end": [45]})


def figures() -> pd.DataFrame:
    rows = items()
    due = review.due(frame("deadlines"), rows, as_of=DAY)
    slips = review.slips(due, rows, as_of=DAY)
    units = by_unit(rows, assignments())
    return bulletin.figures(rows, due, slips, units, frame("progress.findings"), as_of=DAY)


@pytest.mark.parametrize(
    ("figure", "n", "of", "keys"),
    [
        ("items", 8, None, "M1.1.q1、M1.2.q1、M1.3、M1.4.q1、M1.5.q1、M1.6.q1、M1.7、M1.8"),
        ("targets", 5, 8, "M1.1.q1、M1.2.q1、M1.4.q1、M1.5.q1、M1.6.q1"),
        ("tasks", 3, 8, "M1.3、M1.7、M1.8"),
        ("judged", 6, 8, "M1.1.q1、M1.2.q1、M1.3、M1.4.q1、M1.5.q1、M1.6.q1"),
        ("good", 3, 6, "M1.1.q1、M1.2.q1、M1.3"),
        ("hard", 3, 6, "M1.4.q1、M1.5.q1、M1.6.q1"),
        ("cannot", 1, 6, "M1.4.q1"),
        ("word_only", 3, 6, "M1.2.q1、M1.5.q1、M1.6.q1"),
        ("closed", 2, 8, "M1.1.q1、M1.3"),
        ("changed", 1, 8, "M1.5.q1"),
        ("unreported", 1, 8, "M1.7"),
        ("waiting", 1, 8, "M1.8"),
        ("not_started", 0, 8, None),
        ("year", 335, 366, None),  # 30 November of a leap year
        ("late", 1, None, "M1.4.q1"),
        ("slow", 2, None, "M1.6.q1、M1.5.q1"),  # by date
        ("due_30", 1, None, "M1.6.q1"),  # 20 days
        ("due_60", 2, None, "M1.2.q1、M1.5.q1"),  # 31 days
        ("due_90", 1, None, "M1.7"),  # 82 days
        ("silent", 0, None, None),
        ("lapses", 0, None, None),
        ("units", 3, None, "甲局、乙局、丙局"),
        ("units_well", 1, 3, "甲局"),
        ("units_lagging", 2, 3, "乙局、丙局"),
        ("slips", 3, None, "2020-001、2020-002、2020-003"),
        ("slips_red", 0, 3, None),
        ("slips_orange", 2, 3, "2020-001、2020-002"),  # late, and slow with 20 days left
        ("slips_blue", 1, 3, "2020-003"),
        ("slips_past", 0, 3, None),
        ("reminders", 0, None, None),
    ],
)
def test_each_figure_counts_what_it_says(
    figure: str, n: int, of: int | None, keys: str | None
) -> None:
    row = figures().set_index("figure").loc[figure]
    assert row["n"] == n
    assert (None if pd.isna(row["of"]) else row["of"]) == of
    assert (None if pd.isna(row["keys"]) else row["keys"]) == keys
    if of:
        assert row["share"] == n / of


def test_the_figures_are_the_whole_set_in_its_order() -> None:
    rows = figures()
    schema("bulletin.figures").validate(rows)
    assert rows["figure"].tolist() == [code.code for code in codes("bulletin_figure")]


@pytest.mark.parametrize(
    ("judged", "good", "code"),
    [
        (0.49, 1.0, "too_few"),
        (0.5, 0.9, "smooth"),
        (1.0, 0.89, "steady"),
        (1.0, 0.7, "steady"),
        (1.0, 0.69, "mixed"),
        (1.0, 0.5, "mixed"),
        (1.0, 0.49, "slow"),
        (1.0, None, "slow"),
    ],
)
def test_the_judgement_follows_its_thresholds(judged: float, good: float | None, code: str) -> None:
    rows = pd.DataFrame({"figure": ["judged", "good"], "share": [judged, good]})
    assert bulletin.judgement(rows) == code


def test_a_judgement_is_a_code() -> None:
    known = {code.code for code in codes("judgement")}
    assert {rule["code"] for rule in bulletin.rules()["judgement"]} == known


def test_who_does_well_has_enough_judged_none_lagging_and_reports() -> None:
    units = by_unit(items(), assignments())
    rows = bulletin.well(units)
    schema("bulletin.well").validate(rows)
    assert rows[["unit", "judged", "done", "well", "unreported"]].values.tolist() == [
        ["甲局", 3, 2, 1, 0]
    ]
    assert bulletin.well(units.assign(unreported=3))["unit"].tolist() == ["甲局"]
    assert bulletin.well(units.assign(unreported=4)).empty
    assert bulletin.well(units.assign(cannot=1)).empty


def reports(**given: Any) -> pd.DataFrame:
    row = {"item": "M1.4.q1", "level": "district", "as_of": "2020-10-31", "finality": "interim"}
    row |= {"stated": "not_done", "evidence": "stated", "source": "甲.xlsx", "reporter": "乙局"}
    row |= {"words": "因征地原因未开工。", "file": "乙局.xlsx", "sheet": "进展", "cell": "G7"}
    return pd.DataFrame([row | given])


def annex(rows: pd.DataFrame) -> pd.DataFrame:
    made = bulletin.annex(items(), TASKS, QUANTITIES, rows, as_of=DAY)
    schema("bulletin.annex").validate(made)
    return made.set_index("item")


def test_the_annex_has_each_item_with_its_place_and_the_body_s_words() -> None:
    rows = annex(reports())
    assert rows.index.tolist() == [row[0] for row in ITEMS]
    own = rows.loc["M1.4.q1"]
    assert own[["place", "start", "end", "sentence"]].tolist() == ["1（4）", 43, 45, "（4）第4项。"]
    assert own["words"] == "因征地原因未开工。"
    assert own[["reporter", "file", "cell"]].tolist() == ["乙局", "乙局.xlsx", "进展 G7"]
    assert own["words_on"] == pd.Timestamp("2020-10-31")
    assert rows.loc["M1.8", "place"] == "1"
    assert rows.loc["M1.8", ["start", "end"]].tolist() == [80, 88]  # the task's own, no figure
    assert rows.loc["M1.8", ["words", "file"]].isna().all()


def test_a_corrected_entry_is_no_longer_said() -> None:
    first = reports(entry=1, replaces=None)
    second = reports(entry=2, replaces=1, words="已开工。", cell="G9")
    rows = annex(pd.concat([first, second], ignore_index=True))
    assert rows.loc["M1.4.q1", ["words", "cell"]].tolist() == ["已开工。", "进展 G9"]


def test_what_was_said_later_is_not_known_yet() -> None:
    assert annex(reports(reported_on="2020-11-30")).loc["M1.4.q1", "words"] == "因征地原因未开工。"
    assert pd.isna(annex(reports(reported_on="2020-12-02")).loc["M1.4.q1", "words"])


def test_the_lagging_come_gravest_first_then_by_date() -> None:
    made = bulletin.annex(items(), TASKS, QUANTITIES, frame("actuals"), as_of=DAY)
    assert bulletin.lagging(made)["item"].tolist() == ["M1.4.q1", "M1.6.q1", "M1.5.q1"]


def test_a_sheet_says_what_comes_next() -> None:
    rows = items()
    due = review.due(frame("deadlines"), rows, as_of=DAY)
    slips = review.slips(due, rows, as_of=DAY)
    made = bulletin.sheets(slips, TASKS)
    schema("bulletin.sheets").validate(made)
    columns = ["slip", "colour", "next_colour", "closes", "place", "sentence"]
    assert made[columns].values.tolist() == [
        ["2020-001", "orange", "red", "close_out", "1（4）", "（4）第4项。"],
        ["2020-002", "orange", "red", "close_out", "1（6）", "（6）第6项。"],
        ["2020-003", "blue", "orange", "close_out", "1（5）", "（5）第5项。"],
    ]


@pytest.mark.parametrize(
    ("colour", "rule", "list_", "due", "after"),
    [
        ("orange", "report", "silent", None, None),
        ("blue", "report", "silent", None, "orange"),
        ("red", "late", "late", "2020-10-31", None),
        ("orange", "slow", "slow", None, None),  # red waits until the date is near
        ("orange", "slow", "slow", "2020-12-31", None),  # 31 days
        ("orange", "slow", "slow", "2020-12-30", "red"),  # 30 days
        ("orange", "slow", "late", "2020-11-15", "red"),  # slow when it was issued, now late
    ],
)
def test_what_comes_next_follows_the_rule_that_calls_now(
    colour: str, rule: str, list_: str, due: str | None, after: str | None
) -> None:
    row: dict[str, Any] = dict.fromkeys(c.name for c in table("review.slips").columns)
    row |= {"task": "M1.1", "item": "M1.1", "slip": "2020-001", "what": "事项", "rule": rule}
    row |= {"colour": colour, "list": list_, "due": due, "state": "open", "past": False}
    row |= {"opened_on": DAY, "colour_since": DAY, "answer_by": DAY, "as_of": DAY}
    slips = frame("review.slips", {name: [value] for name, value in row.items()})
    made = bulletin.sheets(slips, TASKS)
    assert (None if pd.isna(made["next_colour"].iloc[0]) else made["next_colour"].iloc[0]) == after
    assert made["closes"].tolist() == ["report" if rule == "report" else "close_out"]
    assert bulletin.sheets(slips.assign(state="eased"), TASKS).empty  # no sheet without a call


def test_tables_of_another_day_or_notice_are_refused() -> None:
    rows = items()
    none = frame("review.due"), frame("review.slips"), frame("progress.by_unit")
    found = frame("progress.findings")
    with pytest.raises(TableError, match="2020-11-30"):
        bulletin.figures(rows, *none, found, as_of="2020-12-31")
    with pytest.raises(OptionError, match="as_of"):
        bulletin.figures(rows, *none, found, as_of="年底")
    due = review.due(frame("deadlines"), rows, as_of=DAY)
    with pytest.raises(TableError, match=r"M1\.4"):
        bulletin.sheets(review.slips(due, rows, as_of=DAY), TASKS.head(2))
