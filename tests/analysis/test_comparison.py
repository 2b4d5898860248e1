from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import beta

import zctrack as zt
from zctrack.analysis.comparison import compare, year_ends

HIGHER = """省人民政府关于落实重点工作的通知

一、稳就业
1．关于“增加创业担保贷款”。
落实措施：（1）2021年6月底前，发放贷款5亿元以上。（责任单位：省财政厅）
2．关于“稳定粮食播种面积和产量”。
落实措施：（1）播种面积达到1亿亩以上。（责任单位：省农业农村厅）

省人民政府
2020年7月1日
"""
LOWER = """区人民政府关于落实重点工作的通知

一、农业
1．关于“稳定粮食播种面积和产量，压实责任”。
落实措施：（1）2020年底前，播种面积达到15万亩以上。（责任单位：区农业农村局）
2．关于“加强污水、垃圾处置设施建设”。
落实措施：（1）年内建成2座。（责任单位：区住建局）

区人民政府
2020年8月1日
"""


def test_measures_that_quote_the_same_commitment_are_pairs() -> None:
    table = compare(zt.parse(HIGHER), zt.parse(LOWER))
    assert table["measure"].tolist() == [1, 2]
    assert table["other"].isna().tolist() == [True, False]
    pair = table.iloc[1]
    assert (pair.other, pair.targets, pair.other_targets) == (1, 1, 1)
    assert str(pair.other_due.date()) == "2020-12-31"
    assert table.iloc[0].due.date().isoformat() == "2021-06-30"


def test_the_last_due_day_is_of_the_measures_own_tasks_not_of_the_quoted_commitment() -> None:
    quoted = "2025年底前稳定粮食播种面积和产量"
    higher = zt.parse(HIGHER.replace("稳定粮食播种面积和产量", quoted))
    lower = zt.parse(LOWER.replace("稳定粮食播种面积和产量，压实责任", quoted))
    dates = lower.deadlines
    national = dates.loc[dates["section"] == "commitment", "until"]
    assert national.dt.year.tolist() == [2025]
    pair = compare(higher, lower).iloc[1]
    assert pair["other"] == 1
    assert pair["other_due"] == pd.Timestamp("2020-12-31")
    # The higher notice's own task has no date.
    assert pd.isna(pair["due"])


def test_a_measure_has_one_partner_only() -> None:
    twice = LOWER.replace("加强污水、垃圾处置设施建设", "稳定粮食播种面积和产量")
    table = compare(zt.parse(HIGHER), zt.parse(twice))
    assert table["other"].dropna().tolist() == [2]


def test_a_threshold_outside_the_scale_is_named() -> None:
    with pytest.raises(zt.OptionError, match="threshold is 101"):
        compare(zt.parse(HIGHER), zt.parse(LOWER), threshold=101)


def test_the_share_of_year_ends_has_its_exact_interval() -> None:
    table = year_ends([zt.parse(LOWER), zt.parse(HIGHER)])
    assert table[["due", "year_end", "share"]].to_numpy().tolist() == [[2, 2, 1.0], [1, 0, 0.0]]
    # Clopper and Pearson (1934): 2 of 2 gives (0.025 / 2 to the square root …) 0.158 to 1.
    assert table.loc[0, "low"] == pytest.approx((0.05 / 2) ** 0.5)
    assert table.loc[0, "high"] == 1.0
    assert table.loc[1, "high"] == pytest.approx(0.975)


def test_inside_the_scale_the_exact_interval_is_of_quantiles_of_beta() -> None:
    row = year_ends([zt.load()]).iloc[0]
    ends, due = int(row["year_end"]), int(row["due"])
    assert 0 < ends < due
    assert row["low"] == pytest.approx(beta.ppf(0.025, ends, due - ends + 1))
    assert row["high"] == pytest.approx(beta.ppf(0.975, ends + 1, due - ends))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", ["full", "half"])
def test_both_tables_have_words_and_a_chart(lang: str, width: str) -> None:
    pairs = zt.cascade.compare(zt.parse(HIGHER), zt.parse(LOWER))
    ends = zt.cascade.year_ends([zt.parse(LOWER), zt.parse(HIGHER)])
    for name, table in (("compare", pairs), ("year_ends", ends)):
        words = getattr(zt.wording.cascade, name)(table, lang=lang)
        figure = getattr(zt.charts.cascade, name)(table, lang=lang, width=width)
        assert figure.words.title == words.title
        assert words.title in words.alt
