"""Parties by their full names, in every room the same."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import zctrack as zt

MADE: dict[str, Callable[[zt.Notice, pd.DataFrame], pd.DataFrame]] = {
    "workload.by_party": lambda n, who: zt.workload.by_party(who, kind="unit"),
    "workload.gaps": lambda n, who: zt.workload.gaps(who),
    "deadlines.load": lambda n, who: zt.deadlines.load(n.deadlines, who),
    "deadlines.calendar": lambda n, who: zt.deadlines.calendar(n.deadlines, assignments=who),
    "targets.register": lambda n, who: zt.targets.register(n.targets, who),
}


@pytest.mark.parametrize("name", MADE)
def test_who_has_no_full_name_goes_by_the_printed_one(name: str) -> None:
    n = zt.load()
    who = n.assignments
    some = who.assign(party_full=who["party_full"].where(who.index % 3 > 0))
    pd.testing.assert_frame_equal(MADE[name](n, some), MADE[name](n, who))


def test_the_register_calls_units_by_their_full_names_as_the_workload_does() -> None:
    n = zt.load()
    who = n.assignments.assign(party=n.assignments["party"].str.removeprefix("区"))
    assert zt.targets.register(n.targets, who)["leads"].equals(
        zt.targets.register(n.targets, n.assignments)["leads"]
    )
