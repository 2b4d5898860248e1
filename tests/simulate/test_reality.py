"""How things truly stand: one course of things, whatever day it is looked at."""

from __future__ import annotations

import zctrack as zt
from zctrack.simulate.reality import reality

NOTICE = zt.load()


def test_every_target_and_every_task_without_one_has_a_state() -> None:
    states = reality(NOTICE, as_of="2020-12-31")
    targets = set(NOTICE.targets["quantity"])
    others = set(NOTICE.tasks["task"]) - set(NOTICE.targets["task"])
    assert set(states["item"]) == targets | others
    assert len(states) == 102


def test_later_days_go_on_from_earlier_ones() -> None:
    first = reality(NOTICE, as_of="2020-09-30").set_index("item")
    later = reality(NOTICE, as_of="2020-12-31").set_index("item")
    counted = first["nature"].isin(["flow", "deliverable"])
    assert counted.sum() >= 15
    assert (later.loc[counted, "value"] >= first.loc[counted, "value"]).all()
    ended = first.index[(first["day"] < first["round"])]
    assert len(ended)
    assert (later.loc[ended, "day"] == first.loc[ended, "day"]).all()
    done = first.index[(first["stated"] == "done") & first["value"].isna()]
    assert (later.loc[done, "stated"] == "done").all()


def test_no_target_is_met_before_its_figure_says_so() -> None:
    states = reality(NOTICE, as_of="2021-03-31").set_index("item")
    # 充电桩 101 by the end of 2020: at least, in whole things.
    row = states.loc["M14.2.q1"]
    assert row["stated"] == ("done" if row["value"] >= 101 else "not_done")
    assert row["day"].isoformat()[:10] == "2020-12-31"
    # A figure against another level has no number to be met.
    assert states.loc["M29.2.q2", ["value", "goal"]].isna().all()


def test_another_seed_is_another_course() -> None:
    one, two = (reality(NOTICE, as_of="2020-12-31", seed=seed) for seed in (1, 2))
    assert not one["value"].equals(two["value"])
