from __future__ import annotations

import pytest

import zctrack as zt

# A sentence, a number in it, and the short noun phrase that a reader says it measures.
CASES = [
    ("到2025年，再生水利用率达到35%以上。", "35%以上", "再生水利用率"),
    ("应急广播行政村覆盖率不低于95%。", "不低于95%", "应急广播行政村覆盖率"),
    ("在线监控设施安装率100%。", "100%", "在线监控设施安装率"),
    ("一般公共预算收入同口径增长5.5%。", "5.5%", "一般公共预算收入"),
    ("全年争取资金同比增长10%以上。", "10%以上", "资金"),
    ("城市污水处理率由93%提高到96%。", "96%", "城市污水处理率"),
    ("高新技术企业数量翻一番，突破300家。", "突破300家", "高新技术企业数量"),
    ("新建5G基站1500个，累计达到4000个。", "4000个", "5G基站"),
    ("补助标准不超过总投资的30%。", "30%", "补助标准"),
    ("覆盖率达到95%（其中山区达到90%）。", "90%", "覆盖率"),
    ("节水型单位不少于30家，其中2022年12家。", "12家", "节水型单位"),
    ("守住45.6万亩耕地红线。", "45.6万亩", "耕地红线"),
    ("工业投资占比保持在七成以上。", "七成以上", "工业投资占比"),
    ("办税事项“全程网办”率95%以上。", "95%以上", "办税事项“全程网办”率"),
    ("建制村通客车率保持100%。", "100%", "建制村通客车率"),
    ("可吸入颗粒物平均浓度比2017年下降10%。", "10%", "可吸入颗粒物平均浓度"),
    ("污水治理率达到35%，较2020年提高15个百分点。", "15个百分点", "污水治理率"),
    ("压缩企业开办时间至1个工作日以内。", "1个工作日以内", "压缩企业开办时间"),
    ("用水办理时间由10个工作日压缩到5个工作日。", "5个工作日", "用水办理时间"),
    ("2022年建成20个、2025年建成50个示范社区。", "20个", "示范社区"),
]


def read(sentence: str) -> zt.Notice:
    return zt.parse(
        f"某市关于某项工作的通知\n一、任务\n1．{sentence}（市发改委负责）\n2．抓好落实。（市财政局负责）\n",
        issued="2021-03-01",
    )


@pytest.mark.parametrize(("sentence", "surface", "indicator"), CASES)
def test_a_number_measures_what_a_reader_says(sentence: str, surface: str, indicator: str) -> None:
    rows = read(sentence).quantities
    assert rows.loc[rows["surface"] == surface, "indicator"].tolist() == [indicator]


def test_respectively_against_a_year_gives_each_name_its_number() -> None:
    rows = read("单位能耗、人均用水量分别比2020年下降5%、6%。").quantities
    assert rows["indicator"].tolist() == ["单位能耗", "人均用水量"]
    assert rows["low"].tolist() == [5.0, 6.0]


def test_the_printed_number_of_a_measure_is_no_part_of_a_name() -> None:
    rows = read("地区生产总值增长6%。").quantities
    assert rows["indicator"].tolist() == ["地区生产总值"]


def test_the_end_of_another_word_is_no_comparator() -> None:
    rows = read("签约500万元项目80个，节约资金约300万元。").quantities
    assert dict(zip(rows["surface"], rows["comparator"], strict=True)) == {
        "500万元": "=",
        "80个": "=",
        "约300万元": "about",
    }


def test_thresholds_of_a_graded_reward_are_a_rule_s() -> None:
    rows = read(
        "对年收入首次突破1亿元、5亿元、10亿元的，分别奖励20万元、50万元、100万元。"
    ).quantities
    assert set(rows["role"]) == {"parameter"}


def test_a_number_that_begins_later_is_not_bound_by_the_time_before_it() -> None:
    rows = read("4月1日前完成系统升级，5月1日起社保费率由20%降至16%。").quantities
    rate = rows[rows["surface"].str.endswith("16%")]
    assert rate["baseline"].tolist() == [20.0]
    assert rate["due"].isna().tolist() == [True]
