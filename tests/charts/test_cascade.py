"""The chart of the cascade on any data."""

from __future__ import annotations

import pandas as pd

from zctrack.analysis import cascade as analysis
from zctrack.charts import cascade
from zctrack.charts.fitting import text_boxes
from zctrack.charts.save import svg


def table(count: int) -> pd.DataFrame:
    n = range(count)
    national = pd.DataFrame(
        {
            "quantity": [f"M{i + 1}.0.q1" for i in n],
            "task": [f"M{i + 1}.0" for i in n],
            "measure": [i + 1 for i in n],
            "section": ["commitment"] * count,
            "role": ["national"] * count,
            "indicator": [
                "大型商业银行普惠型小微企业贷款余额同比增长速度目标值"[: 3 + i % 25] for i in n
            ],
            "low": [5.0] * count,
            "high": [5.0] * count,
            "unit": ["%"] * count,
            "basis": ["decrease"] * count,
            "surface": ["5％"] * count,
        }
    )
    district = national.iloc[::2].assign(
        quantity=[f"M{i + 1}.1.q1" for i in range(0, count, 2)],
        section="implementation",
        low=95.0,
        high=95.0,
        basis="level",
        surface="95％",
    )
    return analysis.localised(pd.concat([national, district], ignore_index=True))


def test_a_short_title_of_the_measure_comes_from_names_csv() -> None:
    names = pd.DataFrame({"key": ["M1"], "short": ["电价"], "en_short": ["Power price"]})
    words = [t.get_text() for t, _ in text_boxes(cascade.localised(table(1), names=names))]
    assert "M1 电价" in words


def test_the_same_table_gives_the_same_picture() -> None:
    assert svg(cascade.localised(table(5))) == svg(cascade.localised(table(5)))
