"""Intervals of shares, of their sums and of ranks, against published tables and scipy.

The published ones are those of Newcombe, R. G. (1998), Statistics in Medicine 17(8): 857-872 (one
share, Table I, method 3) and 873-890 (a difference of two, Table II, method 10), to four digits.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from zctrack.analysis.intervals import Estimate, rank_ranges, weighted, wilson, z_of

Z = z_of(0.95)
ONE_SHARE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
TWO_SHARES = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
]


# ----------------------------------------------------------------------------------- one share


@pytest.mark.parametrize("together", [1, 2, 17])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_quantile_shares_what_may_be_wrong_among_all(confidence: float, together: int) -> None:
    wrong = (1 - confidence) / together
    assert z_of(confidence, together=together) == pytest.approx(norm.isf(wrong / 2))


@pytest.mark.parametrize(("hits", "of", "low", "high"), ONE_SHARE)
def test_wilsons_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of, Z)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize("of", [1, 2, 7, 40])
def test_wilsons_interval_is_scipys(of: int) -> None:
    for hits in range(of + 1):
        theirs = binomtest(hits, of).proportion_ci(0.95, method="wilson")
        assert wilson(hits, of, Z)[1:] == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(st.floats(0, 1), st.floats(0.5, 200), st.floats(0.02, 0.98))
def test_to_lie_above_the_average_is_to_lie_above_a_funnels_limit(
    share: float, of: float, average: float
) -> None:
    # Spiegelhalter (2005): the limits stand about the average, as wide as it varies itself.
    limit = Z * math.sqrt(average * (1 - average) / of)
    if abs(abs(share - average) - limit) < 1e-9:
        return
    found = wilson(share * of, of, Z)
    assert (found.low > average) == (share > average + limit)
    assert (found.high < average) == (share < average - limit)


@given(st.floats(0, 1), st.floats(0.01, 1e4), st.floats(0.5, 5))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(
    share: float, of: float, z: float
) -> None:
    found = wilson(share * of, of, z)
    assert found.value is not None
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_fewer_items_give_a_wider_interval() -> None:
    widths = [(e := wilson(n / 2, n, 1.96)).high - e.low for n in (2.5, 5, 10, 100)]
    assert widths == sorted(widths, reverse=True)


# ------------------------------------------------------------------------------ sums of shares


def under(counts: tuple[int, int], confidence: float = 0.95) -> Estimate:
    return wilson(*counts, z_of(confidence))


@pytest.mark.parametrize(("one", "other", "low", "high"), TWO_SHARES)
def test_a_mean_of_shares_has_the_published_interval(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    # The mean of one share and of the rest of another is half of 1 + their difference.
    rest = (other[1] - other[0], other[1])
    found = weighted([under(one), under(rest)], [0.5, 0.5])
    assert 2 * found.low - 1 == pytest.approx(low, abs=5e-5)
    assert 2 * found.high - 1 == pytest.approx(high, abs=5e-5)


def test_a_sum_of_three_shares_is_the_formula_of_2009() -> None:
    # Zou, Huang and Zhang: sum c p -+ root of sum (c p - c l)², (c u - c p)².
    parts, weights = [under((7, 10)), under((18, 20)), under((2, 5))], [0.5, 0.3, 0.2]
    value = 0.5 * 0.7 + 0.3 * 0.9 + 0.2 * 0.4
    down = sum((w * (p.value or 0) - w * p.low) ** 2 for p, w in zip(parts, weights, strict=True))
    up = sum((w * p.high - w * (p.value or 0)) ** 2 for p, w in zip(parts, weights, strict=True))
    found = weighted(parts, weights)
    assert found == pytest.approx((value, value - down**0.5, value + up**0.5))


def test_a_part_without_a_base_leaves_its_weight_and_widens_the_interval() -> None:
    known = Estimate(0.5, 0.4, 0.6)
    found = weighted([known, Estimate(None, 0.0, 1.0)], [0.5, 0.5])
    assert found.value == 0.5
    # sqrt((0.5 × 0.1)² + (0.5 × 0.5)²)
    assert found.low == pytest.approx(0.5 - 0.25495, abs=1e-5)
    assert found.high == pytest.approx(0.5 + 0.25495, abs=1e-5)


# --------------------------------------------------------------------------------------- ranks


@pytest.mark.parametrize(("one", "other", "low", "high"), TWO_SHARES)
def test_two_are_told_apart_where_the_published_interval_is_above_nought(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    apart = rank_ranges([under(one), under(other)]) == [(1, 1), (2, 2)]
    assert apart == (low > 0)


def test_more_comparisons_need_a_wider_gap() -> None:
    few, many = ([under((56, 70), c), under((48, 80), c)] for c in (0.95, 1 - 0.05 / 10))
    assert rank_ranges(few) == [(1, 1), (2, 2)]
    assert rank_ranges(many) == [(1, 2), (1, 2)]


def test_equal_scores_have_the_whole_range_of_ranks() -> None:
    assert rank_ranges([Estimate(0.5, 0.4, 0.6)] * 3) == [(1, 3)] * 3


def test_a_rank_is_sure_where_the_interval_of_the_difference_is_above_nought() -> None:
    # Difference 0.15, slack sqrt(0.1² + 0.1²) = 0.141: sure, though the intervals meet.
    one, two = Estimate(0.75, 0.65, 0.85), Estimate(0.6, 0.5, 0.7)
    assert rank_ranges([one, two]) == [(1, 1), (2, 2)]
    assert rank_ranges([one, Estimate(0.62, 0.52, 0.72)]) == [(1, 2), (1, 2)]
