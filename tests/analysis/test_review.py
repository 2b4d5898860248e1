"""The review list and the slips: by hand-made items, review by review."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import review
from zctrack.dictionary.build import codes, frame, schema, table
from zctrack.errors import OptionError, TableError


def item(key: str = "M1.1", status: str = "behind", **given: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(c.name for c in table("progress.items").columns)
    row |= {"item": key, "task": ".".join(key.split(".")[:2]), "measure": 1, "chapter": 1}
    row |= {"target": True, "what": "充电桩", "due": "2020-12-31", "due_doubtful": False}
    row |= {"evidence": "stated", "status": status, "changed": False, "closed": False}
    row |= {"awaited": True, "periods": 0, "periods_reported": 0, "days_silent": 5}
    row |= {"units": "甲局", "officials": "赵一", "source": "a.xlsx"}
    return row | given


def items(day: str, *rows: dict[str, Any]) -> pd.DataFrame:
    today = pd.Timestamp(day)
    for row in rows:
        left = None if row["due"] is None else (pd.Timestamp(row["due"]) - today).days
        row |= {"as_of": today, "days_left": left}
    names = [c.name for c in table("progress.items").columns]
    return frame("progress.items", {name: [row[name] for row in rows] for name in names})


LAPSES = pd.DataFrame(
    {
        "deadline": ["M9.1.d1", "M9.2.d1", "M9.3.d1"],
        "task": ["M9.1", "M9.2", "M9.3"],
        "measure": [9, 9, 9],
        "section": ["implementation"] * 3,
        "kind": ["expires", "expires", "due"],
        "begin": pd.to_datetime([None] * 3),
        "until": pd.to_datetime(["2020-12-31", "2021-12-31", "2020-12-31"]),
        "precision": ["day"] * 3,
        "anchor": [None] * 3,
        "doubtful": [False] * 3,
        "surface": ["年底", "明年底", "年底"],
        "start": [1, 2, 3],
        "end": [2, 3, 4],
    }
)
NONE = LAPSES.iloc[:0]


def lists(day: str, *rows: dict[str, Any], deadlines: pd.DataFrame = NONE) -> list[tuple[str, str]]:
    due = review.due(deadlines, items(day, *rows), as_of=day)
    schema("review.due").validate(due)
    return list(zip(due["list"], due["item"], strict=True))


# --------------------------------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("status", "due", "names"),
    [
        ("missed", "2020-10-31", ["late"]),
        ("overdue", "2020-10-31", ["late"]),
        ("behind", "2021-06-30", ["slow"]),
        ("behind", None, ["slow"]),
        ("behind", "2020-12-31", ["slow", "due"]),
        ("at_risk", "2021-06-30", []),
        ("at_risk", "2020-12-31", ["due"]),  # 31 days
        ("at_risk", "2020-12-30", ["slow", "due"]),  # 30 days
        ("on_track", "2021-02-28", ["due"]),  # 90 days
        ("on_track", "2021-03-01", []),  # 91 days
        ("waiting", "2020-12-31", ["due"]),
        ("unreported", "2020-10-31", []),
        ("achieved", "2020-12-31", ["to_check"]),
        ("to_check", None, ["to_check"]),
    ],
)
def test_each_status_and_date_has_its_lists(status: str, due: str | None, names: list[str]) -> None:
    found = lists("2020-11-30", item(status=status, due=due))
    assert [name for name, _ in found] == names


def test_within_is_the_smallest_horizon() -> None:
    rows = [
        item(f"M1.{n}", "on_track", due=day)
        for n, day in enumerate(
            ("2020-11-30", "2020-12-30", "2020-12-31", "2021-01-29", "2021-02-28"), start=1
        )
    ]
    due = review.due(NONE, items("2020-11-30", *rows), as_of="2020-11-30")
    assert due["within"].tolist() == [30, 30, 60, 60, 90]
    due = review.due(NONE, items("2020-11-30", *rows), as_of="2020-11-30", horizons=(10,))
    assert due["item"].tolist() == ["M1.1"]


def test_what_is_closed_stands_on_no_list() -> None:
    assert lists("2020-11-30", item(status="missed", closed=True, days_silent=300)) == []


def test_silence_is_a_list_of_its_own_and_never_late() -> None:
    past = item(status="unreported", due="2020-10-31", days_silent=48)
    assert lists("2020-11-30", past) == [("silent", "M1.1")]
    assert lists("2020-11-30", past | {"days_silent": 47}) == []
    assert lists("2020-11-30", past | {"awaited": False}) == []
    assert lists("2020-11-30", past | {"days_silent": None}) == [("silent", "M1.1")]


def test_lapses_stand_apart_with_their_own_key() -> None:
    found = lists("2020-11-30", item(status="on_track", due="2021-12-31"), deadlines=LAPSES)
    assert found == [("lapses", "M9.1.d1")]
    assert lists("2021-01-31", deadlines=LAPSES) == []  # past: never late


def test_the_list_refuses_items_of_another_day_and_odd_horizons() -> None:
    with pytest.raises(TableError, match="2020-11-30"):
        review.due(NONE, items("2020-11-30", item()), as_of="2020-12-31")
    with pytest.raises(OptionError, match="horizons"):
        review.due(NONE, items("2020-11-30", item()), as_of="2020-11-30", horizons=(0,))


# --------------------------------------------------------------------------------------- slips


def hold(reviews: list[tuple[str, list[dict[str, Any]]]], **given: Any) -> list[pd.DataFrame]:
    """Hold the reviews in their order; give the register after each."""
    registers: list[pd.DataFrame] = []
    for day, rows in reviews:
        of = items(day, *(dict(row) for row in rows))
        due = review.due(NONE, of, as_of=day)
        before = registers[-1] if registers else None
        registers.append(review.slips(due, of, as_of=day, before=before, **given))
        schema("review.slips").validate(registers[-1])
    return registers


SLOW = item(due="2021-12-31")


def test_a_slow_matter_goes_to_orange_by_the_days_to_answer_and_to_red_near_its_date() -> None:
    days = ["2020-09-30", "2020-10-10", "2020-10-31", "2020-11-30", "2021-12-10"]
    registers = hold([(day, [SLOW]) for day in days])
    told = [register.iloc[0] for register in registers]
    # Blue until 15 October; on the 10th its time is not over. Red orders completion: not before
    # the date, 31 December 2021, is 30 days off.
    assert [row["colour"] for row in told] == ["blue", "blue", "orange", "orange", "red"]
    assert told[0]["answer_by"] == pd.Timestamp("2020-10-15")
    assert told[2]["answer_by"] == pd.Timestamp("2020-11-10")
    assert told[3]["answer_by"] == pd.Timestamp("2020-11-10")
    assert told[4]["answer_by"] == pd.Timestamp("2022-01-09")
    assert [row["past"] for row in told] == [False, False, False, True, False]
    assert {len(register) for register in registers} == {1}
    assert {row["slip"] for row in told} == {"2020-001"}
    assert {row["opened_on"] for row in told} == {pd.Timestamp("2020-09-30")}


def test_a_reason_that_the_office_accepts_holds_the_colour() -> None:
    days = ["2020-09-30", "2020-10-31", "2020-11-30"]
    last = hold([(day, [SLOW]) for day in days], accepted={"2020-001"})[-1]
    assert last["colour"].tolist() == ["blue"]
    assert last["past"].tolist() == [True]


def test_a_slip_stays_open_until_close_out_even_where_the_matter_eases() -> None:
    eased = SLOW | {"status": "on_track"}
    done = eased | {"status": "achieved"}
    closed = done | {"closed": True}
    course = [SLOW, eased, done, closed, closed]
    days = ["2020-09-30", "2020-10-31", "2020-11-30", "2020-12-31", "2021-01-31"]
    registers = hold([(day, [row]) for day, row in zip(days, course, strict=True)])
    assert [r["state"].tolist() for r in registers] == [
        ["open"],
        ["eased"],
        ["eased"],
        ["closed"],
        ["closed"],
    ]
    assert registers[-1]["colour"].tolist() == ["blue"]
    assert registers[-1]["closed_on"].tolist() == [pd.Timestamp("2020-12-31")]


def test_an_eased_matter_that_worsens_goes_on_with_its_slip() -> None:
    eased = SLOW | {"status": "on_track"}
    registers = hold([("2020-09-30", [SLOW]), ("2020-10-31", [eased]), ("2020-11-30", [SLOW])])
    assert registers[-1][["slip", "state", "colour"]].values.tolist() == [
        ["2020-001", "open", "orange"]
    ]


def test_urgent_matters_start_higher() -> None:
    late = item("M1.1", "missed", due="2020-08-31")
    near = item("M1.2", "behind", due="2020-10-30")
    far = item("M1.3", "behind", due="2020-10-31")
    register = hold([("2020-09-30", [far, near, late])])[0]
    colours = dict(zip(register["item"], register["colour"], strict=True))
    assert colours == {"M1.1": "orange", "M1.2": "orange", "M1.3": "blue"}
    # Numbers follow the order of the rules, then of the items: the gravest first.
    assert dict(zip(register["item"], register["slip"], strict=True)) == {
        "M1.1": "2020-001",
        "M1.2": "2020-002",
        "M1.3": "2020-003",
    }


def test_a_slow_matter_whose_date_passes_is_late_on_the_same_slip() -> None:
    slow = item(due="2020-12-31")
    late = item(status="missed", due="2020-12-31")
    registers = hold([("2020-11-15", [slow]), ("2020-11-20", [slow]), ("2021-01-01", [late])])
    assert registers[1]["colour"].tolist() == ["blue"]
    assert registers[2][["slip", "list", "colour"]].values.tolist() == [
        ["2020-001", "late", "orange"]
    ]


SILENT = item(status="unreported", days_silent=60, due="2021-12-31")


def test_a_reminder_to_report_is_never_red_and_ends_with_the_report() -> None:
    days = ["2020-09-30", "2020-10-31", "2020-11-30", "2020-12-31"]
    registers = hold(
        [(day, [SILENT]) for day in days] + [("2021-01-31", [item(status="on_track")])]
    )
    assert [r["colour"].tolist() for r in registers] == [
        ["blue"],
        ["orange"],
        ["orange"],
        ["orange"],
        ["orange"],
    ]
    assert set(registers[0]["list"]) == {"silent"}
    assert registers[-1]["state"].tolist() == ["closed"]


def test_a_report_that_shows_a_slow_matter_ends_the_reminder_and_opens_a_slip_of_its_own() -> None:
    registers = hold([("2020-09-30", [SILENT]), ("2020-10-31", [SLOW])])
    assert registers[-1][["slip", "rule", "state"]].values.tolist() == [
        ["2020-001", "report", "closed"],
        ["2020-002", "slow", "open"],
    ]


def test_one_matter_one_slip_though_it_is_slow_and_silent() -> None:
    both = SLOW | {"days_silent": 90}
    register = hold([("2020-09-30", [both]), ("2020-10-31", [both])])[-1]
    assert register[["rule", "colour"]].values.tolist() == [["slow", "orange"]]


def test_silence_about_a_matter_that_was_slow_does_not_escalate_its_slip() -> None:
    silent = SILENT | {"status": "unreported"}
    register = hold([("2020-09-30", [SLOW]), ("2020-10-31", [silent])])[-1]
    assert register[["slip", "list", "colour", "state"]].values.tolist() == [
        ["2020-001", "slow", "blue", "open"]
    ]


def test_numbers_run_on_in_the_year_and_begin_anew_with_the_next() -> None:
    one, two, three = (item(f"M1.{n}", due="2022-12-31") for n in (1, 2, 3))
    registers = hold(
        [("2020-11-30", [one]), ("2020-12-31", [one, two]), ("2021-01-31", [one, two, three])]
    )
    assert registers[-1]["slip"].tolist() == ["2020-001", "2020-002", "2021-001"]


def test_the_same_reviews_give_the_same_register() -> None:
    days = ["2020-09-30", "2020-10-31", "2020-11-30"]
    one, two = (hold([(day, [SLOW, SILENT | {"item": "M2.1"}]) for day in days]) for _ in "ab")
    pd.testing.assert_frame_equal(one[-1], two[-1])


def test_reviews_are_taken_in_their_order() -> None:
    register = hold([("2020-10-31", [SLOW])])[0]
    of = items("2020-09-30", dict(SLOW))
    due = review.due(NONE, of, as_of="2020-09-30")
    with pytest.raises(TableError, match="later"):
        review.slips(due, of, as_of="2020-09-30", before=register)


def test_the_silence_of_a_simulated_year_is_marked_as_simulated() -> None:
    told = SLOW | {"source": "simulated"}
    silent = SILENT | {"item": "M2.1", "source": None}
    register = hold([("2020-09-30", [told, silent])])[0]
    assert set(register["source"]) == {"simulated"}


# ---------------------------------------------------------------------------------------- rules


def test_the_rules_name_codes_of_the_dictionary() -> None:
    known = {name: {c.code for c in codes(name)} for name in ("review_list", "item_status")}
    colours = [entry["colour"] for entry in review.rules()["colour"]]
    assert colours == [c.code for c in codes("slip_colour")]
    for entry in review.rules()["list"]:
        assert entry["list"] in known["review_list"]
        assert set(entry.get("status", ())) <= known["item_status"]
    for rule in review.rules()["slip"]:
        assert rule["list"] in known["review_list"] - {"lapses"}
        assert colours.index(rule["colour"]) <= colours.index(rule["highest"])


def test_unreported_alone_calls_for_nothing_but_a_reminder_to_report() -> None:
    for entry in review.rules()["list"]:
        if "unreported" in entry.get("status", ()):
            assert entry["list"] == "due"
    by_list = {rule["list"]: rule for rule in review.rules()["slip"]}
    assert "due" not in by_list
    assert by_list["silent"]["highest"] == "orange"
    assert by_list["silent"]["closes"] == "report"
